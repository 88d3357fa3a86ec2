package dev.isobar.gcp.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cidr;
import dev.isobar.model.Cloud;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Routes;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model as Google Cloud carries it, of a model that Google accepts, but for the rules of listeners: see
 * {@link NormalRoutes}. Written from what Google has, without the translators:
 *
 * <ul>
 *   <li>Other places and what no listener sends anything to are not there. The network {@code default} is not named; a
 *       network is known where something is in it, a subnet where clients come from inside.
 *   <li>The zone of all targets is that of the place where they have one in common; else each target has its own, with the
 *       region in it. Targets on the internet have none.
 *   <li>Timeouts but those of responses and of idle clients, sizes, and connections to targets but the requests of one, are
 *       those of a file that says nothing. What passes packets remembers them for a fixed time. TLS that passes through is
 *       TCP.
 *   <li>Targets are a set; those with weight 0 stand there only where all of a zone have it; equal weights are all 1.
 *   <li>least-connections is random-of-two; stickiness by source and a hash of the source by MAGLEV are ip-hash.
 *   <li>Google believes every certificate of a target, and encrypts because of the protocol. HTTP/2 is gRPC where it is
 *       probed so.
 *   <li>Of statuses only 200 is healthy. The probe that Google gets where a file has no health check is none. Targets on
 *       the internet are not probed; behind regional load balancers of requests failures take them out.
 *   <li>A rate is one of Google's intervals, with all requests at once.
 *   <li>With TLS 1.3 alone, {@code compatible} is {@code modern}. A certificate is either a name or in files, and the
 *       latter have new names.
 * </ul>
 */
final class NormalForm {
    private static final HealthCheck.Timing UNASKED =
            new HealthCheck.Timing(Duration.ofSeconds(10), Duration.ofSeconds(5), 2, 3);
    private static final List<Integer> INTERVALS =
            List.of(10, 30, 60, 120, 180, 240, 270, 300, 600, 900, 1200, 1800, 2700, 3600);
    private static final List<Cidr> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
            .map(Cidr::parse)
            .toList();

    private final Model model;
    private final Place.Gcp place;

    private NormalForm(Model model) {
        this.model = model;
        place = model.place().gcp().orElseThrow();
    }

    static Model of(Model model) {
        return new NormalForm(model).whole();
    }

    /** The same without rules and tests. */
    static Model withoutRules(Model model) {
        var listeners = new TreeMap<String, Listener>();
        model.listeners()
                .forEach((name, listener) -> listeners.put(
                        name,
                        listener instanceof Listener.Http http
                                ? new Listener.Http(
                                        name,
                                        http.port(),
                                        http.tls(),
                                        new Routes(List.of(), Action.Forward.to("none")),
                                        http.client())
                                : listener));
        return new Model(
                model.name(),
                model.labels(),
                new Model.Parts(listeners, model.targetGroups(), model.certificates()),
                List.of(),
                model.place());
    }

    private Model whole() {
        var listeners = new TreeMap<String, Listener>();
        model.listeners().forEach((name, listener) -> listeners.put(name, listener(listener)));
        var groups = new TreeMap<String, TargetGroup>();
        used().forEach(name -> groups.put(name, group(model.group(name))));
        var zones = groups.values().stream()
                .flatMap(group -> group.targets().stream())
                .flatMap(target -> target.share().zone().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        var zone = zones.size() == 1 ? Optional.of(zones.first()) : Optional.<String>empty();
        if (zone.isPresent()) {
            groups.replaceAll((_, group) -> withTargets(
                    group,
                    group.targets().stream()
                            .map(target -> with(target, target.weight(), Optional.empty()))
                            .toList()));
        }
        var certificates = new TreeMap<String, Certificate>();
        model.listeners().values().stream()
                .flatMap(listener -> tls(listener).stream())
                .flatMap(tls -> tls.certificates().stream())
                .forEach(name -> certificates.put(name, certificate(name)));
        return withoutRules(new Model(
                model.name(),
                model.labels(),
                new Model.Parts(listeners, groups, certificates),
                List.of(),
                new Place(
                        Optional.empty(),
                        Optional.of(new Place.Gcp(
                                place.project(), place.scope(), zone, network(groups.values()), place.scheme())),
                        Optional.empty(),
                        new Place.Local("127.0.0.1", Map.of(), Optional.empty(), new Place.AccessLog.Off()))));
    }

    private boolean isGlobal() {
        return place.scope() instanceof Place.Scope.Global;
    }

    private boolean isInternal() {
        return place.scheme() == Place.Scheme.INTERNAL;
    }

    private Place.GcpNetwork network(java.util.Collection<TargetGroup> groups) {
        boolean byTargets = groups.stream()
                .flatMap(group -> group.targets().stream())
                .anyMatch(target -> !(isGlobal() && isOnInternet(target)));
        boolean byProxies =
                !isGlobal() && model.listeners().values().stream().anyMatch(listener -> !isPassed(listener));
        return new Place.GcpNetwork(
                place.network()
                        .network()
                        .filter(name -> !name.equals("default"))
                        .filter(_ -> byTargets || byProxies || isInternal()),
                place.network().subnet().filter(_ -> isInternal()));
    }

    private Certificate certificate(String name) {
        var store = Optional.ofNullable(model.certificates().get(name))
                .map(known -> known.stores().get(Cloud.GCP));
        return store.isPresent()
                ? new Certificate(name, Optional.empty(), new TreeMap<>(Map.of(Cloud.GCP, store.get())))
                : new Certificate(
                        name, new Certificate.KeyPair.PemFiles("certs/" + name + ".pem", "certs/" + name + ".key"));
    }

    private static Optional<TlsTermination> tls(Listener listener) {
        return switch (listener) {
            case Listener.Http http -> http.tls();
            case Listener.Tls tls -> tls.tls();
            case Listener.Tcp _, Listener.Udp _ -> Optional.empty();
        };
    }

    private static Stream<String> groups(Listener listener) {
        var table = listener.table();
        return Stream.concat(table.rules().stream().map(rule -> rule.action()), Stream.of(table.otherwise()))
                .filter(Action.Forward.class::isInstance)
                .flatMap(action -> ((Action.Forward) action)
                        .weights().entrySet().stream()
                                .filter(group -> group.getValue() > 0 || listener instanceof Listener.Http)
                                .map(Map.Entry::getKey));
    }

    private Set<String> used() {
        return model.listeners().values().stream().flatMap(NormalForm::groups).collect(Collectors.toSet());
    }

    /** Whether packets go to targets as clients sent them: to machines, on the same port. */
    private boolean isPassed(Listener listener) {
        return switch (listener) {
            case Listener.Http _ -> false;
            case Listener.Udp _ -> true;
            case Listener.Tls tls when tls.tls().isPresent() -> false;
            case Listener.Tls _, Listener.Tcp _ ->
                !isGlobal()
                        && groups(listener)
                                .flatMap(name -> targets(model.group(name)).stream())
                                .allMatch(target -> target instanceof Target.Instance(var _, int port, var _)
                                        && port == listener.port());
        };
    }

    private Listener listener(Listener listener) {
        return switch (listener) {
            case Listener.Http http ->
                new Listener.Http(
                        http.name(),
                        http.port(),
                        http.tls().map(NormalForm::tls),
                        http.routes(),
                        new Listener.ClientSide(
                                new Listener.ClientTimeouts(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(60),
                                        http.client().timeouts().idle()),
                                http.client().limits(),
                                http.client().forwarded(),
                                http.client().rateLimit().map(NormalForm::rateLimit)));
            case Listener.Tcp tcp -> new Listener.Tcp(tcp.name(), tcp.port(), to(tcp), idle(tcp, tcp.idle()));
            case Listener.Tls tls
            when tls.tls().isEmpty() -> new Listener.Tcp(tls.name(), tls.port(), to(tls), idle(tls, tls.idle()));
            case Listener.Tls tls ->
                new Listener.Tls(
                        tls.name(),
                        tls.port(),
                        tls.tls().map(NormalForm::tls),
                        new Routes(List.of(), to(tls)),
                        idle(tls, tls.idle()));
            case Listener.Udp udp -> new Listener.Udp(udp.name(), udp.port(), to(udp), idle(udp, udp.idle()));
        };
    }

    private static Action.Forward to(Listener listener) {
        return Action.Forward.to(groups(listener).findFirst().orElseThrow());
    }

    private Duration idle(Listener listener, Duration idle) {
        return !isPassed(listener) ? idle : isInternal() ? Duration.ofMinutes(10) : Duration.ofMinutes(1);
    }

    private static RateLimit rateLimit(RateLimit limit) {
        int per = (int) limit.per().toSeconds();
        int interval = INTERVALS.stream()
                .filter(each -> each >= per && (long) limit.requests() * each % per == 0)
                .findFirst()
                .orElseThrow();
        int count = (int) ((long) limit.requests() * interval / per);
        return new RateLimit(count, Duration.ofSeconds(interval), count, limit.key());
    }

    private static TlsTermination tls(TlsTermination tls) {
        boolean newest = tls.minVersion() == TlsTermination.Version.TLS_1_3;
        return new TlsTermination(
                tls.certificates(),
                tls.minVersion(),
                newest && tls.profile() == TlsTermination.Profile.COMPATIBLE
                        ? TlsTermination.Profile.MODERN
                        : tls.profile(),
                Optional.empty());
    }

    // Target groups.

    private List<Listener> listenersOf(TargetGroup group) {
        return model.listeners().values().stream()
                .filter(listener -> groups(listener).anyMatch(group.name()::equals))
                .toList();
    }

    private TargetGroup group(TargetGroup group) {
        var listeners = listenersOf(group);
        boolean passesTls = listeners.stream()
                .anyMatch(listener ->
                        listener instanceof Listener.Tls tls && tls.tls().isEmpty());
        var passed = listeners.stream().allMatch(this::isPassed)
                ? listeners.stream().findFirst()
                : Optional.<Listener>empty();
        boolean requests = listeners.stream().anyMatch(Listener.Http.class::isInstance);
        boolean onInternet = group.targets().stream().anyMatch(this::isOnInternet);
        var health = onInternet
                ? group.health().filter(_ -> requests && !isGlobal()).map(NormalForm::outliers)
                : group.health().flatMap(check -> health(group, check, passed));
        boolean byGrpc = !onInternet && group.health().orElse(null) instanceof HealthCheck.Grpc;
        var protocol = switch (group.protocol()) {
            case TLS -> passesTls ? TargetGroup.Protocol.TCP : TargetGroup.Protocol.TLS;
            case HTTP2, GRPC -> byGrpc ? TargetGroup.Protocol.GRPC : TargetGroup.Protocol.HTTP2;
            case HTTP, HTTPS, TCP, UDP -> group.protocol();
        };
        return new TargetGroup(
                group.name(), protocol, targets(group), balancing(group, requests), health, upstream(group, protocol));
    }

    private static TargetGroup withTargets(TargetGroup group, List<Target> targets) {
        return new TargetGroup(
                group.name(), group.protocol(), targets, group.balancing(), group.health(), group.upstream());
    }

    private static HealthCheck outliers(HealthCheck check) {
        var timing = check.timing();
        var five = Duration.ofSeconds(5);
        return new HealthCheck.Tcp(
                OptionalInt.empty(),
                new HealthCheck.Timing(
                        timing.interval(),
                        timing.interval().compareTo(five) < 0 ? timing.interval() : five,
                        timing.healthyThreshold(),
                        timing.unhealthyThreshold()));
    }

    private static Optional<HealthCheck> health(TargetGroup group, HealthCheck check, Optional<Listener> passed) {
        var port = passed.isPresent()
                        && check.port().equals(OptionalInt.of(passed.get().port()))
                ? OptionalInt.empty()
                : check.port();
        boolean encrypts = group.upstream().tls().isPresent();
        boolean http2 = group.protocol() == TargetGroup.Protocol.HTTP2 || group.protocol() == TargetGroup.Protocol.GRPC;
        return Optional.<HealthCheck>of(
                        switch (check) {
                            case HealthCheck.Tcp(var _, var timing) -> new HealthCheck.Tcp(port, timing);
                            case HealthCheck.Grpc(boolean secure, var service, var _, var timing) ->
                                new HealthCheck.Grpc(secure || encrypts, service, port, timing);
                            case HealthCheck.Http(boolean secure, var request, var _, var _, var timing) ->
                                new HealthCheck.Http(
                                        secure || (http2 && encrypts),
                                        request,
                                        List.of(new HealthCheck.StatusRange(200, 200)),
                                        port,
                                        timing);
                        })
                .filter(known -> !known.equals(new HealthCheck.Tcp(OptionalInt.empty(), UNASKED)));
    }

    private static TargetGroup.Balancing balancing(TargetGroup group, boolean requests) {
        var balancing = group.balancing();
        boolean bySource = balancing.stickiness().orElse(null) instanceof Stickiness.Source;
        boolean byCookie = balancing.stickiness().orElse(null) instanceof Stickiness.ApplicationCookie;
        var algorithm = switch (balancing.algorithm()) {
            case Algorithm.LeastConnections _ when requests && !byCookie -> new Algorithm.RandomOfTwo();
            case Algorithm.ConsistentHash(Algorithm.HashKey.Source _, var table, var _)
            when table == Algorithm.Table.MAGLEV -> new Algorithm.IpHash();
            default -> balancing.algorithm();
        };
        return new TargetGroup.Balancing(
                bySource ? new Algorithm.IpHash() : algorithm,
                balancing.stickiness().filter(_ -> !bySource),
                balancing.drain(),
                Duration.ZERO);
    }

    private TargetGroup.Upstream upstream(TargetGroup group, TargetGroup.Protocol protocol) {
        boolean encrypts = switch (protocol) {
            case HTTPS, TLS -> true;
            case HTTP2, GRPC -> group.upstream().tls().isPresent();
            case HTTP, TCP, UDP -> false;
        };
        return new TargetGroup.Upstream(
                new TargetGroup.Timeouts(
                        Duration.ofSeconds(5),
                        protocol.isHttp() ? group.upstream().timeouts().response() : Duration.ofSeconds(60),
                        Duration.ofSeconds(60)),
                new TargetGroup.Connections(
                        OptionalInt.empty(),
                        32,
                        protocol.isHttp() ? group.upstream().connections().requests() : 1000),
                encrypts
                        ? Optional.of(new TargetGroup.TargetTls(
                                false,
                                Optional.empty(),
                                group.upstream().tls().flatMap(TargetGroup.TargetTls::serverName),
                                Optional.empty()))
                        : Optional.empty());
    }

    // Targets.

    private boolean isOnInternet(Target target) {
        return switch (target) {
            case Target.Address address ->
                address.isDnsName()
                        || PRIVATE.stream().noneMatch(range -> range.contains(Cidr.address(address.host())));
            case Target.Instance _, Target.Function _, Target.Bucket _, Target.Balancer _ -> false;
        };
    }

    private Optional<String> zone(Target target) {
        if (isOnInternet(target)) {
            return Optional.empty();
        }
        var written = target.share().zone().or(place::zone).orElseThrow();
        return Optional.of(
                place.scope() instanceof Place.Scope.Regional(var region) && written.length() == 1
                        ? region + "-" + written
                        : written);
    }

    private List<Target> targets(TargetGroup group) {
        var weights = group.targets().stream()
                .map(Target::weight)
                .filter(weight -> weight > 0)
                .collect(Collectors.toCollection(TreeSet::new));
        var taken = new HashSet<String>();
        group.targets().stream()
                .filter(target -> target.weight() > 0 && target.weight() == weights.last())
                .forEach(target -> taken.add(kind(target)));
        return group.targets().stream()
                .filter(target -> target.weight() > 0 || (!isOnInternet(target) && !taken.contains(kind(target))))
                .map(target ->
                        with(target, target.weight() > 0 && weights.size() == 1 ? 1 : target.weight(), zone(target)))
                .sorted(Comparator.comparing(Target::text))
                .toList();
    }

    /** Zone and kind: what shares an endpoint group. */
    private String kind(Target target) {
        return zone(target) + " " + target.getClass();
    }

    private static Target with(Target target, int weight, Optional<String> zone) {
        var share = new Target.Share(weight, zone);
        return switch (target) {
            case Target.Address(var host, int port, var _) -> new Target.Address(host, port, share);
            case Target.Instance(var id, int port, var _) -> new Target.Instance(id, port, share);
            case Target.Function _, Target.Bucket _, Target.Balancer _ -> target;
        };
    }
}
