package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.BackendService.Backend;
import dev.isobar.gcp.resources.BackendService.BalancingMode;
import dev.isobar.gcp.resources.BackendService.Group;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Losses;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Backend services as target groups: the inverse of {@link Groups}. */
final class FromGroups {
    /** What {@link Groups} describes a backend service with; the weight where targets of the group have several. */
    private static final Pattern OURS = Pattern.compile("isobar/[^/]+/targetGroups/([^/]+)(?:/w([0-9]+))?");

    private final Snapshot observed;
    private final Map<Ref, Integer> passedPorts;
    private final Losses losses;
    private final FromTargets targets;
    private final NewNames names = new NewNames();
    private final SortedMap<String, TargetGroup> groups = new TreeMap<>();
    private final Map<Ref, Part> parts = new HashMap<>();

    /** @param passedPorts of the backend services behind passthrough load balancers: where these send to */
    FromGroups(Snapshot observed, Map<Ref, Integer> passedPorts, Losses losses) {
        this.observed = observed;
        this.passedPorts = Map.copyOf(passedPorts);
        this.losses = losses;
        targets = new FromTargets(losses);
    }

    /**
     * A backend service as a part of a target group.
     *
     * @param group name in the model
     * @param share of the group's traffic, in the same unit for all parts of a group
     * @param parts how many the group has
     */
    record Part(String group, long share, int parts) {}

    SortedMap<String, TargetGroup> groups() {
        return groups;
    }

    Map<Ref, Part> parts() {
        return parts;
    }

    /** A backend service and the weight of its targets. */
    private record Member(BackendService service, int weight) {}

    /**
     * The backend services that a group of ours became, for one kind of load balancer. Those of proxies come first: only
     * they tell a probe of another port from one of the port that is served.
     */
    private record Family(String group, BackendService.Kind kind) {
        static final Comparator<Family> ORDER = Comparator.comparing(Family::group)
                .thenComparing(family -> family.kind().loadBalancingScheme(), Comparator.reverseOrder())
                .thenComparing(family -> family.kind().protocol());
    }

    void addAll(List<BackendService> services) {
        var ours = new TreeMap<Family, List<Member>>(Family.ORDER);
        var others = new ArrayList<BackendService>();
        for (var service : services) {
            var match = OURS.matcher(service.description());
            if (match.matches()) {
                int weight = match.group(2) == null ? 1 : Integer.parseInt(match.group(2));
                ours.computeIfAbsent(new Family(match.group(1), service.kind()), _ -> new ArrayList<>())
                        .add(new Member(service, weight));
            } else {
                others.add(service);
            }
        }
        var chosen = new HashMap<String, String>();
        ours.forEach((family, members) -> add(chosen.computeIfAbsent(family.group(), names::of), members));
        others.forEach(service -> add(names.of(service.id().name()), List.of(new Member(service, 1))));
    }

    private void add(String name, List<Member> parted) {
        var members = parted.stream()
                .sorted(Comparator.comparingInt(Member::weight).reversed())
                .toList();
        var first = members.getFirst().service();
        var place = new Losses.Place(first.ref(), "", "targetGroups." + name);
        var all = new ArrayList<Target>();
        var shares = new ArrayList<Long>();
        for (var member : members) {
            var own = targets(member, place);
            shares.add(Math.max(
                    1,
                    member.weight()
                            * own.stream().filter(target -> target.weight() > 0).count()));
            all.addAll(own);
        }
        for (int i = 0; i < members.size(); i++) {
            parts.put(
                    members.get(i).service().ref(),
                    new Part(name, members.size() == 1 ? 1 : shares.get(i), members.size()));
        }
        var group = new TargetGroup(
                name,
                protocol(first),
                without(all, place),
                FromAffinities.of(first, losses, place),
                health(first, place),
                upstream(first, place));
        var before = groups.putIfAbsent(name, group);
        if (before != null
                && !(before.equals(with(group, before.health()))
                        && behind(before.health(), passedPort(first)).equals(group.health()))) {
            losses.add(place, "settings", "differ from those of the other backend service of the group, which count");
        }
    }

    /** What a passthrough load balancer makes of a probe: one of the port that is served says nothing of it. */
    private static Optional<HealthCheck> behind(Optional<HealthCheck> health, OptionalInt passedPort) {
        return health.map(
                        check -> passedPort.isPresent() && check.port().equals(passedPort) ? withoutPort(check) : check)
                .filter(check -> !check.equals(HealthChecks.UNASKED));
    }

    private static HealthCheck withoutPort(HealthCheck check) {
        return switch (check) {
            case HealthCheck.Tcp(var _, var timing) -> new HealthCheck.Tcp(OptionalInt.empty(), timing);
            case HealthCheck.Http(boolean secure, var request, var statuses, var _, var timing) ->
                new HealthCheck.Http(secure, request, statuses, OptionalInt.empty(), timing);
            case HealthCheck.Grpc(boolean secure, var service, var _, var timing) ->
                new HealthCheck.Grpc(secure, service, OptionalInt.empty(), timing);
        };
    }

    private static TargetGroup with(TargetGroup group, Optional<HealthCheck> health) {
        return new TargetGroup(
                group.name(), group.protocol(), group.targets(), group.balancing(), health, group.upstream());
    }

    /** A target stands once in a group, and one of them gets traffic. */
    private List<Target> without(List<Target> all, Losses.Place place) {
        var seen = new HashSet<String>();
        var some = new ArrayList<Target>();
        for (var target : all) {
            if (seen.add(target.text())) {
                some.add(target);
            } else {
                losses.add(place, "serving.backends", "have " + target.text() + " twice; a model has it once");
            }
        }
        if (!some.isEmpty() && some.stream().allMatch(target -> target.weight() == 0)) {
            losses.add(
                    place,
                    "serving.backends",
                    "all have a capacityScaler of 0; the file has no target for them, since one must get traffic");
            return List.of();
        }
        return some.stream().sorted(Comparator.comparing(Target::text)).toList();
    }

    private List<Target> targets(Member member, Losses.Place place) {
        var all = new ArrayList<Target>();
        for (var backend : member.service().serving().backends()) {
            capacity(backend, place);
            int weight = backend.balancing()
                            .filter(balancing -> balancing.capacityScaler() == 0)
                            .isPresent()
                    ? 0
                    : member.weight();
            switch (backend.group()) {
                case Group.EndpointGroup(var ref) -> all.addAll(endpoints(ref, member, weight, place));
                case Group.InstanceGroup(var id) ->
                    losses.add(
                            place,
                            "serving.backends",
                            "has the instance group %s/%s, whose machines come and go; a model names targets one by one,"
                                            .formatted(id.scope().path(), id.name())
                                    + " and the file has none for it");
            }
        }
        return all;
    }

    private List<Target> endpoints(Ref ref, Member member, int weight, Losses.Place place) {
        if (!(observed.find(ref).orElse(null) instanceof NetworkEndpointGroup group)) {
            losses.add(place, "serving.backends", ref + " was not read, and is left out");
            return List.of();
        }
        group.fixed()
                .subnetwork()
                .ifPresent(subnetwork -> losses.add(
                        new Losses.Place(group.ref(), "fixed", place.path()),
                        "subnetwork",
                        "is %s; endpoint groups of a model are in no subnet".formatted(subnetwork)));
        return observed.find(new Ref("NetworkEndpoints", ref.name()))
                .map(found -> ((NetworkEndpoints) found)
                        .networkEndpoints().stream()
                                .flatMap(endpoint ->
                                        targets
                                                .of(endpoint, group, passedPort(member.service()), weight, place)
                                                .stream())
                                .toList())
                .orElse(List.of());
    }

    private OptionalInt passedPort(BackendService service) {
        var port = passedPorts.get(service.ref());
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** How much targets can bear is not in a model. */
    private void capacity(Backend backend, Losses.Place place) {
        backend.balancing().ifPresent(balancing -> {
            if (balancing.capacityScaler() != 0 && balancing.capacityScaler() != 1) {
                losses.add(
                        place,
                        "serving.backends.balancing.capacityScaler",
                        "is %s; a model has no shares of capacity".formatted(balancing.capacityScaler()));
            }
            var most = balancing.balancingMode() == BalancingMode.RATE
                    ? balancing.maxRatePerEndpoint()
                    : balancing.maxConnectionsPerEndpoint();
            if (most.isPresent() && most.getAsInt() != Groups.CAPACITY) {
                losses.add(
                        place,
                        "serving.backends.balancing",
                        "says that an endpoint bears %d; a model does not say how much, and none counts as full"
                                .formatted(most.getAsInt()));
            }
        });
    }

    /** Which of the protocols on HTTP/2 it is, only the probe tells. */
    private TargetGroup.Protocol protocol(BackendService service) {
        return switch (service.kind().protocol()) {
            case HTTP -> TargetGroup.Protocol.HTTP;
            case HTTPS -> TargetGroup.Protocol.HTTPS;
            case HTTP2, H2C -> probesByGrpc(service) ? TargetGroup.Protocol.GRPC : TargetGroup.Protocol.HTTP2;
            case TCP -> TargetGroup.Protocol.TCP;
            case SSL -> TargetGroup.Protocol.TLS;
            case UDP -> TargetGroup.Protocol.UDP;
        };
    }

    private boolean probesByGrpc(BackendService service) {
        return check(service)
                .filter(check -> check.probe() instanceof dev.isobar.gcp.resources.HealthCheck.Probe.Grpc)
                .isPresent();
    }

    private Optional<dev.isobar.gcp.resources.HealthCheck> check(BackendService service) {
        return service.serving()
                .healthCheck()
                .flatMap(observed::find)
                .map(dev.isobar.gcp.resources.HealthCheck.class::cast);
    }

    private Optional<HealthCheck> health(BackendService service, Losses.Place place) {
        var check = check(service);
        if (check.isEmpty() && service.serving().healthCheck().isPresent()) {
            losses.add(
                    place,
                    "serving.healthCheck",
                    service.serving().healthCheck().get() + " was not read");
        }
        if (check.isPresent()) {
            service.settings()
                    .protection()
                    .outlierDetection()
                    .ifPresent(outliers -> losses.add(
                            place,
                            "settings.protection.outlierDetection",
                            "is %s beside a health check; a model has the health check alone".formatted(outliers)));
        }
        return check.flatMap(known ->
                        FromHealthChecks.of(known, service.kind().protocol(), passedPort(service), losses, place))
                .or(() -> service.settings()
                        .protection()
                        .outlierDetection()
                        .flatMap(outliers -> FromHealthChecks.of(outliers, losses, place)));
    }

    /** A time of Google, which has no longest one, as one of a model. */
    static Duration atMostADay(int seconds, Losses losses, Losses.Place place) {
        var day = Duration.ofDays(1);
        if (seconds > day.toSeconds() || seconds < 1) {
            losses.add(
                    place,
                    "settings.timeoutSec",
                    "is %d; a model takes 1 second to 24 hours, and the file has what is nearest".formatted(seconds));
        }
        return Duration.ofSeconds(Math.clamp(seconds, 1, day.toSeconds()));
    }

    private TargetGroup.Upstream upstream(BackendService service, Losses.Place place) {
        var usual = ModelDefaults.UPSTREAM;
        var settings = service.settings();
        boolean requests = switch (service.kind().protocol()) {
            case HTTP, HTTPS, HTTP2, H2C -> true;
            case TCP, SSL, UDP -> false;
        };
        boolean encrypts = switch (service.kind().protocol()) {
            case HTTPS, HTTP2, SSL -> true;
            case HTTP, H2C, TCP, UDP -> false;
        };
        return new TargetGroup.Upstream(
                requests && settings.timeoutSec().isPresent()
                        ? new TargetGroup.Timeouts(
                                usual.timeouts().connect(),
                                atMostADay(settings.timeoutSec().getAsInt(), losses, place),
                                usual.timeouts().idle())
                        : usual.timeouts(),
                new TargetGroup.Connections(
                        OptionalInt.empty(),
                        usual.connections().idlePerTarget(),
                        settings.protection()
                                .maxRequestsPerConnection()
                                .orElse(usual.connections().requests())),
                encrypts
                        ? Optional.of(new TargetGroup.TargetTls(
                                false,
                                Optional.empty(),
                                settings.tlsSettings().map(BackendService.TlsSettings::sni),
                                Optional.empty()))
                        : Optional.empty());
    }
}
