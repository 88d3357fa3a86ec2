package dev.isobar.model.route;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Routes requests through a whole model: the reference semantics.
 *
 * <p>The listener is the one on the port of the URL. Its rules are tried in order; the first whose match holds decides,
 * else the default of the listener. Immutable; any number of threads may ask.
 */
public final class Router {
    /**
     * @param rule absent: the default decided
     */
    public record Routed(Listener listener, Optional<Rule> rule, Decision decision) {
        /** The name of the rule, or {@code default}. */
        public String ruleName() {
            return rule.map(Rule::name).orElse("default");
        }
    }

    private final Model model;
    private final Map<String, RouteTable> tables = new TreeMap<>();

    private Router(Model model) {
        this.model = model;
        model.listeners().forEach((name, listener) -> tables.put(name, table(listener)));
    }

    /** Compiles the rules of all listeners. */
    public static Router of(Model model) {
        return new Router(model);
    }

    /** The compiled rules of a listener, in their order. */
    public static RouteTable table(Listener listener) {
        return RouteTable.of(listener.table().rules().stream().map(Rule::match).toList());
    }

    /** Compiles the model and routes one request; for many requests keep a {@link Router}. */
    public static Optional<Routed> route(Model model, Request request) {
        return of(model).route(request);
    }

    /** Empty where no listener of the model takes the request. */
    public Optional<Routed> route(Request request) {
        return listener(request.target()).map(listener -> route(listener, request));
    }

    /** The listener that a URL leads to: that on its port, where it speaks the scheme of the URL. */
    public Optional<Listener> listener(Request.Url target) {
        return model.listeners().values().stream()
                .filter(listener -> listener.port() == target.port()
                        && switch (listener.protocol()) {
                            case HTTP -> target.scheme().equals("http");
                            case HTTPS -> target.scheme().equals("https");
                            case TLS ->
                                target.scheme().equals("tls") || target.scheme().equals("https");
                            case TCP, UDP -> false;
                        })
                .findFirst();
    }

    /** What the listener decides. */
    public Routed route(Listener listener, Request request) {
        var table = tables.get(listener.name());
        if (table == null) {
            throw new IllegalArgumentException("the model has no listener \"" + listener.name() + "\"");
        }
        int found = table.first(request);
        if (found < 0) {
            return new Routed(
                    listener, Optional.empty(), Decision.of(listener.table().otherwise(), request.target(), "/"));
        }
        var rule = listener.table().rules().get(found);
        var prefix = Matching.matchedPrefix(rule.match(), request.path());
        return new Routed(listener, Optional.of(rule), Decision.of(rule.action(), request.target(), prefix));
    }
}
