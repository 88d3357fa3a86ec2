package dev.isobar.cli.console;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.RoutingTest.TestRequest;
import dev.isobar.model.route.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Requests as people write them. */
public final class Requests {
    private static final Pattern LINE = Pattern.compile("(?:([A-Za-z_-]{1,40})\\s+)?(\\S+)");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*:\\s*(.*?)\\s*");

    private Requests() {}

    /**
     * @param line a URL, or a method and a URL
     * @param fields {@code Name: value}
     * @param source an IP address; empty: that of someone
     * @throws Failure where a part is not of its form
     */
    public static Request parse(String line, List<String> fields, String source) {
        var parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw Failure.usage(
                    "the request " + Words.quoted(line) + " is not a URL, or a method and a URL", example());
        }
        var method = parts.group(1) == null ? "GET" : parts.group(1);
        try {
            return withHostField(
                    new Request(method, Request.Url.parse(parts.group(2)), headers(fields), address(source)));
        } catch (InvalidValue e) {
            throw Failure.usage("the request " + Words.quoted(line) + ": " + e.getMessage(), e.fix());
        }
    }

    /** @throws InvalidValue where the URL is not absolute */
    public static Request of(TestRequest test) {
        return withHostField(new Request(
                test.method(),
                Request.Url.parse(test.url()),
                test.headers(),
                test.source().orElse(Request.SOMEONE)));
    }

    /** A Host field names the host that is asked for, as with curl. */
    private static Request withHostField(Request request) {
        var hosts = request.header("host");
        if (hosts.isEmpty()) {
            return request;
        }
        var to = request.target();
        var url = new Request.Url(to.scheme(), hosts.getFirst(), to.port(), to.path(), to.query());
        return new Request(request.method(), url, request.headers(), request.source());
    }

    private static SortedMap<String, List<String>> headers(List<String> fields) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var field : fields) {
            var parts = FIELD.matcher(field);
            if (!parts.matches()) {
                throw Failure.usage(
                        "the header " + Words.quoted(field) + " is not a name, a colon and a value",
                        "write it as in -H 'X-Canary: on'");
            }
            headers.computeIfAbsent(parts.group(1), _ -> new ArrayList<>()).add(parts.group(2));
        }
        return headers;
    }

    private static InetAddress address(String source) {
        if (source.isEmpty()) {
            return Request.SOMEONE;
        }
        try {
            return Cidr.address(source);
        } catch (InvalidValue e) {
            throw Failure.usage("--source " + Words.quoted(source) + ": " + e.getMessage(), "write it as in 10.0.0.7");
        }
    }

    private static String example() {
        return "write it as in \"GET https://shop.example.com/cart\"";
    }

    /** The fields in the form of an argument, for messages. */
    public static List<String> fields(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + ": " + value))
                .toList();
    }
}
