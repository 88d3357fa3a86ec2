package dev.isobar.azure.translate;

import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.LoadBalancer.BackendAddressPool;
import dev.isobar.azure.resources.LoadBalancer.LoadBalancingRule;
import dev.isobar.azure.resources.LoadBalancer.LoadDistribution;
import dev.isobar.azure.resources.LoadBalancer.Probe;
import dev.isobar.azure.resources.LoadBalancer.ProbeProtocol;
import dev.isobar.azure.resources.LoadBalancer.TransportProtocol;
import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Durations;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Listener;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rules of a Load Balancer, for connections and datagrams that are passed on as they are.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/components">Load Balancer components</a>
 */
final class Balancers {
    private static final Duration TCP_USUAL = Duration.ofHours(1);
    private static final Duration UDP_USUAL = Duration.ofMinutes(1);
    private static final int SHORTEST = 4;
    private static final int LONGEST = 30;
    private static final Set<Integer> NEVER_PROBED = Set.of(19, 21, 25, 70, 110, 119, 143, 220, 993);

    private final Names names;
    private final Places places;
    private final FlowGroups groups;
    private final Report report;
    private final SortedMap<String, LoadBalancingRule> rules = new TreeMap<>();
    private final SortedMap<String, BackendAddressPool> pools = new TreeMap<>();
    private final SortedMap<String, Probe> probes = new TreeMap<>();

    Balancers(Names names, Places places, FlowGroups groups, Report report) {
        this.names = names;
        this.places = places;
        this.groups = groups;
        this.report = report;
    }

    LoadBalancer balancer(String location, FrontendIPConfiguration address, SortedMap<String, String> tags) {
        var frontends = new TreeMap<String, FrontendIPConfiguration>();
        frontends.put(names.part("frontend"), address);
        return new LoadBalancer(
                names.balancer(), location, frontends, new LoadBalancer.Rules(rules, pools, probes), tags);
    }

    /** @param listener that does not look into what it passes on */
    void add(Listener listener) {
        var path = "listeners." + listener.name();
        switch (listener) {
            case Listener.Tcp tcp -> add(tcp, tcp.forward(), TransportProtocol.TCP, tcpIdle(tcp.idle(), path), path);
            case Listener.Udp udp -> add(udp, udp.forward(), TransportProtocol.UDP, udpIdle(udp.idle(), path), path);
            case Listener.Tls tls -> {
                if (!tls.routes().rules().isEmpty()) {
                    report.refuse(
                            path + ".rules",
                            "choose by the server name of TLS that is passed on; a Load Balancer cannot look at it",
                            "add tls: {certificates: [NAME]}, or use a listener for each host");
                }
                if (tls.routes().otherwise() instanceof Action.Forward forward) {
                    add(tls, forward, TransportProtocol.TCP, tcpIdle(tls.idle(), path), path);
                }
            }
            case Listener.Http _ -> throw new IllegalArgumentException(path + " is for requests");
        }
    }

    private void add(Listener listener, Action.Forward forward, TransportProtocol protocol, int idle, String path) {
        var group = groups.only(forward, listener instanceof Listener.Tls ? path + ".default" : path);
        var name = names.part(group.name());
        int port = new Targets(report).port(group, listener.port());
        pool(group, name);
        var probe = group.health().map(health -> {
            // Without targets the port is that of the listener, and there may be several.
            var probeName = hasTargets(group) ? name : names.part(group.name(), Integer.toString(port));
            GatewayParts.put(probes, probeName, probe(health, port, "targetGroups." + group.name() + ".healthCheck"));
            return probeName;
        });
        rules.put(
                names.part(listener.name()),
                new LoadBalancingRule(
                        new LoadBalancer.Frontend(names.part("frontend"), protocol, listener.port()),
                        new LoadBalancer.Backend(name, port),
                        distribution(group),
                        idle,
                        probe));
    }

    private static boolean hasTargets(TargetGroup group) {
        return group.targets().stream().anyMatch(target -> target instanceof Target.Address && target.weight() > 0);
    }

    private void pool(TargetGroup group, String name) {
        var path = "targetGroups." + group.name();
        Upstreams.check(group, report);
        groups.unused(group);
        group.upstream()
                .tls()
                .ifPresent(_ -> report.refuse(
                        path + ".tls",
                        "begins TLS with targets; a Load Balancer passes on what comes",
                        "remove tls from the group, or add tls: {certificates: [NAME]} to a listener with"
                                + " protocol: tls"));
        var addresses = new TreeSet<String>();
        for (var target : groups.targets(group)) {
            if (target.isDnsName()) {
                report.refuse(
                        path + ".targets[" + group.targets().indexOf(target) + "]",
                        "is \"" + target.text() + "\"; a Load Balancer of Azure does not resolve names",
                        "give its IP address");
            }
            addresses.add(target.host());
        }
        GatewayParts.put(
                pools,
                name,
                new BackendAddressPool(
                        places.virtualNetwork(),
                        addresses,
                        report.seconds(path + ".drain", group.balancing().drain(), 0, 3600, "drainPeriodInSeconds")));
    }

    /**
     * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/distribution-mode-concepts">Distribution modes</a>
     */
    private LoadDistribution distribution(TargetGroup group) {
        var path = "targetGroups." + group.name();
        var balancing = group.balancing();
        if (balancing.stickiness().orElse(null) instanceof Stickiness.Source) {
            return LoadDistribution.SOURCE_IP;
        }
        balancing
                .stickiness()
                .ifPresent(_ -> report.refuse(
                        path + ".stickiness",
                        "keeps clients by a cookie; a Load Balancer has none",
                        "use stickiness: source"));
        return switch (balancing.algorithm()) {
            case Algorithm.IpHash _ -> LoadDistribution.SOURCE_IP;
            case Algorithm.RoundRobin _ -> {
                report.emulated(
                        path,
                        "round-robin of connections",
                        "a Load Balancer of Azure chooses by a hash of addresses, ports and protocol");
                yield LoadDistribution.DEFAULT;
            }
            case Algorithm.LeastConnections _,
                    Algorithm.Random _,
                    Algorithm.RandomOfTwo _,
                    Algorithm.LeastResponseTime _,
                    Algorithm.ConsistentHash _ -> {
                report.refuse(
                        path + ".algorithm",
                        "is one that a Load Balancer of Azure does not have; it chooses by a hash of addresses and"
                                + " ports",
                        "use round-robin or ip-hash");
                yield LoadDistribution.DEFAULT;
            }
        };
    }

    /** @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-tcp-reset">TCP idle timeout</a> */
    private int tcpIdle(Duration idle, String path) {
        if (groups.isUsual(idle, TCP_USUAL, path + ".idle")) {
            report.emulated(
                    path,
                    "idle timeout",
                    "Azure has %dm at most for connections, not %s".formatted(LONGEST, Durations.text(idle)));
            return LONGEST;
        }
        return minutes(idle, path);
    }

    private int minutes(Duration idle, String path) {
        long minutes = idle.toMinutes();
        if (!Duration.ofMinutes(minutes).equals(idle) || minutes < SHORTEST || minutes > LONGEST) {
            var near = Duration.ofMinutes(Math.clamp(idle.plusSeconds(30).toMinutes(), SHORTEST, LONGEST));
            report.refuse(
                    path + ".idle",
                    "is %s; Azure takes whole minutes, %d to %d".formatted(Durations.text(idle), SHORTEST, LONGEST),
                    "use " + Durations.text(near) + ", which is the nearest");
            return SHORTEST;
        }
        return (int) minutes;
    }

    /** The setting counts for TCP alone; flows of UDP have the shortest. */
    private int udpIdle(Duration idle, String path) {
        if (groups.isUsual(idle, UDP_USUAL, path + ".idle")) {
            report.emulated(
                    path,
                    "idle timeout",
                    "Azure keeps a client with its target for %dm, not %s".formatted(SHORTEST, Durations.text(idle)));
        } else if (!idle.equals(Duration.ofMinutes(SHORTEST))) {
            report.refuse(
                    path + ".idle",
                    "is %s; Azure has %dm for udp, and no other".formatted(Durations.text(idle), SHORTEST),
                    "remove it, or use %dm".formatted(SHORTEST));
        }
        return SHORTEST;
    }

    /**
     * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-custom-probe-overview">Health
     *     probes</a>
     */
    private Probe probe(HealthCheck health, int targetPort, String path) {
        var timing = health.timing();
        int port = health.port().orElse(targetPort);
        if (NEVER_PROBED.contains(port) && !(health instanceof HealthCheck.Tcp)) {
            report.refuse(
                    path + ".port",
                    "is %d; Azure never sends a request to the ports %s".formatted(port, new TreeSet<>(NEVER_PROBED)),
                    "use protocol: tcp, or another port");
        }
        report.emulated(
                path,
                "timeout of health checks",
                "Azure has its own: the interval for a connection, 30 s for a request, not "
                        + Durations.text(timing.timeout()));
        if (timing.healthyThreshold() != timing.unhealthyThreshold()) {
            report.emulated(
                    path,
                    "healthyThreshold",
                    "Azure has one threshold for both ways, here unhealthyThreshold: " + timing.unhealthyThreshold());
        }
        return new Probe(
                protocol(health, path),
                port,
                health instanceof HealthCheck.Http http ? Optional.of(requestPath(http, path)) : Optional.empty(),
                report.seconds(path + ".interval", timing.interval(), 5, 3600, "the interval of a probe"),
                timing.unhealthyThreshold());
    }

    private ProbeProtocol protocol(HealthCheck health, String path) {
        return switch (health) {
            case HealthCheck.Http http -> http.secure() ? ProbeProtocol.HTTPS : ProbeProtocol.HTTP;
            case HealthCheck.Tcp _ -> ProbeProtocol.TCP;
            case HealthCheck.Grpc _ -> {
                report.refuse(path + ".protocol", "is grpc; Azure probes by tcp, http and https", "use protocol: tcp");
                yield ProbeProtocol.TCP;
            }
        };
    }

    private String requestPath(HealthCheck.Http http, String path) {
        if (http.request().method().equals("HEAD")) {
            report.refuse(path + ".method", "is HEAD; Azure probes with GET only", "use method: GET");
        }
        http.request()
                .host()
                .ifPresent(host -> report.refuse(
                        path + ".host",
                        "is \"" + host + "\"; a Load Balancer of Azure has no Host to set",
                        "remove host, and let the server answer "
                                + http.request().path() + " for every host"));
        if (http.statuses().stream().noneMatch(range -> range.contains(200))) {
            report.refuse(
                    path + ".status",
                    "is %s; for a Load Balancer of Azure only 200 is healthy"
                            .formatted(http.statuses().stream()
                                    .map(HealthCheck.StatusRange::toString)
                                    .toList()),
                    "answer with 200, or use protocol: tcp");
        } else if (http.statuses().size() > 1 || http.statuses().getFirst().last() > 200) {
            report.emulated(path, "healthy statuses", "for a Load Balancer of Azure only 200 is healthy");
        }
        return http.request().path();
    }
}
