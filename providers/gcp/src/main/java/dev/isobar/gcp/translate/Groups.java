package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.BackendService.Backend;
import dev.isobar.gcp.resources.BackendService.Balancing;
import dev.isobar.gcp.resources.BackendService.BalancingMode;
import dev.isobar.gcp.resources.BackendService.Group;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.HealthCheck;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpointGroup.NetworkEndpointType;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.NetworkEndpoints.NetworkEndpoint;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.model.Model;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Backend services, and below them health checks, network endpoint groups and endpoints.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service">Backend services overview</a>
 */
final class Groups {
    /** So high that no endpoint counts as full: what a target can bear is not in the model. */
    static final int CAPACITY = 1_000_000;

    private static final Comparator<Targets.Place> ORDER = Comparator.<Targets.Place, String>comparing(
                    place -> place.scope().path())
            .thenComparing(Targets.Place::type);

    private final Model model;
    private final Site site;
    private final Map<String, Ref> policies;
    private final Report report;
    private final Targets targets;
    private final List<GcpResource> resources = new ArrayList<>();
    private final SortedMap<Use.Key, Pool> pools = new TreeMap<>();

    /** @param policies name of a group to the security policy of its backend services */
    Groups(Model model, Site site, Map<String, Ref> policies, Report report) {
        this.model = model;
        this.site = site;
        this.policies = policies;
        this.report = report;
        targets = new Targets(site, report);
    }

    List<GcpResource> resources() {
        return resources;
    }

    SortedMap<Use.Key, Pool> pools() {
        return pools;
    }

    /** Endpoints by place, and which of the places get nothing new. */
    private record Members(NavigableMap<Targets.Place, List<NetworkEndpoint>> endpoints, TreeSet<Targets.Place> idle) {
        static Members none() {
            return new Members(new TreeMap<>(ORDER), new TreeSet<>(ORDER));
        }

        void add(Targets.Endpoint endpoint) {
            endpoints.computeIfAbsent(endpoint.place(), _ -> new ArrayList<>()).add(endpoint.endpoint());
        }

        int size() {
            return endpoints.values().stream().mapToInt(List::size).sum();
        }

        /** How many get something. */
        int serving() {
            return endpoints.entrySet().stream()
                    .filter(place -> !idle.contains(place.getKey()))
                    .mapToInt(place -> place.getValue().size())
                    .sum();
        }

        boolean onInternet() {
            return endpoints.keySet().stream().anyMatch(Targets.Place::onInternet);
        }
    }

    void add(Use use) {
        var group = model.group(use.group());
        var path = "targetGroups." + group.name();
        var classes = classes(group, use.carrier(), path);
        var first = classes.lastEntry().getValue();
        internet(group, classes, path);
        elsewhere(classes, path);
        var settings = Settings.of(group, use, first.onInternet(), site, report);
        var healthCheck = healthCheck(group, use, first.onInternet(), path);
        var parts = new ArrayList<Pool.Part>();
        classes.descendingMap().forEach((weight, members) -> {
            var part = classes.size() == 1 ? "" : "-w" + weight;
            var id = "targetGroups/" + group.name() + (part.isEmpty() ? "" : "/w" + weight);
            var kind = new BackendService.Kind(use.carrier().scheme(site.isInternal()), protocol(group, use, path));
            var service = new BackendService(
                    site.id(Names.of(
                            model.name(),
                            group.name() + part,
                            kind.loadBalancingScheme().name())),
                    kind,
                    new BackendService.Serving(
                            backends(group.name() + part, id, members, use.carrier()),
                            healthCheck,
                            Optional.ofNullable(policies.get(group.name()))),
                    settings,
                    Ownership.description(model, id));
            resources.add(service);
            parts.add(new Pool.Part(service.ref(), classes.size() == 1 ? 1 : (long) weight * members.serving()));
        });
        pools.put(new Use.Key(use.group(), use.carrier()), new Pool(parts));
    }

    /** The targets by weight; one class without targets for a group that has none. */
    private NavigableMap<Integer, Members> classes(TargetGroup group, Carrier carrier, String path) {
        var classes = new TreeMap<Integer, Members>();
        var idle = new ArrayList<Targets.Endpoint>();
        for (int i = 0; i < group.targets().size(); i++) {
            var target = group.targets().get(i);
            var endpoint = targets.of(target, carrier, path + ".targets[" + i + "]");
            if (target.weight() == 0) {
                idle.add(endpoint);
            } else {
                classes.computeIfAbsent(target.weight(), _ -> Members.none()).add(endpoint);
            }
        }
        if (classes.size() > 1) {
            weighted(group, classes.descendingKeySet(), carrier, path);
        }
        if (classes.isEmpty()) {
            classes.put(1, Members.none());
        }
        if (!idle.isEmpty()) {
            idle(idle, classes.lastEntry().getValue(), path);
        }
        return classes;
    }

    /** A place of its own stays attached and gets nothing new; elsewhere an endpoint is taken out. */
    private void idle(List<Targets.Endpoint> idle, Members heaviest, String path) {
        var taken = Set.copyOf(heaviest.endpoints().keySet());
        for (var endpoint : idle) {
            if (endpoint.place().keepsIdle(taken)) {
                heaviest.idle().add(endpoint.place());
                heaviest.add(endpoint);
            }
        }
        report.emulated(
                path + ".targets",
                "targets with weight 0",
                heaviest.idle().isEmpty()
                        ? "they are not attached"
                        : "where all targets of a zone have weight 0, Google's capacityScaler of that zone is 0;"
                                + " others are not attached");
    }

    private void weighted(TargetGroup group, Set<Integer> weights, Carrier carrier, String path) {
        if (carrier != Carrier.APPLICATION) {
            report.refuse(
                    path + ".targets",
                    "have the weights %s; Google has none for connections"
                            .formatted(weights.stream().map(String::valueOf).toList()),
                    "give all targets the same weight, or use an http or https listener");
            return;
        }
        report.emulated(
                path + ".targets",
                "weights of targets",
                "Google has weights of backend services only: one backend service for each of the weights %s behind a"
                                .formatted(weights.stream().map(String::valueOf).toList())
                        + " weighted route. A backend service keeps its share where some of its targets fail, and the"
                        + " algorithm works in each by itself");
        group.balancing()
                .stickiness()
                .ifPresent(_ -> report.refuse(
                        path + ".stickiness",
                        "goes with targets of different weights; Google cannot keep a client with its target across the"
                                + " backend services that these become",
                        "give all targets the same weight, or remove stickiness"));
    }

    /**
     * @see <a href="https://cloud.google.com/load-balancing/docs/negs/internet-neg-concepts">Internet network endpoint
     *     groups overview</a>
     */
    private void internet(TargetGroup group, NavigableMap<Integer, Members> classes, String path) {
        var places = new TreeSet<>(ORDER);
        classes.values().forEach(members -> places.addAll(members.endpoints().keySet()));
        if (places.stream().noneMatch(Targets.Place::onInternet)) {
            return;
        }
        if (places.stream().map(Targets.Place::type).distinct().count() > 1) {
            report.refuse(
                    path + ".targets",
                    "mixes DNS names, public addresses and others; a backend service of Google has one kind",
                    "make a target group for each kind, and forward to them by weight");
        } else if (site.isGlobal() && classes.values().stream().anyMatch(members -> members.size() > 1)) {
            report.refuse(
                    path + ".targets",
                    "has %d targets on the internet; a global load balancer of Google takes one in a group"
                            .formatted(group.targets().size()),
                    "make a target group for each and forward to them by weight, or use scope: regional");
        }
        report.emulated(
                path + ".targets",
                "targets on the internet",
                "Google reaches them over the internet, does not probe them, and knows no zones of them");
    }

    /**
     * @see <a href="https://cloud.google.com/load-balancing/docs/negs/hybrid-neg-concepts">Hybrid connectivity network
     *     endpoint groups overview</a>
     */
    private void elsewhere(NavigableMap<Integer, Members> classes, String path) {
        if (classes.values().stream()
                .flatMap(members -> members.endpoints().keySet().stream())
                .anyMatch(place -> place.type() == NetworkEndpointType.NON_GCP_PRIVATE_IP_PORT)) {
            report.emulated(
                    path + ".targets",
                    "private addresses",
                    "Google takes them as servers outside of it, reached by VPN or Interconnect; a virtual machine of"
                            + " Google is written as { instance: NAME, port: ... }");
        }
    }

    private Optional<Ref> healthCheck(TargetGroup group, Use use, boolean onInternet, String path) {
        if (onInternet) {
            return Optional.empty();
        }
        var port = use.carrier() == Carrier.PASSTHROUGH
                ? OptionalInt.of(use.listeners().getFirst().port())
                : OptionalInt.empty();
        var check = HealthChecks.of(group, port, path, report);
        var resource = new HealthCheck(
                site.id(Names.of(model.name(), group.name(), use.carrier().name())),
                check.type(),
                check.probe(),
                check.timing(),
                Ownership.description(model, "targetGroups/" + group.name()));
        resources.add(resource);
        return Optional.of(resource.ref());
    }

    private List<Backend> backends(String name, String id, Members members, Carrier carrier) {
        var backends = new ArrayList<Backend>();
        members.endpoints().forEach((place, endpoints) -> {
            var fixed = new NetworkEndpointGroup.Fixed(
                    place.type(),
                    place.onInternet() && place.scope() instanceof Scope.Global
                            ? Optional.empty()
                            : Optional.of(site.network()),
                    Optional.empty());
            var neg = new NetworkEndpointGroup(
                    new Id(place.scope(), Names.of(model.name(), name, fixed)),
                    fixed,
                    Ownership.description(model, id));
            resources.add(neg);
            resources.add(new NetworkEndpoints(neg.id(), new TreeSet<>(endpoints)));
            var scaler = members.idle().contains(place) ? 0.0 : 1.0;
            backends.add(new Backend(
                    new Group.EndpointGroup(neg.ref()),
                    place.onInternet() ? Optional.empty() : Optional.of(balancing(carrier, scaler))));
        });
        return backends;
    }

    private static Balancing balancing(Carrier carrier, double scaler) {
        return switch (carrier) {
            case APPLICATION ->
                new Balancing(BalancingMode.RATE, scaler, OptionalInt.of(CAPACITY), OptionalInt.empty());
            case PROXY ->
                new Balancing(BalancingMode.CONNECTION, scaler, OptionalInt.empty(), OptionalInt.of(CAPACITY));
            case PASSTHROUGH ->
                new Balancing(BalancingMode.CONNECTION, scaler, OptionalInt.empty(), OptionalInt.empty());
        };
    }

    private BackendService.Protocol protocol(TargetGroup group, Use use, String path) {
        boolean tls = group.upstream().tls().isPresent();
        return switch (group.protocol()) {
            case HTTP -> BackendService.Protocol.HTTP;
            case HTTPS -> BackendService.Protocol.HTTPS;
            case HTTP2, GRPC -> tls ? BackendService.Protocol.HTTP2 : BackendService.Protocol.H2C;
            case TCP -> BackendService.Protocol.TCP;
            case UDP -> BackendService.Protocol.UDP;
            case TLS -> tlsProtocol(use, path);
        };
    }

    /** TLS that is passed on is TCP for Google; other connections get TLS from the proxy. */
    private BackendService.Protocol tlsProtocol(Use use, String path) {
        // Also where two kinds of load balancers have it: the one would pass TLS on, the other begin it.
        var listeners = model.listeners().values().stream()
                .filter(listener -> Use.groups(listener).anyMatch(use.group()::equals))
                .toList();
        long passed = listeners.stream().filter(Settings::passesTls).count();
        if (passed > 0 && passed < listeners.size()) {
            report.refuse(
                    path + ".protocol",
                    "is tls behind listeners that pass TLS on and listeners that do not; a backend service of Google"
                            + " has one protocol",
                    "make two target groups with the same targets");
        }
        if (passed == 0 && use.carrier() == Carrier.PASSTHROUGH) {
            report.refuse(
                    path + ".protocol",
                    "is tls behind a tcp listener that passes packets on; Google does not begin TLS for them",
                    "use protocol: tcp, or targets on another port than the listener's");
        }
        return passed > 0 ? BackendService.Protocol.TCP : BackendService.Protocol.SSL;
    }
}
