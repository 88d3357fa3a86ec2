package dev.isobar.azure.translate;

import dev.isobar.azure.resources.TargetSide.BackendAddressPool;
import dev.isobar.azure.resources.TargetSide.BackendHttpSettings;
import dev.isobar.azure.resources.TargetSide.LoadDistributionAlgorithm;
import dev.isobar.azure.resources.TargetSide.Probe;
import dev.isobar.azure.resources.TargetSide.Protocol;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Durations;
import dev.isobar.model.Model;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Target groups of HTTP: a backend pool for each weight of targets, HTTP settings and a probe.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-http-settings">HTTP settings</a>
 */
final class HttpGroups {
    private final Model model;
    private final Names names;
    private final Upstreams upstreams;
    private final GatewayParts parts;
    private final Report report;
    private final Map<String, Group> groups = new TreeMap<>();

    HttpGroups(Model model, Names names, Upstreams upstreams, GatewayParts parts, Report report) {
        this.model = model;
        this.names = names;
        this.upstreams = upstreams;
        this.parts = parts;
        this.report = report;
    }

    /**
     * What a target group became.
     *
     * @param pools one or more; one without servers for a group without targets
     * @param settings without the name of a probe
     */
    record Group(
            String name,
            List<Pool> pools,
            LoadDistributionAlgorithm algorithm,
            BackendHttpSettings settings,
            Optional<Probe> probe) {
        /** The weights of all servers. */
        long total() {
            return pools.stream()
                    .mapToLong(pool -> (long) pool.weight() * pool.servers())
                    .sum();
        }
    }

    /** @param weight of each server in it */
    record Pool(String name, int weight, int servers) {}

    Group of(String name) {
        return groups.computeIfAbsent(name, _ -> translated(model.group(name)));
    }

    private Group translated(TargetGroup group) {
        var path = "targetGroups." + group.name();
        var protocol = protocol(group, path);
        var targets = new Targets(report);
        int port = targets.port(group, protocol == Protocol.HTTPS ? 443 : 80);
        var connection = upstreams.connection(group, protocol, port);
        var settings = new BackendHttpSettings(
                connection,
                report.seconds(
                        path + ".timeouts.response",
                        group.upstream().timeouts().response(),
                        1,
                        86_400,
                        "requestTimeout"),
                cookie(group, path),
                drain(group, path, report),
                Optional.empty(),
                Optional.empty());
        return new Group(
                group.name(),
                pools(group, targets),
                algorithm(group, path),
                settings,
                HealthChecks.of(group, protocol, report));
    }

    private Protocol protocol(TargetGroup group, String path) {
        return switch (group.protocol()) {
            case HTTP -> Protocol.HTTP;
            case HTTPS -> Protocol.HTTPS;
            case HTTP2 -> {
                report.refuse(
                        path + ".protocol",
                        "is http2; Application Gateway always speaks HTTP/1.1 to targets",
                        "use protocol: http or https");
                yield Protocol.HTTP;
            }
            case GRPC -> {
                report.refuse(
                        path + ".protocol",
                        "is grpc, which needs HTTP/2 to the target; Application Gateway always speaks HTTP/1.1 there",
                        "use protocol: tcp with a tcp listener, and let the targets end TLS");
                yield Protocol.HTTP;
            }
            case TCP, TLS, UDP -> throw new IllegalArgumentException(path + " is not for requests");
        };
    }

    private List<Pool> pools(TargetGroup group, Targets targets) {
        var classes = targets.byWeight(group);
        if (classes.isEmpty()) {
            return List.of(pool(names.part(group.name()), 1, List.of()));
        }
        if (classes.size() > 1) {
            previewed("targetGroups." + group.name() + ".targets", "weights of targets");
        }
        var pools = new ArrayList<Pool>();
        classes.forEach((weight, members) -> pools.add(
                classes.size() == 1
                        ? pool(names.part(group.name()), 1, members)
                        : pool(names.part(group.name(), "w" + weight), weight, members)));
        return pools;
    }

    private Pool pool(String name, int weight, List<Target.Address> members) {
        var addresses = new TreeSet<String>();
        var hosts = new TreeSet<String>();
        members.forEach(target -> (target.isDnsName() ? hosts : addresses).add(target.host()));
        GatewayParts.put(parts.backendAddressPools, name, new BackendAddressPool(addresses, hosts));
        return new Pool(name, weight, members.size());
    }

    /** Said wherever traffic is shared out by a policy. */
    void previewed(String path, String feature) {
        report.emulated(path, feature, "by a load distribution policy, which Azure calls a preview");
    }

    private LoadDistributionAlgorithm algorithm(TargetGroup group, String path) {
        var wanted = switch (group.balancing().algorithm()) {
            case Algorithm.RoundRobin _ -> LoadDistributionAlgorithm.ROUND_ROBIN;
            case Algorithm.LeastConnections _ -> LoadDistributionAlgorithm.LEAST_CONNECTIONS;
            case Algorithm.IpHash _ -> LoadDistributionAlgorithm.IP_HASH;
            case Algorithm.Random _ -> refused("random", "use round-robin", path);
            case Algorithm.RandomOfTwo _ -> refused("random-of-two", "use least-connections", path);
            case Algorithm.LeastResponseTime _ -> refused("least-response-time", "use least-connections", path);
            case Algorithm.ConsistentHash _ -> refused("a consistent hash", "use ip-hash", path);
        };
        if (group.balancing().stickiness().orElse(null) instanceof Stickiness.Source) {
            if (wanted == LoadDistributionAlgorithm.LEAST_CONNECTIONS) {
                report.refuse(
                        path + ".stickiness",
                        "is source, and algorithm is least-connections; Azure has one of the two",
                        "remove algorithm, or use stickiness: {cookie: NAME}");
            }
            return LoadDistributionAlgorithm.IP_HASH;
        }
        return wanted;
    }

    private LoadDistributionAlgorithm refused(String algorithm, String fix, String path) {
        report.refuse(
                path + ".algorithm",
                "is %s; Application Gateway has round-robin, least-connections and ip-hash".formatted(algorithm),
                fix);
        return LoadDistributionAlgorithm.ROUND_ROBIN;
    }

    private Optional<String> cookie(TargetGroup group, String path) {
        return switch (group.balancing().stickiness().orElse(null)) {
            case null -> Optional.empty();
            case Stickiness.Source _ -> Optional.empty();
            case Stickiness.BalancerCookie(var name, var ttl) -> {
                report.emulated(
                        path + ".stickiness",
                        "ttl of a cookie",
                        "the cookie of Azure has none, and lasts as long as the browser runs, not "
                                + Durations.text(ttl) + "; a second one, " + name + "CORS, comes with it");
                yield Optional.of(name);
            }
            case Stickiness.ApplicationCookie(var name, var _) -> {
                report.refuse(
                        path + ".stickiness",
                        "follows the cookie \"" + name
                                + "\" of the application; Azure follows a cookie of its own only",
                        "use stickiness: {cookie: NAME}");
                yield Optional.empty();
            }
        };
    }

    /** Where it is off Azure waits 30 s: it is always on, with a time of ours. */
    static int drain(TargetGroup group, String path, Report report) {
        return report.seconds(path + ".drain", group.balancing().drain(), 1, 3600, "drainTimeoutInSec");
    }
}
