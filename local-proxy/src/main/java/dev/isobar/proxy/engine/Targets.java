package dev.isobar.proxy.engine;

import dev.isobar.model.Action.RedirectTarget;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.route.Redirects;
import dev.isobar.model.route.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/** Request-targets and URLs that the proxy makes by itself. */
final class Targets {
    private static final String HEX = "0123456789ABCDEF";

    private Targets() {}

    /** The rewritten path. What cannot stand in a request-target is percent-encoded: a rewrite splits no request. */
    static String rewritten(PathRewrite rewrite, String path, String matchedPrefix) {
        var raw = rewrite.apply(path, matchedPrefix);
        if (raw.chars().allMatch(Targets::isPath)) {
            return raw;
        }
        var out = new StringBuilder(raw.length() + 16);
        for (byte octet : raw.getBytes(StandardCharsets.UTF_8)) {
            if (isPath(octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
            }
        }
        return out.toString();
    }

    private static boolean isPath(int c) {
        return c > ' ' && c < 0x7f && c != '?' && c != '#';
    }

    /**
     * Where a redirect leads. A client that names in its Host field the port that stands in for that of the listener
     * is led to ports that are open here; others see the ports of the model.
     *
     * @param from with the port of the listener
     * @param port that is open in place of that of the listener
     * @param named the port of the Host field; 0 where it has none
     * @param ports port of a listener to the port that is open instead
     */
    static String location(
            RedirectTarget to,
            Request.Url from,
            String matchedPrefix,
            int port,
            int named,
            Map<Integer, Integer> ports) {
        if (named != port || port == from.port()) {
            return Redirects.location(to, from, matchedPrefix);
        }
        var here = new Request.Url(from.scheme(), from.host(), port, from.path(), from.query());
        var scheme = to.scheme().orElse(from.scheme());
        int usual = scheme.equals(from.scheme()) ? from.port() : scheme.equals("http") ? 80 : 443;
        int wanted = to.port().orElse(usual);
        int opened = wanted == from.port() ? port : ports.getOrDefault(wanted, wanted);
        var mapped = new RedirectTarget(to.scheme(), to.host(), OptionalInt.of(opened), to.path(), to.query());
        return Redirects.location(mapped, here, matchedPrefix);
    }

    /** The port in {@code host:port}; 0 where there is none. */
    static int port(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || colon < authority.lastIndexOf(']') || colon == authority.length() - 1) {
            return 0;
        }
        return Integer.parseInt(authority, colon + 1, authority.length(), 10);
    }
}
