package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.LoadBalancer.LoadDistribution;
import dev.isobar.azure.resources.TargetSide.BackendAddressPool;
import dev.isobar.azure.resources.TargetSide.Connection;
import dev.isobar.azure.resources.TargetSide.LoadDistributionAlgorithm;
import dev.isobar.azure.resources.TargetSide.Protocol;
import dev.isobar.azure.resources.TargetSide.Verification;
import dev.isobar.model.Algorithm;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Target groups, as a model says them: backend pools with the settings and the probe that what forwards to them has. The
 * pools that we made for the weights of targets are one group again.
 */
final class FromGroups {
    private static final Duration USUAL_DRAIN = Duration.ofSeconds(30);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration USUAL_TTL = Duration.ofDays(1);
    private static final int USUAL_HEALTHY = 2;
    private static final int MOST_FAILURES = 10;
    private static final String ANY_HOST = "127.0.0.1";

    private final OurNames names;
    private final Losses losses;
    private final NewNames fresh = new NewNames();
    private final Map<String, String> groupOfPool = new HashMap<>();
    private final SortedMap<String, Draft> drafts = new TreeMap<>();

    FromGroups(OurNames names, Losses losses) {
        this.names = names;
        this.losses = losses;
    }

    /** How a group is reached; of several settings the first decides. */
    private record Way(
            TargetGroup.Protocol protocol,
            int port,
            Optional<String> cookie,
            Duration drain,
            Duration response,
            Optional<HealthCheck> health,
            Optional<TargetGroup.TargetTls> tls) {}

    /** A group in the making. */
    private static final class Draft {
        private final SortedMap<String, Integer> weights = new TreeMap<>();
        private Algorithm algorithm = new Algorithm.RoundRobin();
        private Optional<Way> way = Optional.empty();
    }

    /** Weight of each server in a pool: at the end of the names of those that we made for it. */
    private int weight(String pool) {
        var parts = names.of(pool);
        return parts.size() == 2 && parts.get(1).matches("w[0-9]{1,5}")
                ? Integer.parseInt(parts.get(1).substring(1))
                : 1;
    }

    void pools(Map<String, BackendAddressPool> pools) {
        pools.forEach((name, pool) -> {
            var draft = draft(name);
            pool.ipAddresses().forEach(address -> draft.weights.put(address, weight(name)));
            pool.fqdns().forEach(host -> draft.weights.put(host, weight(name)));
        });
    }

    void addressPools(Map<String, LoadBalancer.BackendAddressPool> pools) {
        pools.forEach((name, pool) -> {
            var draft = draft(name);
            pool.ipAddresses().forEach(address -> draft.weights.put(address, 1));
        });
    }

    private Draft draft(String pool) {
        var name = groupOfPool.computeIfAbsent(
                pool, part -> names.of(part).isEmpty() ? fresh.of(part) : names.first(part));
        return drafts.computeIfAbsent(name, _ -> new Draft());
    }

    /** The group that a pool is of. */
    String group(String pool) {
        return groupOfPool.getOrDefault(pool, pool);
    }

    /** How many servers a pool has. */
    static int servers(BackendAddressPool pool) {
        return pool.ipAddresses().size() + pool.fqdns().size();
    }

    void algorithm(String group, LoadDistributionAlgorithm algorithm) {
        var draft = drafts.get(group);
        if (draft != null) {
            draft.algorithm = switch (algorithm) {
                case ROUND_ROBIN -> new Algorithm.RoundRobin();
                case LEAST_CONNECTIONS -> new Algorithm.LeastConnections();
                case IP_HASH -> new Algorithm.IpHash();
            };
        }
    }

    /**
     * Settings that requests go to a group with.
     *
     * @param plain whether they are those of the group itself, which say the timeout of its responses
     */
    void http(String group, ApplicationGateway gateway, String settings, boolean plain) {
        var draft = drafts.get(group);
        var found = gateway.targets().backendHttpSettingsCollection().get(settings);
        if (draft == null || found == null) {
            return;
        }
        var connection = found.connection();
        var health = found.probe().flatMap(probe -> probe(group, gateway, probe));
        var way = new Way(
                connection.protocol() == Protocol.HTTPS ? TargetGroup.Protocol.HTTPS : TargetGroup.Protocol.HTTP,
                connection.port(),
                found.affinityCookieName(),
                Duration.ofSeconds(found.drainTimeoutInSec()),
                plain
                        ? Duration.ofSeconds(found.requestTimeout())
                        : draft.way
                                .map(Way::response)
                                .orElse(ModelDefaults.UPSTREAM.timeouts().response()),
                health,
                tls(group, gateway, connection));
        reached(
                draft,
                group,
                way,
                new Place(gateway.ref(), "targets.backendHttpSettingsCollection." + settings),
                plain);
    }

    private record Place(Ref resource, String field) {}

    private void reached(Draft draft, String group, Way way, Place place, boolean decides) {
        if (draft.way
                .filter(other -> !withoutResponse(other).equals(withoutResponse(way)))
                .isPresent()) {
            losses.add(
                    place.resource(),
                    place.field(),
                    "are not the settings that others have for target group \"" + group
                            + "\"; a model has one for a group",
                    "targetGroups." + group);
        }
        if (draft.way.isEmpty() || decides) {
            draft.way = Optional.of(way);
        }
    }

    private static Way withoutResponse(Way way) {
        return new Way(way.protocol(), way.port(), way.cookie(), way.drain(), Duration.ZERO, way.health(), way.tls());
    }

    /** Settings that connections go to a group with; they have no time to drain. */
    void connections(String group, ApplicationGateway gateway, String settings) {
        var draft = drafts.get(group);
        var found = gateway.targets().backendSettingsCollection().get(settings);
        if (draft == null || found == null) {
            return;
        }
        var connection = found.connection();
        var way = new Way(
                connection.protocol() == Protocol.TLS ? TargetGroup.Protocol.TLS : TargetGroup.Protocol.TCP,
                connection.port(),
                Optional.empty(),
                draft.way.map(Way::drain).orElse(USUAL_DRAIN),
                ModelDefaults.UPSTREAM.timeouts().response(),
                found.probe().flatMap(probe -> probe(group, gateway, probe)),
                tls(group, gateway, connection));
        reached(draft, group, way, new Place(gateway.ref(), "targets.backendSettingsCollection." + settings), true);
    }

    /** A rule of a Load Balancer. */
    void rule(LoadBalancer balancer, LoadBalancer.LoadBalancingRule rule) {
        var pool = rule.backend().backendAddressPool();
        var group = group(pool);
        var draft = drafts.get(group);
        var found = balancer.rules().backendAddressPools().get(pool);
        if (draft == null || found == null) {
            return;
        }
        if (rule.loadDistribution() == LoadDistribution.SOURCE_IP) {
            draft.algorithm = new Algorithm.IpHash();
        }
        var port = rule.backend().backendPort();
        var health = rule.probe()
                .map(name -> balancer.rules().probes().get(name))
                .map(probe -> probe(probe, port, group, balancer.ref()));
        var drain = Duration.ofSeconds(found.drainPeriodInSeconds());
        if (draft.way.isPresent()) {
            // Also behind a gateway, which says more of its probe and less of the drain.
            var way = draft.way.get();
            draft.way = Optional.of(
                    new Way(way.protocol(), way.port(), way.cookie(), drain, way.response(), way.health(), way.tls()));
            return;
        }
        draft.way = Optional.of(new Way(
                rule.frontend().protocol() == LoadBalancer.TransportProtocol.UDP
                        ? TargetGroup.Protocol.UDP
                        : TargetGroup.Protocol.TCP,
                port,
                Optional.empty(),
                drain,
                ModelDefaults.UPSTREAM.timeouts().response(),
                health,
                Optional.empty()));
    }

    private Optional<HealthCheck> probe(String group, ApplicationGateway gateway, String name) {
        var probe = gateway.targets().probes().get(name);
        if (probe == null) {
            return Optional.empty();
        }
        var place = new Place(gateway.ref(), "targets.probes." + name);
        var timing = timing(
                Duration.ofSeconds(probe.interval()),
                Duration.ofSeconds(probe.timeout()),
                probe.unhealthyThreshold(),
                place,
                group);
        return probe.request()
                .<HealthCheck>map(request -> new HealthCheck.Http(
                        probe.protocol() == Protocol.HTTPS,
                        new HealthCheck.Request(
                                "GET",
                                request.path(),
                                Optional.of(request.host()).filter(host -> !host.equals(ANY_HOST))),
                        statuses(request.statusCodes(), place, group),
                        probe.port(),
                        timing))
                .or(() -> Optional.of(new HealthCheck.Tcp(probe.port(), timing)));
    }

    private HealthCheck.Timing timing(Duration interval, Duration timeout, int failures, Place place, String group) {
        var longest = Duration.ofHours(1);
        var every = interval.compareTo(longest) > 0 ? longest : interval;
        var within = timeout.compareTo(every) > 0 ? every : timeout;
        int most = Math.min(MOST_FAILURES, failures);
        if (!every.equals(interval) || !within.equals(timeout) || most != failures) {
            losses.add(
                    place.resource(),
                    place.field(),
                    "probes every %d s, waits %d s and takes %d failures; a model has 1h and %d at most, and no longer timeout than interval"
                            .formatted(interval.toSeconds(), timeout.toSeconds(), failures, MOST_FAILURES),
                    "targetGroups." + group + ".healthCheck");
        }
        return new HealthCheck.Timing(every, within, USUAL_HEALTHY, Math.max(1, most));
    }

    private List<HealthCheck.StatusRange> statuses(List<String> codes, Place place, String group) {
        var ranges = new ArrayList<HealthCheck.StatusRange>();
        for (var code : codes) {
            try {
                var ends = code.split("-", 2);
                ranges.add(new HealthCheck.StatusRange(
                        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
            } catch (InvalidValue | NumberFormatException _) {
                losses.add(
                        place.resource(),
                        place.field() + ".request.statusCodes",
                        "has " + code + "; a model has statuses from 200 to 599",
                        "targetGroups." + group + ".healthCheck.status");
            }
        }
        return ranges.isEmpty() ? List.of(new HealthCheck.StatusRange(200, 399)) : ranges;
    }

    private HealthCheck probe(LoadBalancer.Probe probe, int targetPort, String group, Ref resource) {
        var interval = Duration.ofSeconds(probe.intervalInSeconds());
        var plain = timing(
                interval,
                interval.compareTo(USUAL_TIMEOUT) < 0 ? interval : USUAL_TIMEOUT,
                probe.probeThreshold(),
                new Place(resource, "rules.probes"),
                group);
        var port = probe.port() == targetPort ? OptionalInt.empty() : OptionalInt.of(probe.port());
        return switch (probe.protocol()) {
            case TCP -> new HealthCheck.Tcp(port, plain);
            case HTTP, HTTPS ->
                new HealthCheck.Http(
                        probe.protocol() == LoadBalancer.ProbeProtocol.HTTPS,
                        new HealthCheck.Request("GET", probe.requestPath().orElse("/"), Optional.empty()),
                        List.of(new HealthCheck.StatusRange(200, 200)),
                        port,
                        plain);
        };
    }

    private Optional<TargetGroup.TargetTls> tls(String group, ApplicationGateway gateway, Connection connection) {
        return connection.verification().flatMap(how -> tls(group, gateway.ref(), how));
    }

    private Optional<TargetGroup.TargetTls> tls(String group, Ref resource, Verification how) {
        var path = "targetGroups." + group + ".tls";
        if (how.validateCertChainAndExpiry() != how.validateSNI()) {
            losses.add(
                    resource,
                    "targets",
                    "verifies either the authority or the name of the targets of \"" + group
                            + "\"; a model has both or none: both",
                    path + ".verify");
        }
        boolean verifies = how.validateCertChainAndExpiry() || how.validateSNI();
        var ca = how.trustedRootCertificates().isEmpty()
                ? Optional.<String>empty()
                : Optional.of("certs/" + group + "-targets.pem");
        ca.ifPresent(file -> losses.add(
                resource,
                "certificates.trustedRootCertificates."
                        + how.trustedRootCertificates().first(),
                "is known by its digest; put the authorities into " + file,
                path + ".ca"));
        return verifies && ca.isEmpty() && how.sniName().isEmpty()
                ? Optional.empty()
                : Optional.of(new TargetGroup.TargetTls(verifies, ca, how.sniName(), Optional.empty()));
    }

    /** Those that something forwards to; others are listed. */
    SortedMap<String, TargetGroup> groups(Ref resource) {
        var groups = new TreeMap<String, TargetGroup>();
        drafts.forEach((name, draft) -> draft.way.ifPresentOrElse(
                way -> groups.put(name, group(name, draft, way, resource)),
                () -> losses.add(
                        resource,
                        "targets.backendAddressPools",
                        "has a pool for \"" + name + "\", which nothing forwards to; left out",
                        "targetGroups")));
        return groups;
    }

    private TargetGroup group(String name, Draft draft, Way way, Ref resource) {
        var targets = new ArrayList<Target>();
        draft.weights.forEach((host, weight) -> {
            try {
                targets.add(new Target.Address(host, way.port(), new Target.Share(weight, Optional.empty())));
            } catch (InvalidValue e) {
                losses.add(
                        resource,
                        "targets.backendAddressPools",
                        "has \"" + host + "\", which is no target of a model: " + e.getMessage() + "; left out",
                        "targetGroups." + name + ".targets");
            }
        });
        targets.sort(Comparator.comparing(Target::text));
        var usual = ModelDefaults.UPSTREAM;
        return new TargetGroup(
                name,
                way.protocol(),
                targets,
                new TargetGroup.Balancing(
                        draft.algorithm,
                        way.cookie().map(cookie -> new Stickiness.BalancerCookie(cookie, USUAL_TTL)),
                        way.drain(),
                        Duration.ZERO),
                way.health(),
                new TargetGroup.Upstream(
                        new TargetGroup.Timeouts(
                                usual.timeouts().connect(),
                                way.response(),
                                usual.timeouts().idle()),
                        usual.connections(),
                        way.tls()));
    }

    /** How long a group may take to answer, as far as its own settings say it. */
    Duration response(String group) {
        return Objects.requireNonNull(drafts.get(group), group)
                .way
                .map(Way::response)
                .orElse(ModelDefaults.UPSTREAM.timeouts().response());
    }
}
