package dev.isobar.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Targets that do the same job.
 *
 * @param targets in the order of the file; no two are the same
 * @param health absent: every target counts as healthy
 */
public record TargetGroup(
        String name,
        Protocol protocol,
        List<Target> targets,
        Balancing balancing,
        Optional<HealthCheck> health,
        Upstream upstream) {
    public TargetGroup {
        Names.requireName(name);
        targets = List.copyOf(targets);
        var seen = new HashSet<String>();
        for (var target : targets) {
            InvalidValue.require(
                    seen.add(target.text()),
                    "the target \"" + target.text() + "\" is listed twice",
                    "remove one, and use weight to give it more");
        }
    }

    /** What targets speak. */
    public enum Protocol {
        /** HTTP/1.1. */
        HTTP,
        /** HTTP/1.1 in TLS. */
        HTTPS,
        /** HTTP/2, in TLS where the group has {@code tls}. */
        HTTP2,
        /** gRPC over HTTP/2. */
        GRPC,
        TCP,
        TLS,
        UDP;

        /** Whether requests, not connections or datagrams, are sent. */
        public boolean isHttp() {
            return this == HTTP || this == HTTPS || this == HTTP2 || this == GRPC;
        }
    }

    /**
     * How targets are chosen.
     *
     * @param drain how long requests under way may go on after a target is removed, 0 to 1 hour
     * @param slowStart how long a target takes to reach its full share after it comes back, 0 (off) to 15 minutes
     */
    public record Balancing(Algorithm algorithm, Optional<Stickiness> stickiness, Duration drain, Duration slowStart) {
        public Balancing {
            Limits.requireBetween(drain, Duration.ZERO, Duration.ofHours(1), "drain");
            Limits.requireBetween(slowStart, Duration.ZERO, Duration.ofMinutes(15), "slowStart");
        }
    }

    /** The connections to the targets. */
    public record Upstream(Timeouts timeouts, Connections connections, Optional<TargetTls> tls) {}

    /**
     * @param connect until a connection is established, TLS included
     * @param response between two reads of a response, and until its first byte
     * @param idle how long an unused connection is kept
     */
    public record Timeouts(Duration connect, Duration response, Duration idle) {
        public Timeouts {
            Limits.requireBetween(connect, Duration.ofMillis(10), Duration.ofMinutes(5), "connect");
            Limits.requireBetween(response, Duration.ofMillis(10), Duration.ofHours(24), "response");
            Limits.requireBetween(idle, Duration.ofMillis(100), Duration.ofHours(24), "idle");
        }
    }

    /**
     * @param perTarget most connections to one target; empty: no limit
     * @param idlePerTarget most unused connections kept for one target, 0 to 10,000
     * @param requests that one connection serves before it is closed, 1 to 1,000,000
     */
    public record Connections(OptionalInt perTarget, int idlePerTarget, int requests) {
        public Connections {
            perTarget.ifPresent(most -> Limits.requireBetween(most, 1, 1_000_000, "perTarget"));
            Limits.requireBetween(idlePerTarget, 0, 10_000, "idlePerTarget");
            Limits.requireBetween(requests, 1, 1_000_000, "requests");
        }
    }

    /**
     * TLS to the targets.
     *
     * @param verify whether the certificate of the target must be valid for its name
     * @param ca file with the PEM certificates of the authorities that are trusted; absent: those of the system
     * @param serverName asked for and verified; absent: the host of the target
     * @param certificate name of the certificate that the load balancer shows; absent: none
     */
    public record TargetTls(
            boolean verify, Optional<String> ca, Optional<String> serverName, Optional<String> certificate) {}
}
