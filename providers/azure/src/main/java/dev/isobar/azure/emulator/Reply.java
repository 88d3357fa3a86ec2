package dev.isobar.azure.emulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a client gets. */
record Reply(int status, Map<String, String> headers, Optional<ObjectNode> body) {
    Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    static Reply of(ObjectNode body) {
        return new Reply(200, Map.of(), Optional.of(body));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), Optional.empty());
    }

    static Reply of(ApiError error) {
        var body = Json.object();
        body.set("error", json(error));
        return new Reply(error.status(), Map.of(), Optional.of(body));
    }

    static ObjectNode json(ApiError error) {
        var json = Json.object().put("code", error.code()).put("message", error.text());
        json.set(
                "details",
                Json.array(error.details().stream()
                        .map(detail -> Json.object().put("code", detail.code()).put("message", detail.message()))));
        return json;
    }

    Reply with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    Reply with(int changed) {
        return new Reply(changed, headers, body);
    }
}
