package dev.isobar.gcp.emulator;

import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call that has a place in the API.
 *
 * @param values parameters of path and query, by the names of the fields of the request
 * @param body an empty object where there is none
 */
record Request(Contract.Method method, Map<String, String> values, ObjectNode body) {
    /** What each call of the API takes. */
    private static final Set<String> COMMON = Set.of(
            "alt",
            "$alt",
            "fields",
            "key",
            "prettyPrint",
            "quotaUser",
            "userIp",
            "access_token",
            "oauth_token",
            "uploadType",
            "callback",
            "$.xgafv",
            "$prettyPrint");

    Request {
        values = Map.copyOf(values);
    }

    /**
     * @param query by the names in JSON
     * @throws ApiError where the query or the body has what the method does not take
     */
    static Request of(Contract.Route route, Map<String, String> query, String body) {
        var method = route.method();
        var values = new HashMap<>(route.values());
        query.forEach((name, value) -> {
            var field = method.parameter(name);
            if (field.isPresent()) {
                values.put(field.get().getName(), value);
            } else if (!COMMON.contains(name)) {
                throw ApiError.of(
                        400,
                        "badRequest",
                        "Invalid JSON payload received. Unknown name \"%s\": Cannot bind query parameter. Field '%s' could not be found in request message."
                                .formatted(name, name));
            }
        });
        var request = new Request(method, values, Json.read(body));
        if (method.body().isPresent()) {
            if (body.isBlank()) {
                throw ApiError.required("resource");
            }
            request.body(method.content());
        }
        return request;
    }

    String service() {
        return method.service();
    }

    /** A parameter of the path. */
    String value(String name) {
        return find(name).orElseThrow(() -> ApiError.required(name));
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    Scope scope() {
        return find("zone")
                .<Scope>map(Scope.Zone::new)
                .or(() -> find("region").map(Scope.Region::new))
                .orElse(Scope.global());
    }

    /** The resource that the path names. */
    Link target(Kind kind) {
        var name = find(kind.singular()).or(() -> find("resource")).orElseThrow(() -> ApiError.required("name"));
        return new Link(value("project"), scope(), kind.collection(), name);
    }

    /** The body as a message. */
    <M extends Message> M body(M prototype) {
        return Json.message(body, prototype);
    }
}
