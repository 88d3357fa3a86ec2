package dev.isobar.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where clients connect: a port, a protocol, and what happens to what arrives there. */
public sealed interface Listener {
    /**
     * HTTP, with TLS where {@code tls} is present ({@code protocol: https}).
     *
     * @param client timeouts, limits and forwarded headers on the client's side
     */
    record Http(String name, int port, Optional<TlsTermination> tls, Routes routes, ClientSide client)
            implements Listener {
        public Http {
            Names.requireName(name);
            requirePort(port);
        }

        @Override
        public Protocol protocol() {
            return tls.isPresent() ? Protocol.HTTPS : Protocol.HTTP;
        }
    }

    /** TCP connections, passed on byte for byte. */
    record Tcp(String name, int port, Action.Forward forward, Duration idle) implements Listener {
        public Tcp {
            Names.requireName(name);
            requirePort(port);
            requireIdle(idle);
        }

        @Override
        public Protocol protocol() {
            return Protocol.TCP;
        }
    }

    /**
     * TLS connections: decrypted here where {@code tls} is present, passed through otherwise. Rules can only match the
     * host, which is the server name of the TLS handshake, and only forward.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066 §3, server name indication</a>
     */
    record Tls(String name, int port, Optional<TlsTermination> tls, Routes routes, Duration idle) implements Listener {
        public Tls {
            Names.requireName(name);
            requirePort(port);
            requireIdle(idle);
            for (var rule : routes.rules()) {
                InvalidValue.require(
                        rule.action() instanceof Action.Forward
                                && rule.match().conditions().stream().allMatch(c -> c instanceof Condition.Host),
                        "a rule of a tls listener matches only host and only forwards; rule \"" + rule.name()
                                + "\" does more",
                        "use protocol: https for routing by what is inside the connection");
            }
            InvalidValue.require(
                    routes.otherwise() instanceof Action.Forward,
                    "the default of a tls listener is a forward",
                    "use protocol: https for redirects and fixed responses");
        }

        @Override
        public Protocol protocol() {
            return Protocol.TLS;
        }
    }

    /**
     * UDP datagrams; those of one client address and port go to one target.
     *
     * @param idle how long a client stays with its target without traffic
     */
    record Udp(String name, int port, Action.Forward forward, Duration idle) implements Listener {
        public Udp {
            Names.requireName(name);
            requirePort(port);
            requireIdle(idle);
        }

        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }
    }

    String name();

    /** 1 to 65535. */
    int port();

    Protocol protocol();

    /** The routing table; of listeners without rules the default alone. */
    default Routes table() {
        return switch (this) {
            case Http http -> http.routes();
            case Tls tls -> tls.routes();
            case Tcp tcp -> new Routes(List.of(), tcp.forward());
            case Udp udp -> new Routes(List.of(), udp.forward());
        };
    }

    /** How TLS ends here; empty where it does not. */
    default Optional<TlsTermination> termination() {
        return switch (this) {
            case Http http -> http.tls();
            case Tls tls -> tls.tls();
            case Tcp _, Udp _ -> Optional.empty();
        };
    }

    /** What clients speak. */
    enum Protocol {
        HTTP,
        HTTPS,
        TCP,
        TLS,
        UDP;

        /** The transport whose ports the listener takes. */
        public boolean isUdp() {
            return this == UDP;
        }
    }

    /** What an HTTP listener grants its clients. */
    record ClientSide(
            ClientTimeouts timeouts, Limits limits, ForwardedHeaders forwarded, Optional<RateLimit> rateLimit) {}

    /**
     * @param requestHeaders from the first byte of a request to the end of its header
     * @param requestBody between two reads of a body
     * @param idle of a connection between two requests
     */
    record ClientTimeouts(Duration requestHeaders, Duration requestBody, Duration idle) {
        public ClientTimeouts {
            Limits.requireBetween(requestHeaders, Duration.ofMillis(100), Duration.ofHours(1), "requestHeaders");
            Limits.requireBetween(requestBody, Duration.ofMillis(100), Duration.ofHours(1), "requestBody");
            Limits.requireBetween(idle, Duration.ofMillis(100), Duration.ofHours(24), "idle");
        }
    }

    /**
     * How {@code X-Forwarded-For} and its kin are written.
     *
     * @param mode what happens to what the client sent
     * @param trusted proxies in front of us whose {@code X-Forwarded-*} fields are believed; from others they are
     *     replaced
     */
    record ForwardedHeaders(ForwardedMode mode, SortedSet<Cidr> trusted) {
        public ForwardedHeaders {
            trusted = Collections.unmodifiableSortedSet(new TreeSet<>(trusted));
        }
    }

    /** What happens to an {@code X-Forwarded-For} of a trusted proxy. */
    enum ForwardedMode {
        /** The address of the peer is added at the end. */
        APPEND,
        /** The field passes as it is. */
        PRESERVE,
        /** No forwarded field reaches the target. */
        REMOVE
    }

    private static void requireIdle(Duration idle) {
        Limits.requireBetween(idle, Duration.ofSeconds(1), Duration.ofHours(24), "idle");
    }

    static void requirePort(int port) {
        InvalidValue.require(port >= 1 && port <= 65_535, "a port is 1 to 65535", "use a port in this range");
    }
}
