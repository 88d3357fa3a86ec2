package dev.isobar.azure.emulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Cuts lists into pages. A token names the last item of the page before. */
final class Pages {
    private Pages() {}

    static Reply of(Store store, Request request, List<ObjectNode> items) {
        int from = request.query().containsKey("$skiptoken")
                ? after(request.query().get("$skiptoken"), items)
                : 0;
        int to = Math.min(items.size(), from + store.settings().pace().pageSize());
        var body = Json.object();
        body.set("value", Json.array(items.subList(from, to).stream()));
        if (to < items.size()) {
            body.put("nextLink", link(request, token(items.get(to - 1))));
        }
        return Reply.of(body);
    }

    private static int after(String token, List<ObjectNode> items) {
        for (int i = 0; i < items.size(); i++) {
            if (token(items.get(i)).equals(token)) {
                return i + 1;
            }
        }
        throw ApiError.of("InvalidSkipToken", "The skip token '%s' is invalid.".formatted(token));
    }

    private static String token(ObjectNode item) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.text(item, "id").getBytes(StandardCharsets.UTF_8));
    }

    private static String link(Request request, String token) {
        var link = new StringBuilder(request.endpoint().toString());
        request.path().forEach(segment -> link.append('/').append(encoded(segment)));
        link.append("?$skiptoken=").append(token);
        request.query().forEach((name, value) -> {
            if (!name.equals("$skiptoken")) {
                link.append('&').append(name).append('=').append(encoded(value));
            }
        });
        return link.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
