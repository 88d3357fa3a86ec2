package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService.Affinity;
import dev.isobar.gcp.resources.BackendService.ConsistentHash;
import dev.isobar.gcp.resources.BackendService.HttpCookie;
import dev.isobar.gcp.resources.BackendService.LocalityLbPolicy;
import dev.isobar.gcp.resources.BackendService.SessionAffinity;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Stickiness;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.Optional;

/**
 * How targets are chosen, and how clients come back to them.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service#session_affinity">Session affinity</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service#locality-lb-policy">Load balancing locality
 *     policy</a>
 */
final class Affinities {
    private static final int WEEK = 604_800;

    private final TargetGroup group;
    private final String path;
    private final Report report;

    private Affinities(TargetGroup group, String path, Report report) {
        this.group = group;
        this.path = path;
        this.report = report;
    }

    /** @param path of the group */
    static Affinity of(TargetGroup group, Carrier carrier, String path, Report report) {
        var affinities = new Affinities(group, path, report);
        return carrier == Carrier.APPLICATION ? affinities.requests() : affinities.connections();
    }

    private Affinity requests() {
        var balancing = group.balancing();
        if (balancing.stickiness().isEmpty()) {
            return chosen(balancing.algorithm());
        }
        return switch (balancing.stickiness().get()) {
            case Stickiness.BalancerCookie(var name, var ttl) ->
                new Affinity(
                        SessionAffinity.STRONG_COOKIE_AFFINITY,
                        chosen(balancing.algorithm()).localityLbPolicy(),
                        Optional.empty(),
                        Optional.of(cookie(name, ttl)));
            case Stickiness.ApplicationCookie(var name, var ttl) -> {
                report.emulated(
                        path + ".stickiness",
                        "cookie of the application",
                        "Google hashes its value, and sets the cookie itself where a request has none; some clients"
                                + " move to other targets where the group changes");
                yield hashed(
                        SessionAffinity.HTTP_COOKIE,
                        LocalityLbPolicy.MAGLEV,
                        Optional.of(new ConsistentHash.Cookie(cookie(name, ttl))));
            }
            case Stickiness.Source _ -> {
                report.emulated(
                        path + ".stickiness",
                        "stickiness by source",
                        "a hash of the client's address; some clients move to other targets where the group changes");
                yield hashed(SessionAffinity.CLIENT_IP, LocalityLbPolicy.MAGLEV, Optional.empty());
            }
        };
    }

    private HttpCookie cookie(String name, Duration ttl) {
        return new HttpCookie(name, "/", report.seconds(path + ".stickiness.ttl", ttl, 1, WEEK, "a cookie"));
    }

    /** An affinity that is a hash leaves nothing to choose. */
    private Affinity hashed(SessionAffinity affinity, LocalityLbPolicy table, Optional<ConsistentHash> hash) {
        var algorithm = group.balancing().algorithm();
        if (group.balancing().stickiness().isPresent() && !(algorithm instanceof Algorithm.RoundRobin)) {
            report.refuse(
                    path + ".algorithm",
                    "goes with this stickiness, which Google does by a hash that chooses alone",
                    "remove algorithm, or use stickiness: {cookie: NAME}");
        }
        return new Affinity(affinity, Optional.of(table), hash, Optional.empty());
    }

    private static Affinity plain(LocalityLbPolicy policy) {
        return new Affinity(SessionAffinity.NONE, Optional.of(policy), Optional.empty(), Optional.empty());
    }

    private Affinity chosen(Algorithm algorithm) {
        return switch (algorithm) {
            case Algorithm.RoundRobin _ -> plain(LocalityLbPolicy.ROUND_ROBIN);
            case Algorithm.LeastConnections _ -> {
                report.emulated(
                        path + ".algorithm",
                        "least-connections",
                        "LEAST_REQUEST, which takes the one with fewer requests of two random targets");
                yield plain(LocalityLbPolicy.LEAST_REQUEST);
            }
            case Algorithm.RandomOfTwo _ -> plain(LocalityLbPolicy.LEAST_REQUEST);
            case Algorithm.Random _ -> plain(LocalityLbPolicy.RANDOM);
            case Algorithm.IpHash _ ->
                new Affinity(
                        SessionAffinity.CLIENT_IP,
                        Optional.of(LocalityLbPolicy.MAGLEV),
                        Optional.empty(),
                        Optional.empty());
            case Algorithm.LeastResponseTime _ -> {
                report.refuse(
                        path + ".algorithm",
                        "is least-response-time; Google does not measure that",
                        "use random-of-two, or least-connections");
                yield plain(LocalityLbPolicy.ROUND_ROBIN);
            }
            case Algorithm.ConsistentHash hash -> consistent(hash);
        };
    }

    private Affinity consistent(Algorithm.ConsistentHash hash) {
        var at = path + ".algorithm";
        hash.boundedLoad()
                .ifPresent(percent -> report.refuse(
                        at + ".boundedLoad",
                        "is %d; Google's hashes have no bound".formatted(percent),
                        "remove boundedLoad"));
        if (group.balancing().stickiness().isPresent()) {
            report.refuse(
                    at,
                    "is a hash that goes with stickiness; Google has one affinity for a backend service",
                    "remove one of the two");
        }
        var table = switch (hash.table()) {
            case RING -> LocalityLbPolicy.RING_HASH;
            case MAGLEV -> LocalityLbPolicy.MAGLEV;
            case RENDEZVOUS -> {
                report.refuse(
                        at + ".table", "is rendezvous; Google's proxies have ring and maglev", "use table: maglev");
                yield LocalityLbPolicy.MAGLEV;
            }
        };
        return switch (hash.key()) {
            case Algorithm.HashKey.Source _ -> affinity(SessionAffinity.CLIENT_IP, table, Optional.empty());
            case Algorithm.HashKey.Header(var name) ->
                affinity(SessionAffinity.HEADER_FIELD, table, Optional.of(new ConsistentHash.HttpHeaderName(name)));
            case Algorithm.HashKey.Cookie(var name) ->
                affinity(
                        SessionAffinity.HTTP_COOKIE,
                        table,
                        Optional.of(new ConsistentHash.Cookie(new HttpCookie(name, "/", 0))));
            case Algorithm.HashKey.Path _ -> {
                report.refuse(
                        at + ".hash",
                        "is path; Google hashes addresses, headers and cookies only",
                        "hash a header that clients send");
                yield affinity(SessionAffinity.CLIENT_IP, table, Optional.empty());
            }
        };
    }

    private static Affinity affinity(SessionAffinity affinity, LocalityLbPolicy table, Optional<ConsistentHash> hash) {
        return new Affinity(affinity, Optional.of(table), hash, Optional.empty());
    }

    private Affinity connections() {
        boolean bySource = switch (group.balancing().algorithm()) {
            case Algorithm.RoundRobin _ -> {
                report.emulated(
                        path + ".algorithm",
                        "algorithm of connections",
                        "Google chooses by a hash of protocol, addresses and ports, and by what is near, not in turn");
                yield false;
            }
            case Algorithm.IpHash _ -> true;
            case Algorithm.LeastConnections _,
                    Algorithm.Random _,
                    Algorithm.RandomOfTwo _,
                    Algorithm.LeastResponseTime _,
                    Algorithm.ConsistentHash _ -> {
                report.refuse(
                        path + ".algorithm",
                        "asks for a choice that Google does not have for connections; it hashes addresses and ports",
                        "remove algorithm, or use ip-hash");
                yield false;
            }
        };
        bySource |= group.balancing().stickiness().isPresent();
        return new Affinity(
                bySource ? SessionAffinity.CLIENT_IP : SessionAffinity.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
