package dev.isobar.proxy.snapshot;

import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Rule;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.route.Router;
import dev.isobar.proxy.balance.Rendezvous;
import dev.isobar.proxy.http.FieldEdits;
import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.metrics.RouteCounters;
import dev.isobar.proxy.tls.TlsContexts;
import dev.isobar.proxy.tls.UpstreamTls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Makes snapshots. Nothing begins to run by it. */
public final class Compiler {
    private static final String DEFAULT = "default";

    private final Registry registry;
    private final ToIntFunction<Listener> ports;
    private final TlsContexts.SelfSigned selfSigned;

    /**
     * @param ports the port that is opened for a listener
     * @param selfSigned the certificates that are made here
     */
    public Compiler(Registry registry, ToIntFunction<Listener> ports, TlsContexts.SelfSigned selfSigned) {
        this.registry = registry;
        this.ports = ports;
        this.selfSigned = selfSigned;
    }

    /**
     * @param model with nothing in it that is not served
     * @throws java.io.UncheckedIOException where a file for TLS to targets cannot be used
     */
    public Snapshot compile(Model model, long generation) {
        var groups = new TreeMap<String, Group>();
        model.targetGroups().forEach((name, group) -> groups.put(name, group(model, group)));
        var sites = new TreeMap<String, Served>();
        for (var listener : model.listeners().values()) {
            sites.put(listener.name(), served(listener, groups));
        }
        return new Snapshot(
                generation, model, Collections.unmodifiableSortedMap(sites), Collections.unmodifiableSortedMap(groups));
    }

    private Group group(Model model, TargetGroup group) {
        var backends = new ArrayList<Backend>();
        for (var target : group.targets()) {
            if (!(target instanceof Target.Address address)) {
                throw new IllegalArgumentException("only addresses are served, not " + target.text());
            }
            backends.add(registry.backend(group, address));
        }
        return new Group(
                group,
                UpstreamTls.of(group, model.certificates(), selfSigned),
                backends,
                model.place().local().proxyProtocol().to().get(group.name()),
                registry);
    }

    private Served served(Listener listener, SortedMap<String, Group> groups) {
        return switch (listener) {
            case Listener.Http http -> site(http, groups);
            case Listener.Tcp tcp -> stream(tcp, new StreamSite.Kind.Tcp(), tcp.idle(), groups);
            case Listener.Tls tls -> stream(tls, StreamSite.Kind.of(tls), tls.idle(), groups);
            case Listener.Udp udp -> stream(udp, new StreamSite.Kind.Udp(), udp.idle(), groups);
        };
    }

    private StreamSite stream(Listener listener, StreamSite.Kind kind, Duration idle, SortedMap<String, Group> groups) {
        var routes = listener.table();
        var name = listener.name();
        return new StreamSite(
                kind,
                name,
                ports.applyAsInt(listener),
                Router.table(listener),
                routes.rules().stream()
                        .map(rule -> route(listener, rule, groups))
                        .toList(),
                route(listener, DEFAULT, Match.ALWAYS, routes.otherwise(), null, groups),
                idle.toNanos(),
                registry.counters(new RouteCounters.Labels(name, "", "")));
    }

    private Site site(Listener.Http listener, SortedMap<String, Group> groups) {
        var limits = listener.client().limits();
        var routes = listener.routes();
        var name = listener.name();
        return new Site(
                listener,
                ports.applyAsInt(listener),
                Router.table(listener),
                routes.rules().stream()
                        .map(rule -> route(listener, rule, groups))
                        .toList(),
                route(listener, DEFAULT, Match.ALWAYS, routes.otherwise(), null, groups),
                new Head.Bounds(limits.requestLine(), limits.header(), limits.headers(), limits.headerCount()),
                limiter(name, "", listener.client().rateLimit()),
                registry.counters(new RouteCounters.Labels(name, "", "")));
    }

    private Route route(Listener listener, Rule rule, SortedMap<String, Group> groups) {
        var limiter = limiter(listener.name(), rule.name(), rule.rateLimit());
        return route(listener, rule.name(), rule.match(), rule.action(), limiter, groups);
    }

    private Route route(
            Listener listener,
            String rule,
            Match match,
            Action action,
            @Nullable RateLimiter limiter,
            SortedMap<String, Group> groups) {
        var counters = new ArrayList<RouteCounters>();
        counters.add(registry.counters(new RouteCounters.Labels(listener.name(), rule, "")));
        if (action instanceof Action.Forward forward) {
            forward.weights()
                    .keySet()
                    .forEach(group ->
                            counters.add(registry.counters(new RouteCounters.Labels(listener.name(), rule, group))));
        }
        return new Route(
                rule,
                match,
                step(action, listener, groups),
                FieldEdits.of(action.responseHeaders()),
                limiter,
                List.copyOf(counters));
    }

    private @Nullable RateLimiter limiter(String listener, String rule, Optional<RateLimit> limit) {
        return limit.map(is -> registry.limiter(listener, rule, is)).orElse(null);
    }

    private Step step(Action action, Listener listener, SortedMap<String, Group> groups) {
        return switch (action) {
            case Action.Respond respond ->
                new Step.Respond(
                        respond.status(), respond.contentType(), respond.body().getBytes(StandardCharsets.UTF_8));
            case Action.Redirect redirect -> new Step.Redirect(redirect);
            case Action.Forward forward -> {
                var chosen = new ArrayList<Group>();
                for (var name : forward.weights().keySet()) {
                    var group = groups.get(name);
                    if (group == null) {
                        throw new IllegalArgumentException("no target group \"" + name + "\"");
                    }
                    chosen.add(group);
                }
                int[] weights = forward.weights().values().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                yield new Step.Forward(
                        new Step.Split(chosen, weights, back(forward, listener), registry.loops()),
                        forward.rewrite(),
                        FieldEdits.of(forward.headers().request()),
                        forward.timeout().map(Duration::toNanos).orElse(0L));
            }
        };
    }

    private Step.Return back(Action.Forward forward, Listener listener) {
        if (forward.stickiness().isEmpty()) {
            return new Step.Return.Never();
        }
        var groups = List.copyOf(forward.weights().keySet());
        return listener instanceof Listener.Http
                ? new Step.Return.ByCookie(new GroupCookie(
                        cookieOf(groups),
                        forward.stickiness().get(),
                        groups.stream().map(registry::id).toList()))
                : new Step.Return.BySource(new Rendezvous(groups));
    }

    /** Rules with the same groups share a cookie, so that a client has the same group in all of them. */
    private static String cookieOf(List<String> groups) {
        var crc = new CRC32();
        crc.update(String.join("\n", groups).getBytes(StandardCharsets.UTF_8));
        return "isobar-group-" + HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
