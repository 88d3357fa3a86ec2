package dev.isobar.model.generate;

import dev.isobar.model.Action;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cidr;
import dev.isobar.model.Cloud;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whole models, such as a file can describe them: names lead somewhere, protocols fit, ports are different. Only that a
 * rule may hide another is left to chance.
 */
public final class Models {
    private static final List<TargetGroup.Protocol> REQUESTS = List.of(
            TargetGroup.Protocol.HTTP,
            TargetGroup.Protocol.HTTP,
            TargetGroup.Protocol.HTTPS,
            TargetGroup.Protocol.HTTP2,
            TargetGroup.Protocol.GRPC);
    private static final List<TargetGroup.Protocol> FLOWS =
            List.of(TargetGroup.Protocol.TCP, TargetGroup.Protocol.TCP, TargetGroup.Protocol.TLS);

    private Models() {}

    /** Anything that a file can say. */
    public static Model any(Pick pick) {
        return accepted(pick, _ -> true);
    }

    /**
     * A model that somebody accepts. It grows by random changes, of which only those are kept after which it is still
     * accepted, so that also who is hard to please sees large models.
     *
     * @param accepts at least the smallest models: one listener, one target group, two servers, a place in each cloud
     */
    public static Model accepted(Pick pick, Predicate<Model> accepts) {
        var model = smallest(pick);
        for (int i = pick.number(1, 24); i > 0; i--) {
            try {
                var changed = changed(model, pick);
                model = localTlsIsFor(changed) && accepts.test(changed) ? changed : model;
            } catch (InvalidValue _) {
                // Two parts that are right alone may not go together; the next change may.
            }
        }
        return model;
    }

    /** Whether what the place says of TLS is about certificates in files, and listeners that end TLS. */
    private static boolean localTlsIsFor(Model model) {
        var tls = model.place().local().tls();
        return tls.ocsp().keySet().stream()
                        .map(name -> model.certificates().get(name))
                        .allMatch(known ->
                                known != null && known.keyPair().orElse(null) instanceof Certificate.KeyPair.PemFiles)
                && tls.strictNames().stream()
                        .map(name -> model.listeners().get(name))
                        .allMatch(known -> known != null && known.termination().isPresent());
    }

    private static Model smallest(Pick pick) {
        var groups = new TreeMap<String, TargetGroup>();
        var listeners = new TreeMap<String, Listener>();
        boolean requests = !pick.oneIn(4);
        var group = Groups.plain(
                requests ? "web" : "mail", requests ? TargetGroup.Protocol.HTTP : TargetGroup.Protocol.TCP);
        groups.put(group.name(), group);
        var listener = requests
                ? new Listener.Http("web", 80, Optional.empty(), Listeners.to("web"), Listeners.USUAL_CLIENT)
                : new Listener.Tcp("mail", 25, Action.Forward.to("mail"), Listeners.HOUR);
        listeners.put(listener.name(), listener);
        return new Model(
                pick.of("shop", "a", "a-name-of-thirty-characters-xy"),
                new TreeMap<>(Map.of()),
                new Model.Parts(listeners, groups, new TreeMap<>(Map.of())),
                List.of(),
                new Place(Optional.of(aws()), Optional.of(gcp(pick)), Optional.of(azure()), local()));
    }

    private static Place.Aws aws() {
        return new Place.Aws(
                "eu-west-1",
                Optional.of("vpc-1"),
                List.of("subnet-a", "subnet-b"),
                List.of("sg-1"),
                Place.Scheme.PUBLIC);
    }

    private static Place.Gcp gcp(Pick pick) {
        return new Place.Gcp(
                "shop-prod",
                pick.oneIn(2) ? new Place.Scope.Global() : new Place.Scope.Regional("europe-west1"),
                Optional.of("europe-west1-b"),
                new Place.GcpNetwork(Optional.empty(), Optional.empty()),
                Place.Scheme.PUBLIC);
    }

    private static Place.Azure azure() {
        return new Place.Azure(
                "0000-0000",
                "shop",
                "westeurope",
                new Place.AzureNetwork(
                        Place.Scheme.PUBLIC, "/subscriptions/0/subnet", Optional.empty(), Optional.empty()),
                new Place.AzureGateway(new TreeSet<>(), new Place.Capacity(2, 10), Optional.empty()));
    }

    private static Place.Local local() {
        return new Place.Local("127.0.0.1", Map.of(), Optional.empty(), new Place.AccessLog.Off());
    }

    private static Model changed(Model model, Pick pick) {
        return switch (pick.number(0, 17)) {
            case 0 -> withLabels(model, pick);
            case 1 -> withPlace(model, pick);
            case 2 -> withTest(model, pick);
            case 3, 4 -> withListener(model, Listeners.listener(model, pick));
            case 5, 6 -> withGroup(model, newGroup(pick));
            case 7 -> withCertificate(model, pick);
            case 16 -> withTwin(model);
            case 17 -> withMachines(model, pick);
            case 8, 9, 10, 11 -> withListener(model, Listeners.changed(model, anyOf(model.listeners(), pick), pick));
            default -> withGroup(model, changed(anyOf(model.targetGroups(), pick), pick));
        };
    }

    private static <T> T anyOf(Map<String, T> things, Pick pick) {
        return pick.of(List.copyOf(things.values()));
    }

    private static TargetGroup newGroup(Pick pick) {
        return switch (pick.number(0, 5)) {
            case 0 -> Groups.plain(pick.of("mail", "db"), pick.of(FLOWS));
            case 1 -> Groups.plain("dns", TargetGroup.Protocol.UDP);
            default ->
                Groups.plain(pick.of("web", "api", "api-v2", "a-group-with-a-very-long-name1"), pick.of(REQUESTS));
        };
    }

    private static TargetGroup changed(TargetGroup group, Pick pick) {
        return switch (pick.number(0, 3)) {
            case 0 -> Groups.withTargets(group, pick);
            case 1 -> Groups.withBalancing(group, pick);
            case 2 -> Groups.withHealthCheck(group, pick);
            default -> Groups.withUpstream(group, pick);
        };
    }

    private static Model withListener(Model model, Listener listener) {
        var listeners = new TreeMap<>(model.listeners());
        listeners.put(listener.name(), listener);
        var ports = listeners.values().stream()
                .map(each -> each.protocol().isUdp() + ":" + each.port())
                .distinct()
                .count();
        boolean opensAll = model.place().local().ports().keySet().stream()
                .allMatch(port -> listeners.values().stream().anyMatch(each -> each.port() == port));
        return ports < listeners.size() || !opensAll
                ? model
                : withParts(model, new Model.Parts(listeners, groups(model), certificates(model)));
    }

    private static Model withGroup(Model model, TargetGroup group) {
        var groups = groups(model);
        groups.put(group.name(), group);
        return withParts(model, new Model.Parts(new TreeMap<>(model.listeners()), groups, certificates(model)));
    }

    /** TCP and UDP on one port, with the same servers. */
    private static Model withTwin(Model model) {
        return Listeners.toOneGroup(model).map(tcp -> withTwin(model, tcp)).orElse(model);
    }

    private static Model withTwin(Model model, Listener.Tcp tcp) {
        var group = model.group(tcp.forward().weights().firstKey());
        var same = new TargetGroup(
                "dns", TargetGroup.Protocol.UDP, group.targets(), group.balancing(), group.health(), group.upstream());
        return withListener(
                withGroup(model, same),
                new Listener.Udp("dns", tcp.port(), Action.Forward.to("dns"), Duration.ofMinutes(1)));
    }

    /** A listener of connections whose targets are machines that serve on its own port, as who passes packets on wants. */
    private static Model withMachines(Model model, Pick pick) {
        var listener = anyOf(model.listeners(), pick);
        if (listener instanceof Listener.Http
                || !(listener.table().otherwise() instanceof Action.Forward(var weights, var _, var _, var _, var _))) {
            return model;
        }
        var group = model.group(weights.firstKey());
        var machines = pick.some(
                1,
                3,
                () -> new Target.Instance(
                        "i-0" + pick.number(10, 99), listener.port(), new Target.Share(1, Optional.empty())));
        return withGroup(
                model,
                new TargetGroup(
                        group.name(),
                        group.protocol(),
                        List.copyOf(new java.util.LinkedHashSet<>(machines)),
                        group.balancing(),
                        group.health(),
                        group.upstream()));
    }

    private static Model withCertificate(Model model, Pick pick) {
        var name = pick.of(Listeners.CERTIFICATES);
        var stores = new TreeMap<Cloud, String>();
        if (pick.oneIn(2)) {
            stores.put(Cloud.AWS, "arn:aws:acm:eu-west-1:123456789012:certificate/" + name);
        }
        if (pick.oneIn(4)) {
            stores.put(Cloud.GCP, pick.of("", "", "projects/p/") + name);
            stores.put(Cloud.AZURE, "https://vault.example/secrets/" + name);
        }
        Optional<Certificate.KeyPair> keyPair = pick.oneIn(10)
                ? Optional.of(new Certificate.KeyPair.SelfSigned(List.of("*.example.com", "localhost")))
                : stores.isEmpty() || pick.oneIn(3)
                        ? Optional.of(
                                new Certificate.KeyPair.PemFiles("certs/" + name + ".crt", "keys/" + name + ".key"))
                        : Optional.empty();
        var certificates = certificates(model);
        certificates.put(name, new Certificate(name, keyPair, stores));
        return withParts(model, new Model.Parts(new TreeMap<>(model.listeners()), groups(model), certificates));
    }

    private static SortedMap<String, TargetGroup> groups(Model model) {
        return new TreeMap<>(model.targetGroups());
    }

    private static SortedMap<String, Certificate> certificates(Model model) {
        return new TreeMap<>(model.certificates());
    }

    private static Model withParts(Model model, Model.Parts parts) {
        return new Model(model.name(), model.labels(), parts, model.tests(), model.place());
    }

    private static Model withLabels(Model model, Pick pick) {
        var labels = new TreeMap<>(model.labels());
        labels.put(
                pick.of("team", "cost centre", "a: b", "env"),
                pick.of("web", "", "true", "42", "caf\u00e9", "x#y", "${A}", "- z", "2026-11-22"));
        return new Model(model.name(), labels, model.parts(), model.tests(), model.place());
    }

    private static Model withPlace(Model model, Pick pick) {
        var place = model.place();
        var changed = switch (pick.number(0, 4)) {
            case 4 -> without(place, pick);
            case 0 ->
                new Place(
                        Optional.of(new Place.Aws(
                                pick.of("eu-west-1", "us-east-2"),
                                pick.oneIn(6) ? Optional.empty() : Optional.of("vpc-2"),
                                pick.of(List.of("subnet-b", "subnet-a"), List.of("subnet-a", "subnet-b", "subnet-c")),
                                pick.of(List.of(), List.of("sg-2"), List.of("sg-2", "sg-1")),
                                pick.of(Place.Scheme.values()),
                                options(pick))),
                        place.gcp(),
                        place.azure(),
                        place.local());
            case 1 ->
                new Place(
                        place.aws(),
                        Optional.of(new Place.Gcp(
                                "shop-prod",
                                pick.oneIn(2) ? new Place.Scope.Global() : new Place.Scope.Regional("europe-west1"),
                                pick.oneIn(4) ? Optional.empty() : Optional.of("europe-west1-b"),
                                new Place.GcpNetwork(
                                        pick.oneIn(2) ? Optional.of("network-1") : Optional.empty(),
                                        pick.oneIn(2) ? Optional.of("subnet-1") : Optional.empty()),
                                pick.of(Place.Scheme.values()))),
                        place.azure(),
                        place.local());
            case 2 ->
                new Place(
                        place.aws(),
                        place.gcp(),
                        Optional.of(new Place.Azure(
                                "0000-0000",
                                "shop",
                                "westeurope",
                                new Place.AzureNetwork(
                                        pick.of(Place.Scheme.values()),
                                        "/subscriptions/0",
                                        pick.oneIn(2) ? Optional.of("/subscriptions/1") : Optional.empty(),
                                        pick.oneIn(2) ? Optional.of("10.0.0.9") : Optional.empty()),
                                new Place.AzureGateway(
                                        new TreeSet<>(pick.some(0, 2, () -> pick.of("1", "2", "3"))),
                                        new Place.Capacity(pick.number(0, 3), pick.number(3, 20)),
                                        pick.oneIn(2) ? Optional.of("/subscriptions/2") : Optional.empty()))),
                        place.local());
            default -> {
                int port = anyOf(model.listeners(), pick).port();
                yield new Place(
                        place.aws(),
                        place.gcp(),
                        place.azure(),
                        new Place.Local(
                                pick.of("127.0.0.1", "0.0.0.0"),
                                pick.oneIn(2) ? new TreeMap<>(Map.of(port, 20_000)) : new TreeMap<>(),
                                pick.oneIn(2)
                                        ? Optional.of(Target.Address.parse("127.0.0.1:9900", Target.Share.ONE))
                                        : Optional.empty(),
                                pick.oneIn(2)
                                        ? new Place.AccessLog.Off()
                                        : new Place.AccessLog.On(
                                                pick.of(Place.AccessLog.Format.values()),
                                                pick.oneIn(2) ? Optional.of("access.log") : Optional.empty()),
                                pick.oneIn(2) ? Place.ProxyProtocol.NONE : proxyProtocol(model, pick),
                                pick.of(Place.Tolerance.values()),
                                pick.oneIn(2) ? Place.LocalTls.USUAL : localTls(model, pick)));
            }
        };
        return new Model(model.name(), model.labels(), model.parts(), model.tests(), changed);
    }

    private static Place.LocalTls localTls(Model model, Pick pick) {
        var ocsp = new TreeMap<String, String>();
        for (var certificate : model.certificates().values()) {
            if (certificate.keyPair().orElse(null) instanceof Certificate.KeyPair.PemFiles && pick.oneIn(2)) {
                ocsp.put(certificate.name(), "ocsp.der");
            }
        }
        var strict = new TreeSet<String>();
        for (var listener : model.listeners().values()) {
            if (listener.termination().isPresent() && pick.oneIn(2)) {
                strict.add(listener.name());
            }
        }
        return new Place.LocalTls(ocsp, strict);
    }

    private static Place.ProxyProtocol proxyProtocol(Model model, Pick pick) {
        var from = new TreeMap<String, SortedSet<Cidr>>();
        for (var listener : model.listeners().values()) {
            if (!listener.protocol().isUdp() && pick.oneIn(2)) {
                from.put(
                        listener.name(),
                        new TreeSet<>(pick.some(1, 2, () -> Cidr.parse(pick.of("10.0.0.0/8", "2001:db8::1")))));
            }
        }
        var to = new TreeMap<String, Place.ProxyProtocol.Version>();
        for (var group : model.targetGroups().values()) {
            boolean streams =
                    group.protocol() == TargetGroup.Protocol.TCP || group.protocol() == TargetGroup.Protocol.TLS;
            if (streams && pick.oneIn(2)) {
                to.put(group.name(), pick.of(Place.ProxyProtocol.Version.values()));
            }
        }
        return new Place.ProxyProtocol(from, to);
    }

    private static Place.Aws.Options options(Pick pick) {
        return new Place.Aws.Options(
                pick.oneIn(3),
                pick.oneIn(4),
                pick.oneIn(4),
                pick.oneIn(4)
                        ? Optional.of(
                                new Place.Aws.AccessLogs(pick.of("logs", "other-logs"), pick.of("", "shop", "a/b")))
                        : Optional.empty(),
                new Place.Aws.Requests(
                        pick.oneIn(2) ? Place.Aws.Desync.DEFENSIVE : pick.of(Place.Aws.Desync.values()),
                        pick.oneIn(4),
                        pick.oneIn(4)));
    }

    private static Place without(Place place, Pick pick) {
        return new Place(
                pick.oneIn(2) ? Optional.empty() : place.aws(),
                pick.oneIn(2) ? Optional.empty() : place.gcp(),
                pick.oneIn(2) ? Optional.empty() : place.azure(),
                place.local());
    }

    private static Model withTest(Model model, Pick pick) {
        Optional<String> rule = pick.oneIn(3) ? Optional.of("default") : Optional.empty();
        var expected = switch (pick.number(0, 2)) {
            case 0 -> new RoutingTest.Expectation.Forward(Map.of("web", pick.of(1, 9), "api", 1), rule);
            case 1 ->
                new RoutingTest.Expectation.Redirect(
                        "https://example.com/", pick.oneIn(2) ? OptionalInt.of(301) : OptionalInt.empty(), rule);
            default ->
                new RoutingTest.Expectation.Respond(
                        pick.oneIn(2) ? OptionalInt.of(404) : OptionalInt.empty(),
                        pick.oneIn(2) ? Optional.of("ok") : Optional.empty(),
                        rule);
        };
        var test = new RoutingTest(
                pick.oneIn(2) ? Optional.of("a test: of " + rule) : Optional.empty(),
                new RoutingTest.TestRequest(
                        pick.of("GET", "PURGE", "OPTIONS"),
                        "http://shop.example.com/a?b=c",
                        pick.oneIn(2)
                                ? new TreeMap<>(Map.of("X-Canary", List.of("on", "off")))
                                : new TreeMap<>(Map.of()),
                        pick.oneIn(2) ? Optional.of(dev.isobar.model.Cidr.address("10.0.0.1")) : Optional.empty()),
                expected);
        return new Model(model.name(), model.labels(), model.parts(), List.of(test), model.place());
    }
}
