package dev.isobar.model.generate;

import dev.isobar.model.Action;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Limits;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Listeners of a model, which forward to its target groups. */
final class Listeners {
    static final Duration HOUR = Duration.ofHours(1);
    static final List<String> CERTIFICATES = List.of("shop", "api", "wildcard");
    static final Listener.ClientSide USUAL_CLIENT = new Listener.ClientSide(
            new Listener.ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60)),
            new Limits(16 << 10, 16 << 10, 64 << 10, 100, 0),
            new Listener.ForwardedHeaders(Listener.ForwardedMode.APPEND, new TreeSet<>()),
            Optional.empty());

    private Listeners() {}

    static Routes to(String group) {
        return new Routes(List.of(), Action.Forward.to(group));
    }

    /** A new one, which only forwards. */
    static Listener listener(Model model, Pick pick) {
        int port = pick.of(80, 443, 8080, 8443, 25, 53, 65_535);
        return switch (pick.number(0, 7)) {
            case 0, 1 -> http("web", port, Optional.empty(), model);
            case 2, 3, 4 -> http("https", port, Optional.of(tls(model, pick)), model);
            case 5 -> new Listener.Tcp("mail", port, plain(model, Listeners::isFlow, pick), idle(pick));
            case 6 -> {
                var forward = plain(model, Listeners::isFlow, pick);
                yield new Listener.Tls(
                        "mails",
                        port,
                        pick.oneIn(3) ? Optional.empty() : Optional.of(tls(model, pick)),
                        new Routes(pick.oneIn(4) ? List.of(hostRule(forward)) : List.of(), forward),
                        pick.of(HOUR, Duration.ofSeconds(350)));
            }
            default ->
                new Listener.Udp(
                        "dns",
                        port,
                        plain(model, protocol -> protocol == TargetGroup.Protocol.UDP, pick),
                        pick.of(Duration.ofMinutes(1), Duration.ofMinutes(2)));
        };
    }

    private static Listener http(String name, int port, Optional<TlsTermination> tls, Model model) {
        return new Listener.Http(
                name, port, tls, to(groups(model, TargetGroup.Protocol::isHttp).getFirst()), USUAL_CLIENT);
    }

    private static Rule hostRule(Action.Forward forward) {
        var hosts = new TreeSet<HostPattern>(List.of(new HostPattern.Wildcard("example.com")));
        return new Rule("mail", Match.of(List.of(new Condition.Host(hosts, false))), forward, Optional.empty());
    }

    private static Duration idle(Pick pick) {
        return pick.oneIn(2) ? HOUR : Times.seconds(pick, 60, 6000);
    }

    private static boolean isFlow(TargetGroup.Protocol protocol) {
        return protocol == TargetGroup.Protocol.TCP || protocol == TargetGroup.Protocol.TLS;
    }

    private static Action.Forward plain(Model model, Predicate<TargetGroup.Protocol> wanted, Pick pick) {
        return Actions.plainForward(groups(model, wanted), pick);
    }

    /** @throws InvalidValue where the model has none */
    private static List<String> groups(Model model, Predicate<TargetGroup.Protocol> wanted) {
        var names = model.targetGroups().values().stream()
                .filter(group -> wanted.test(group.protocol()))
                .map(TargetGroup::name)
                .toList();
        InvalidValue.require(!names.isEmpty(), "no group fits", "add one");
        return names;
    }

    private static TlsTermination tls(Model model, Pick pick) {
        return new TlsTermination(
                pick.some(1, 3, () -> pick.of(certificates(model))).stream()
                        .distinct()
                        .toList(),
                pick.of(TlsTermination.Version.values()),
                pick.of(TlsTermination.Profile.values()),
                pick.oneIn(5) ? Optional.of(clients(pick)) : Optional.empty());
    }

    private static TlsTermination.ClientCertificates clients(Pick pick) {
        return switch (pick.number(0, 4)) {
            case 0 -> new TlsTermination.ClientCertificates.Passed();
            case 1 ->
                new TlsTermination.ClientCertificates.Verified(
                        pick.oneIn(2), Optional.of("certs/clients.pem"), Optional.empty());
            default ->
                new TlsTermination.ClientCertificates.Verified(
                        !pick.oneIn(8),
                        pick.oneIn(4) ? Optional.of("certs/clients.pem") : Optional.empty(),
                        Optional.of(trustStore(pick)));
        };
    }

    private static TlsTermination.AwsTrustStore trustStore(Pick pick) {
        return pick.oneIn(3)
                ? new TlsTermination.AwsTrustStore.Existing(
                        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/clients/" + pick.number(1, 9))
                : new TlsTermination.AwsTrustStore.Bundle(
                        pick.of("authorities", "other-authorities"),
                        pick.of("clients.pem", "a/b@c.pem"),
                        pick.oneIn(3) ? Optional.of(pick.of("v1", "null")) : Optional.empty());
    }

    /** The first TCP listener that forwards to one group, which speaks TCP. */
    static Optional<Listener.Tcp> toOneGroup(Model model) {
        return model.listeners().values().stream()
                .filter(Listener.Tcp.class::isInstance)
                .map(Listener.Tcp.class::cast)
                .filter(tcp -> tcp.forward().weights().size() == 1)
                .filter(tcp -> model.group(tcp.forward().weights().firstKey()).protocol() == TargetGroup.Protocol.TCP)
                .findFirst();
    }

    /** @throws InvalidValue where the model has none */
    private static List<String> certificates(Model model) {
        InvalidValue.require(!model.certificates().isEmpty(), "no certificate", "add one");
        return List.copyOf(model.certificates().keySet());
    }

    /** The same listener with a change. */
    static Listener changed(Model model, Listener listener, Pick pick) {
        if (!(listener instanceof Listener.Http http)) {
            return listener(model, pick);
        }
        var routes = http.routes();
        var groups = groups(model, TargetGroup.Protocol::isHttp);
        return switch (pick.number(0, 9)) {
            case 0 ->
                with(http, new Routes(routes.rules(), like(routes, Actions.action(groups, Match.ALWAYS, pick), pick)));
            case 2 ->
                pick.oneIn(3)
                        ? with(http, withResponseHeaders(routes, Actions.responseEdits(pick)))
                        : new Listener.Http(
                                http.name(), http.port(), http.tls().map(_ -> tls(model, pick)), routes, http.client());
            case 1 -> new Listener.Http(http.name(), http.port(), http.tls(), routes, client(pick));
            default -> with(http, new Routes(withRule(routes, groups, pick), routes.otherwise()));
        };
    }

    private static Listener.Http with(Listener.Http http, Routes routes) {
        return new Listener.Http(http.name(), http.port(), http.tls(), routes, http.client());
    }

    /** The same edits at all rules and the default. */
    private static Routes withResponseHeaders(Routes routes, HeaderEdits edits) {
        return new Routes(
                routes.rules().stream()
                        .map(rule -> new Rule(
                                rule.name(),
                                rule.match(),
                                Actions.withResponseHeaders(rule.action(), edits),
                                rule.rateLimit()))
                        .toList(),
                Actions.withResponseHeaders(routes.otherwise(), edits));
    }

    /** Where the default changes the header of responses, most others of the listener do the same. */
    private static Action like(Routes routes, Action action, Pick pick) {
        var edits = routes.otherwise().responseHeaders();
        return edits.isEmpty() || pick.oneIn(8) ? action : Actions.withResponseHeaders(action, edits);
    }

    private static List<Rule> withRule(Routes routes, List<String> groups, Pick pick) {
        var before = routes.rules();
        var rules = new ArrayList<>(before);
        var match = Matches.match(pick);
        rules.add(new Rule(
                "rule-" + (before.size() + 1),
                match,
                like(routes, Actions.action(groups, match, pick), pick),
                pick.oneIn(20) ? Optional.of(rateLimit(pick)) : Optional.empty()));
        return rules;
    }

    private static Listener.ClientSide client(Pick pick) {
        return new Listener.ClientSide(
                new Listener.ClientTimeouts(
                        Duration.ofSeconds(pick.of(10, 10, 10, 20)), Times.idle(pick), Times.idle(pick)),
                pick.oneIn(8) ? new Limits(1000, 2048, 1 << 16, 8, 1 << 20) : USUAL_CLIENT.limits(),
                new Listener.ForwardedHeaders(
                        pick.of(Listener.ForwardedMode.values()),
                        pick.oneIn(8) ? new TreeSet<>(List.of(Cidr.parse("10.0.0.0/8"))) : new TreeSet<>()),
                pick.oneIn(8) ? Optional.of(rateLimit(pick)) : Optional.empty());
    }

    private static RateLimit rateLimit(Pick pick) {
        int requests = pick.of(1, 100);
        return new RateLimit(
                requests,
                Duration.ofSeconds(pick.of(1, 60)),
                pick.of(requests, 500),
                pick.of(
                        new RateLimit.Key.Source(),
                        new RateLimit.Key.Everyone(),
                        new RateLimit.Key.Header("x-tenant")));
    }
}
