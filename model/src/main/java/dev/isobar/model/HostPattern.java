package dev.isobar.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the host of a request is compared with: in lower case, without port and without trailing dot.
 *
 * <p>Written as {@code shop.example.com} or {@code *.example.com}.
 */
public sealed interface HostPattern extends Comparable<HostPattern> {
    /** This host and no other. */
    record Exact(String host) implements HostPattern {
        public Exact {
            host = lower(host);
            requireHost(host);
        }

        @Override
        public String text() {
            return host;
        }
    }

    /**
     * Any host with one or more labels before the domain: {@code *.example.com} matches {@code a.example.com} and
     * {@code a.b.example.com}, not {@code example.com}.
     *
     * @param domain the part behind {@code *.}
     */
    record Wildcard(String domain) implements HostPattern {
        public Wildcard {
            domain = lower(domain);
            requireHost(domain);
        }

        @Override
        public String text() {
            return "*." + domain;
        }
    }

    /** As it is written in a file. */
    String text();

    /** Reads the written form. */
    static HostPattern parse(String text) {
        return text.startsWith("*.") ? new Wildcard(text.substring(2)) : new Exact(text);
    }

    /** @param host in {@linkplain #canonical canonical form} */
    default boolean matches(String host) {
        return switch (this) {
            case Exact(var wanted) -> host.equals(wanted);
            case Wildcard(var domain) ->
                host.length() > domain.length() + 1
                        && host.endsWith(domain)
                        && host.charAt(host.length() - domain.length() - 1) == '.';
        };
    }

    /** Whether every host that the other matches is matched by this one too. */
    default boolean covers(HostPattern other) {
        return switch (other) {
            case Exact(var host) -> matches(host);
            case Wildcard(var domain) ->
                switch (this) {
                    case Exact _ -> false;
                    case Wildcard(var own) -> own.equals(domain) || matches(domain);
                };
        };
    }

    /** The host in lower case, without port and trailing dot; an IPv6 literal keeps its brackets. */
    static String canonical(String host) {
        int end = host.length();
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && (host.indexOf(':') == colon || host.charAt(0) == '[') && colon > host.lastIndexOf(']')) {
            end = colon;
        }
        return lower(host.substring(0, end));
    }

    private static String lower(String host) {
        var whole = host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return whole.toLowerCase(Locale.ROOT);
    }

    @Override
    default int compareTo(HostPattern other) {
        return text().compareTo(other.text());
    }

    private static void requireHost(String host) {
        if (!Syntax.HOST.matcher(host).matches() || host.length() > 253) {
            throw new InvalidValue(
                    "a host is a DNS name such as shop.example.com, an IP address, or *. and a DNS name",
                    host.contains("*")
                            ? "keep the * as the whole first label, as in *.example.com"
                            : "write the host alone, without scheme, port and path");
        }
    }

    /** Compiled patterns; an interface cannot hide them otherwise. */
    final class Syntax {
        private static final Pattern HOST = Pattern.compile(
                "\\[[0-9a-f:.]+]|([a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)*");

        private Syntax() {}
    }
}
