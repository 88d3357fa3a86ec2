package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.UrlMapTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The request of a test, with the method GET unless a header {@code :method} has another.
 *
 * @param path without query
 * @param query with its question mark; empty where there is none
 * @param headers by their names in lower case
 */
record TestRequest(String host, String path, String query, Map<String, String> headers) {
    TestRequest {
        headers = Map.copyOf(headers);
    }

    static TestRequest of(UrlMapTest test) {
        var whole = test.getPath().replaceFirst("#.*$", "");
        int mark = whole.indexOf('?');
        Map<String, String> headers = new HashMap<>();
        headers.put(":authority", test.getHost());
        headers.put("host", test.getHost());
        headers.put(":method", "GET");
        test.getHeadersList()
                .forEach(header -> headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
        return new TestRequest(
                test.getHost(),
                mark < 0 ? whole : whole.substring(0, mark),
                mark < 0 ? "" : whole.substring(mark),
                headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The first value of a parameter of the query. */
    Optional<String> parameter(String name) {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        for (var pair : query.substring(1).split("&", -1)) {
            int equals = pair.indexOf('=');
            var key = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
            if (key.equals(name)) {
                return Optional.of(
                        equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }
}
