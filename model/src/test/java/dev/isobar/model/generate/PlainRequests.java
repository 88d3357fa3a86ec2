package dev.isobar.model.generate;

import dev.isobar.model.HostPattern;
import dev.isobar.model.NormalPath;
import dev.isobar.model.route.Request;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Requests that every cloud must read alike: hosts and paths in normal form, one header field of a name. What a cloud
 * makes of others is its own affair, and documented.
 */
public final class PlainRequests {
    private PlainRequests() {}

    public static Request of(Request request) {
        var headers = new TreeMap<String, List<String>>();
        request.headers().forEach((name, values) -> headers.put(name, List.of(values.getFirst())));
        var target = request.target();
        return new Request(
                request.method(),
                new Request.Url(
                        target.scheme(),
                        HostPattern.canonical(target.host()),
                        target.port(),
                        NormalPath.of(target.path()),
                        target.query()),
                headers,
                request.source());
    }

    /** The same with one query parameter of a name, for clouds that do not say which of several counts. */
    public static Request withSingleParameters(Request request) {
        var plain = of(request);
        var target = plain.target();
        return new Request(
                plain.method(),
                new Request.Url(target.scheme(), target.host(), target.port(), target.path(), query(target.query())),
                plain.headers(),
                plain.source());
    }

    private static String query(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .collect(Collectors.toMap(
                        pair -> pair.replaceFirst("=.*", ""), pair -> pair, (first, _) -> first, TreeMap::new))
                .values()
                .stream()
                .collect(Collectors.joining("&"));
    }
}
