package dev.isobar.aws.translate;

import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.aws.translate.Uses.Use;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Place;
import dev.isobar.model.Stickiness;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes of a target group: how targets are chosen, kept and let go.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">
 *     TargetGroupAttribute</a>
 */
final class GroupAttributes {
    private static final int WEEK = 604_800;

    /**
     * What else counts.
     *
     * @param uses which listeners use the group
     */
    record Around(TargetType type, Set<Use> uses, Place.Aws.Options options) {
        /** Whether a listener that ends TLS, of a Network Load Balancer, uses the group. */
        boolean endsTls() {
            return uses.contains(Use.TLS_ENDED);
        }
    }

    private final TargetGroup group;
    private final Around around;
    private final String path;
    private final Report report;
    private final SortedMap<String, String> attributes = new TreeMap<>();

    private GroupAttributes(TargetGroup group, Around around, String path, Report report) {
        this.group = group;
        this.around = around;
        this.path = path;
        this.report = report;
    }

    /** @param path of the group */
    static SortedMap<String, String> of(TargetGroup group, Around around, String path, Report report) {
        return new GroupAttributes(group, around, path, report).all();
    }

    private SortedMap<String, String> all() {
        if (around.type() == TargetType.LAMBDA) {
            function();
            return attributes;
        }
        if (around.type() == TargetType.ALB) {
            balancer();
            return attributes;
        }
        put(
                "deregistration_delay.timeout_seconds",
                report.seconds(
                        path + ".drain", group.balancing().drain(), 0, 3600, "deregistration_delay.timeout_seconds"));
        if (group.protocol().isHttp()) {
            requests();
        } else {
            flows();
        }
        return attributes;
    }

    private void put(String key, Object value) {
        attributes.put(key, value.toString());
    }

    /** There is one function, and AWS runs as many of it as it needs. */
    private void function() {
        var balancing = group.balancing();
        balancing
                .stickiness()
                .ifPresent(_ -> report.refuse(
                        path + ".stickiness",
                        "keeps clients with a function; AWS has one function in a group",
                        "remove stickiness"));
        if (!balancing.slowStart().isZero()) {
            report.refuse(path + ".slowStart", "is for servers; AWS has none for functions", "remove slowStart");
        }
        if (report.written(path + ".drain") || !(balancing.algorithm() instanceof Algorithm.RoundRobin)) {
            report.missing(
                    path,
                    "drain and algorithm of a function",
                    "a group has one function, which AWS runs as often as needed",
                    "remove drain and algorithm");
        }
    }

    /**
     * @see <a
     *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html">
     *     "You can't modify the target group attributes"</a>
     */
    private void balancer() {
        report.emulated(
                path + ".drain",
                "drain and algorithm of a load balancer as target",
                "AWS lets no attribute of such a target group be changed: it waits 5m for connections under way, and"
                        + " the other load balancer chooses the target");
        if (group.balancing().stickiness().isPresent()
                || !group.balancing().slowStart().isZero()
                || !(group.balancing().algorithm() instanceof Algorithm.RoundRobin)) {
            report.refuse(
                    path,
                    "asks for stickiness, slowStart or an algorithm; AWS has none of them for a load balancer as"
                            + " target",
                    "remove them, and set them where that load balancer is described");
        }
    }

    private void requests() {
        var balancing = group.balancing();
        var algorithm = requestAlgorithm(balancing.algorithm());
        put("load_balancing.algorithm.type", algorithm);
        if (algorithm.equals("round_robin")) {
            put(
                    "slow_start.duration_seconds",
                    balancing.slowStart().isZero()
                            ? 0
                            : report.seconds(
                                    path + ".slowStart",
                                    balancing.slowStart(),
                                    30,
                                    900,
                                    "slow_start.duration_seconds"));
        } else if (!balancing.slowStart().isZero()) {
            report.refuse(
                    path + ".slowStart",
                    "goes with the algorithm %s; AWS has slow start with round_robin only".formatted(algorithm),
                    "remove slowStart, or use algorithm: round-robin");
        }
        if (algorithm.equals("weighted_random")) {
            put(
                    "load_balancing.algorithm.anomaly_mitigation",
                    around.options().requests().anomalyMitigation() ? "on" : "off");
        }
        put("stickiness.enabled", balancing.stickiness().isPresent());
        balancing.stickiness().ifPresent(this::cookie);
    }

    private String requestAlgorithm(Algorithm algorithm) {
        return switch (algorithm) {
            case Algorithm.RoundRobin _ -> "round_robin";
            case Algorithm.LeastConnections _ -> "least_outstanding_requests";
            case Algorithm.Random _ -> "weighted_random";
            case Algorithm.RandomOfTwo _ -> refused("random-of-two", "use least-connections, which it comes near to");
            case Algorithm.LeastResponseTime _ -> refused("least-response-time", "use least-connections");
            case Algorithm.IpHash _ -> refused("ip-hash", "use stickiness: {cookie: NAME}");
            case Algorithm.ConsistentHash _ -> refused("a consistent hash", "use stickiness: {cookie: NAME}");
        };
    }

    private String refused(String algorithm, String fix) {
        report.refuse(
                path + ".algorithm",
                "is %s; an Application Load Balancer has round-robin, least-connections and random"
                        .formatted(algorithm),
                fix);
        return "round_robin";
    }

    private void cookie(Stickiness stickiness) {
        var at = path + ".stickiness";
        switch (stickiness) {
            case Stickiness.BalancerCookie(var name, var ttl) -> {
                put("stickiness.type", "lb_cookie");
                put(
                        "stickiness.lb_cookie.duration_seconds",
                        report.seconds(at + ".ttl", ttl, 1, WEEK, "stickiness.lb_cookie.duration_seconds"));
                if (!name.equals("AWSALB")) {
                    report.emulated(at, "name of the stickiness cookie", "AWS calls it AWSALB, not " + name);
                }
            }
            case Stickiness.ApplicationCookie(var name, var ttl) -> {
                put("stickiness.type", "app_cookie");
                put("stickiness.app_cookie.cookie_name", name);
                put(
                        "stickiness.app_cookie.duration_seconds",
                        report.seconds(at + ".ttl", ttl, 1, WEEK, "stickiness.app_cookie.duration_seconds"));
                if (name.startsWith("AWSALB")) {
                    report.refuse(
                            at + ".appCookie",
                            "is \"" + name + "\"; AWS keeps names that begin with AWSALB for itself",
                            "rename the cookie of the application");
                }
            }
            case Stickiness.Source _ ->
                report.refuse(
                        at,
                        "is source; an Application Load Balancer keeps clients by cookies only",
                        "write stickiness: {cookie: NAME}");
        }
    }

    /** A Network Load Balancer hashes addresses, ports and protocol of a connection, and knows nothing else. */
    private void flows() {
        var balancing = group.balancing();
        if (!balancing.slowStart().isZero()) {
            report.refuse(
                    path + ".slowStart",
                    "goes with requests; a Network Load Balancer has no slow start",
                    "remove slowStart");
        }
        boolean bySource = flowAlgorithm(balancing.algorithm())
                || balancing.stickiness().orElse(null) instanceof Stickiness.Source;
        if (bySource && around.endsTls()) {
            report.refuse(
                    path + (balancing.stickiness().isPresent() ? ".stickiness" : ".algorithm"),
                    "keeps clients by their address; AWS does not do that for TLS",
                    "let the targets end TLS, or remove it");
        }
        put("stickiness.enabled", bySource);
        if (bySource) {
            put("stickiness.type", "source_ip");
        }
    }

    /** Whether clients are kept by their address. */
    private boolean flowAlgorithm(Algorithm algorithm) {
        var at = path + ".algorithm";
        switch (algorithm) {
            case Algorithm.RoundRobin _ ->
                report.emulated(
                        at,
                        "algorithm of connections",
                        "a Network Load Balancer chooses by a hash of protocol, addresses and ports, not in turn");
            case Algorithm.IpHash _ ->
                report.emulated(at, "ip-hash", "stickiness of type source_ip of a Network Load Balancer");
            case Algorithm.ConsistentHash _ ->
                report.refuse(
                        at,
                        "is a consistent hash; a Network Load Balancer hashes addresses and ports",
                        "use ip-hash, or remove algorithm");
            case Algorithm.LeastConnections _,
                    Algorithm.Random _,
                    Algorithm.RandomOfTwo _,
                    Algorithm.LeastResponseTime _ ->
                report.refuse(
                        at,
                        "asks for a choice that a Network Load Balancer does not have; it hashes addresses and ports",
                        "remove algorithm, or use ip-hash");
        }
        return algorithm instanceof Algorithm.IpHash;
    }
}
