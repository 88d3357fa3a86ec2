package dev.isobar.azure.emulator;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client sends.
 *
 * @param path the segments of the path, decoded
 * @param query by names in lower case
 * @param headers by names in lower case
 * @param endpoint what links begin with
 * @param fails whether the operation that it begins fails in the end
 */
record Request(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        String content,
        URI endpoint,
        boolean fails) {

    static List<String> segments(URI uri) {
        return Arrays.stream(uri.getRawPath().split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        var raw = uri.getRawQuery();
        if (raw != null) {
            for (var pair : raw.split("&", -1)) {
                var halves = pair.split("=", 2);
                parameters.put(
                        URLDecoder.decode(halves[0], StandardCharsets.UTF_8).toLowerCase(Locale.ROOT),
                        halves.length == 1 ? "" : URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    /** Whether the path has a word there, in any case. */
    boolean has(int segment, String word) {
        return segment < path.size() && path.get(segment).equalsIgnoreCase(word);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String version() {
        return query.getOrDefault("api-version", "");
    }

    /** @throws ApiError where it is not an object */
    ObjectNode body() {
        return Json.parse(content);
    }
}
