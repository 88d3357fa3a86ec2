package dev.isobar.model.file;

import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.Durations;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rule;
import dev.isobar.model.Stickiness;
import dev.isobar.model.TargetGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;

/** What is wrong between the parts of a model, each of which is right in itself. */
final class Checks {
    private final Model model;
    private final Positions positions;
    private final Problems problems;

    private Checks(Model model, Positions positions, Problems problems) {
        this.model = model;
        this.positions = positions;
        this.problems = problems;
    }

    static void of(Model model, Positions positions, Problems problems) {
        var checks = new Checks(model, positions, problems);
        checks.ports();
        checks.proxyProtocol();
        checks.admin();
        checks.localTls();
        model.listeners().values().forEach(checks::listener);
        model.targetGroups().values().forEach(checks::group);
    }

    private void error(String path, String what, String fix) {
        problems.error(positions.of(path), what, fix);
    }

    /** Only of files without errors: what could not be read would give wrong warnings. */
    private void warning(String path, String what, String fix) {
        if (!problems.hasErrors()) {
            problems.warning(positions.of(path), what, fix);
        }
    }

    private void ports() {
        var declared = new HashMap<String, String>();
        var opened = new HashMap<String, String>();
        for (var listener : model.listeners().values()) {
            var transport = listener.protocol().isUdp() ? "udp " : "tcp ";
            var path = "listeners." + listener.name() + ".port";
            var other = declared.putIfAbsent(transport + listener.port(), listener.name());
            if (other != null) {
                error(
                        path,
                        "listeners \"%s\" and \"%s\" both take port %d"
                                .formatted(other, listener.name(), listener.port()),
                        "give one of them another port");
                continue;
            }
            int local = model.place().local().portOf(listener);
            var neighbour = opened.putIfAbsent(transport + local, listener.name());
            if (neighbour != null) {
                error(
                        "place.local.ports",
                        "listeners \"%s\" and \"%s\" both open port %d here"
                                .formatted(neighbour, listener.name(), local),
                        "map one of them to another port");
            }
        }
        for (int from : model.place().local().ports().keySet()) {
            if (model.listeners().values().stream().noneMatch(listener -> listener.port() == from)) {
                error(
                        "place.local.ports." + from,
                        "place.local.ports maps port %d, which no listener has".formatted(from),
                        "use the port of a listener, or remove the line");
            }
        }
    }

    private void noListener(String path, String name) {
        error(
                path,
                "listener \"" + name + "\" is not defined",
                Nearest.to(name, model.listeners().keySet())
                        .map("did you mean \"%s\"?"::formatted)
                        .orElse("use the name of a listener, or remove the line"));
    }

    /** What says much and asks for no password is for this machine alone; a name is looked up only when it is served. */
    private void admin() {
        model.place().local().admin().ifPresent(address -> {
            if (!address.isDnsName() && !Cidr.address(address.host()).isLoopbackAddress()) {
                error(
                        "place.local.admin",
                        "the admin port says much and asks for no password; \"%s\" is not an address of this machine"
                                        .formatted(address.host())
                                + " alone",
                        "use a loopback address, such as 127.0.0.1:" + address.port());
            }
        });
    }

    private void localTls() {
        var path = "place.local.tls";
        var tls = model.place().local().tls();
        for (var name : tls.strictNames()) {
            var listener = model.listeners().get(name);
            if (listener == null) {
                noListener(path + ".strictNames", name);
            } else if (listener.termination().isEmpty()) {
                error(
                        path + ".strictNames",
                        "listener \"" + name + "\" does not end TLS",
                        "remove it; rules of a tls listener that passes TLS on decide by name");
            }
        }
        for (var name : tls.ocsp().keySet()) {
            var certificate = model.certificates().get(name);
            if (certificate == null) {
                error(
                        path + ".ocsp." + name,
                        "certificate \"" + name + "\" is not defined",
                        Nearest.to(name, model.certificates().keySet())
                                .map("did you mean \"%s\"?"::formatted)
                                .orElse("use the name of a certificate, or remove the line"));
            } else if (!(certificate.keyPair().orElse(null) instanceof Certificate.KeyPair.PemFiles)) {
                error(
                        path + ".ocsp." + name,
                        "certificate \"" + name + "\" is in no file, so that no authority can answer for it",
                        "remove the line, or add certificate and key to certificates." + name);
            }
        }
    }

    private void proxyProtocol() {
        var path = "place.local.proxyProtocol";
        var protocol = model.place().local().proxyProtocol();
        for (var name : protocol.from().keySet()) {
            var listener = model.listeners().get(name);
            if (listener == null) {
                noListener(path + ".from." + name, name);
            } else if (listener.protocol().isUdp()) {
                error(
                        path + ".from." + name,
                        "listener \"" + name + "\" speaks udp, which has no connections that could begin with a header",
                        "remove the line");
            }
        }
        for (var name : protocol.to().keySet()) {
            var group = model.targetGroups().get(name);
            // That it is missing was said where the file was read.
            if (group != null
                    && group.protocol() != TargetGroup.Protocol.TCP
                    && group.protocol() != TargetGroup.Protocol.TLS) {
                error(
                        path + ".to." + name,
                        "target group \"" + name + "\" speaks " + word(group.protocol())
                                + ", and only a connection of tcp or tls belongs to one client",
                        group.protocol() == TargetGroup.Protocol.UDP
                                ? "remove the line"
                                : "remove the line; X-Forwarded-For tells the targets who the client is");
            }
        }
    }

    private void listener(Listener listener) {
        var path = "listeners." + listener.name();
        var routes = listener.table();
        var names = new HashMap<String, Integer>();
        for (int i = 0; i < routes.rules().size(); i++) {
            var rule = routes.rules().get(i);
            var at = path + ".rules[" + i + "]";
            var before = names.putIfAbsent(rule.name(), i);
            if (before != null) {
                error(
                        at + ".name",
                        "rules %d and %d of listener \"%s\" are both called \"%s\""
                                .formatted(before + 1, i + 1, listener.name(), rule.name()),
                        "rename one of them");
            }
            if (rule.name().equals("default")) {
                error(at + ".name", "the name \"default\" means the default of a listener", "rename the rule");
            }
            action(rule.action(), listener, at);
            prefixRewrite(rule, at);
        }
        action(routes.otherwise(), listener, path + ".default");
        prefixRewrite(routes.otherwise(), path + ".default");
        Shadowing.check(routes, path, positions, problems);
    }

    private void action(Action action, Listener listener, String path) {
        if (!(action instanceof Action.Forward forward)) {
            return;
        }
        for (var name : forward.weights().keySet()) {
            var group = model.targetGroups().get(name);
            var at = path + ".forward." + name;
            // That it is missing was said where the file was read.
            if (group != null && !fits(listener.protocol(), group.protocol())) {
                error(
                        at,
                        "listener \"%s\" speaks %s, target group \"%s\" speaks %s"
                                .formatted(listener.name(), word(listener.protocol()), name, word(group.protocol())),
                        switch (listener.protocol()) {
                            case HTTP, HTTPS -> "use a target group with protocol http, https, http2 or grpc";
                            case TCP, TLS -> "use a target group with protocol tcp or tls";
                            case UDP -> "use a target group with protocol udp";
                        });
            }
        }
    }

    private static boolean fits(Listener.Protocol listener, TargetGroup.Protocol group) {
        return switch (listener) {
            case HTTP, HTTPS -> group.isHttp();
            case TCP, TLS -> group == TargetGroup.Protocol.TCP || group == TargetGroup.Protocol.TLS;
            case UDP -> group == TargetGroup.Protocol.UDP;
        };
    }

    private static String word(Enum<?> protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    private void prefixRewrite(Rule rule, String path) {
        boolean matchesPrefixes = rule.match().conditions().stream()
                .anyMatch(condition -> condition instanceof Condition.Path(var any, var negated)
                        && !negated
                        && any.stream().allMatch(PathPattern.Prefix.class::isInstance));
        if (!matchesPrefixes) {
            prefixRewrite(rule.action(), path);
        }
    }

    /** For an action that knows no matched prefix. */
    private void prefixRewrite(Action action, String path) {
        var rewrite = switch (action) {
            case Action.Forward forward -> forward.rewrite().path();
            case Action.Redirect redirect -> redirect.to().path();
            case Action.Respond _ -> Optional.<PathRewrite>empty();
        };
        if (rewrite.orElse(null) instanceof PathRewrite.Prefix(var prefix)) {
            error(
                    path + (action instanceof Action.Forward ? ".rewrite.path" : ".redirect.path"),
                    "the prefix \"" + prefix + "\" cannot replace a prefix, because not every path of the match is one",
                    "match paths that end in /*, or write the whole path");
        }
    }

    private void group(TargetGroup group) {
        var path = "targetGroups." + group.name();
        if (group.targets().isEmpty()) {
            warning(
                    path + ".targets",
                    "target group \"" + group.name() + "\" has no target, so it answers 503",
                    "add a target");
        } else if (group.targets().stream().allMatch(target -> target.weight() == 0)) {
            error(
                    path + ".targets",
                    "the weights of the targets of \"" + group.name()
                            + "\" sum to zero, so no request could go anywhere",
                    "give at least one target a weight of 1 or more");
        }
        timeouts(group, path);
        stickiness(group, path);
        probes(group, path);
    }

    private void timeouts(TargetGroup group, String path) {
        var timeouts = group.upstream().timeouts();
        if (timeouts.connect().compareTo(timeouts.response()) > 0) {
            error(
                    path + ".timeouts.connect",
                    "connecting to a target of \"%s\" may take %s, but its whole response only %s"
                            .formatted(
                                    group.name(),
                                    Durations.text(timeouts.connect()),
                                    Durations.text(timeouts.response())),
                    "make connect shorter than response");
        }
        var drain = group.balancing().drain();
        if (!drain.isZero() && written(path + ".drain") && drain.compareTo(timeouts.response()) < 0) {
            warning(
                    path + ".drain",
                    "requests may take %s (timeouts.response), but a target that is removed gets only %s (drain) to finish them"
                            .formatted(Durations.text(timeouts.response()), Durations.text(drain)),
                    "make drain as long as timeouts.response, or that shorter");
        }
        var slowStart = group.balancing().slowStart();
        group.health().ifPresent(health -> {
            var interval = health.timing().interval();
            if (!slowStart.isZero() && slowStart.compareTo(interval.multipliedBy(3)) < 0) {
                warning(
                        path + ".slowStart",
                        "slowStart (%s) is over before a target was probed three times (every %s)"
                                .formatted(Durations.text(slowStart), Durations.text(interval)),
                        "make slowStart at least " + Durations.text(interval.multipliedBy(3)));
            }
        });
    }

    /** Whether the file itself has the key: a place of its own, not that of the group around it. */
    private boolean written(String path) {
        return !positions.of(path).equals(positions.of(path.substring(0, path.lastIndexOf('.'))));
    }

    private void stickiness(TargetGroup group, String path) {
        if (group.balancing().stickiness().isEmpty()) {
            return;
        }
        boolean cookie = !(group.balancing().stickiness().get() instanceof Stickiness.Source);
        if (cookie && !group.protocol().isHttp()) {
            error(
                    path + ".stickiness",
                    "target group \"" + group.name() + "\" speaks " + word(group.protocol()) + ", which has no cookies",
                    "write stickiness: source");
        }
        if (group.balancing().algorithm() instanceof Algorithm.IpHash
                || group.balancing().algorithm() instanceof Algorithm.ConsistentHash) {
            warning(
                    path + ".stickiness",
                    "the algorithm of \"" + group.name() + "\" already sends a client to the same target",
                    "remove stickiness, or use another algorithm");
        }
    }

    private void probes(TargetGroup group, String path) {
        if (group.health().isEmpty()) {
            return;
        }
        var health = group.health().get();
        if (health instanceof HealthCheck.Grpc
                && group.protocol() != TargetGroup.Protocol.GRPC
                && group.protocol() != TargetGroup.Protocol.HTTP2) {
            warning(
                    path + ".healthCheck",
                    "target group \"" + group.name() + "\" speaks " + word(group.protocol())
                            + ", but is probed by gRPC",
                    "use protocol: grpc for the group, or another health check");
        }
        var timing = health.timing();
        var unnoticed = timing.interval().multipliedBy(timing.unhealthyThreshold());
        if (unnoticed.compareTo(Duration.ofMinutes(10)) > 0) {
            warning(
                    path + ".healthCheck",
                    "a dead target of \"%s\" is noticed only after %s (interval times unhealthyThreshold)"
                            .formatted(group.name(), Durations.text(unnoticed)),
                    "probe more often, or lower unhealthyThreshold");
        }
    }
}
