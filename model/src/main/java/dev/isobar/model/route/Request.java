package dev.isobar.model.route;

import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.NormalPath;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole request as a value.
 *
 * @param target where it is sent
 * @param headers name to values, without regard to case
 */
public record Request(String method, Url target, SortedMap<String, List<String>> headers, InetAddress source)
        implements RequestView {
    /** The client of requests that name none: an address of the documentation range TEST-NET-1 (RFC 5737). */
    public static final InetAddress SOMEONE = InetAddress.ofLiteral("192.0.2.1");

    public Request {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * The parts of a URL that matter.
     *
     * @param scheme {@code http}, {@code https} or {@code tls}, lower case
     * @param host as sent, without port
     * @param path as sent, without query; not empty
     * @param query as sent, without question mark; empty where there is none
     */
    public record Url(String scheme, String host, int port, String path, String query) {
        /** @throws InvalidValue where the text is not an absolute URL with a host */
        public static Url parse(String text) {
            try {
                var uri = new URI(text);
                var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (uri.getHost() == null
                        || !(scheme.equals("http") || scheme.equals("https") || scheme.equals("tls"))) {
                    throw notAbsolute(null);
                }
                int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
                var path = uri.getRawPath();
                var query = uri.getRawQuery();
                return new Url(
                        scheme,
                        uri.getHost(),
                        port,
                        path == null || path.isEmpty() ? "/" : path,
                        query == null ? "" : query);
            } catch (URISyntaxException e) {
                throw notAbsolute(e);
            }
        }

        private static InvalidValue notAbsolute(@org.jspecify.annotations.Nullable Throwable cause) {
            var problem = new InvalidValue(
                    "the URL of a request is absolute, with http or https and a host",
                    "write it as in https://shop.example.com/path");
            if (cause != null) {
                problem.initCause(cause);
            }
            return problem;
        }

        /** The URL; a default port is left out. */
        @Override
        public String toString() {
            boolean usual = port == (scheme.equals("http") ? 80 : 443);
            return scheme + "://" + host + (usual ? "" : ":" + port) + path + (query.isEmpty() ? "" : "?" + query);
        }
    }

    /** A request from {@linkplain #SOMEONE somewhere} without header fields. */
    public static Request of(String method, String url) {
        return new Request(method, Url.parse(url), new TreeMap<>(Map.of()), SOMEONE);
    }

    @Override
    public String host() {
        return HostPattern.canonical(target.host());
    }

    @Override
    public String path() {
        return NormalPath.of(target.path());
    }

    @Override
    public List<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    @Override
    public List<String> query(String name) {
        return Fields.query(target.query(), name);
    }

    @Override
    public List<String> cookie(String name) {
        return Fields.cookie(header("cookie"), name);
    }

    /** {@code GET https://host/path}. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
