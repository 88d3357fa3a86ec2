package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HostRule;
import dev.isobar.gcp.resources.UrlMap.HttpRouteRule;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.model.Action;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rule;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The URL map of a listener. The rules keep their order as priorities; where hosts differ, rules are copied.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts">URL maps overview</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/quotas">Quotas and limits</a>
 */
final class UrlMaps {
    private static final int MOST_BYTES = 1_000_000;
    private static final int LONGEST_NAME = 63;

    /** So many are always small enough: a path, an expression or a value has at most about 1,000 characters. */
    private static final int FEW_MATCHES = 100;

    private final Model model;
    private final Site site;
    private final Destinations destinations;
    private final Matches matches;
    private final Paths paths;
    private final Report report;

    UrlMaps(Model model, Site site, Destinations destinations, Report report) {
        this.model = model;
        this.site = site;
        this.destinations = destinations;
        this.report = report;
        matches = new Matches(site, report);
        paths = new Paths(site, report);
    }

    UrlMap of(Listener.Http listener) {
        var path = "listeners." + listener.name();
        var compiled = compiled(listener, path);
        var scopes = HostScopes.of(compiled.rules());
        var hostRules = new ArrayList<HostRule>();
        var matchers = new ArrayList<PathMatcher>();
        for (var scope : scopes) {
            var name = name(scope.hosts().getFirst());
            var hosts = new TreeSet<String>();
            scope.hosts().forEach(host -> hosts.addAll(hosts(host, listener, path)));
            hostRules.add(new HostRule(hosts, name));
            var routes = new ArrayList<HttpRouteRule>();
            for (int index : scope.rules()) {
                for (var route : compiled.routes().get(index)) {
                    routes.add(new HttpRouteRule(
                            routes.size(), route.description(), route.matchRules(), route.destination()));
                }
            }
            matchers.add(new PathMatcher(name, List.of(), routes, compiled.otherwise()));
        }
        copies(scopes, path);
        var routing = new UrlMap.Routing(hostRules, matchers, compiled.otherwise());
        var map = new UrlMap(
                site.id(Names.of(model.name(), listener.name(), site.inside())),
                routing,
                new UrlMapTests(model, listener, destinations, report).all(),
                Ownership.description(model, "listeners/" + listener.name()));
        checkSize(map, path);
        return map;
    }

    /** The rules of a listener, each as the route rules that it becomes, and its default. */
    private record Compiled(List<Rule> rules, List<List<HttpRouteRule>> routes, Destination otherwise) {}

    private Compiled compiled(Listener.Http listener, String path) {
        int denials = Policies.denials(listener);
        var all = listener.routes().rules();
        var rules = new ArrayList<Rule>();
        var routes = new ArrayList<List<HttpRouteRule>>();
        for (int i = denials; i < all.size(); i++) {
            rules.add(all.get(i));
            routes.add(routes(all.get(i), listener, path + ".rules[" + i + "]"));
        }
        var otherwise = listener.routes().otherwise();
        if (rewriteOf(otherwise).isEmpty() || otherwise instanceof Action.Redirect) {
            var change = rewriteOf(otherwise).orElse(null) instanceof PathRewrite.Whole(var whole)
                    ? new Paths.Change.Whole(whole)
                    : new Paths.Change.Same();
            var destination = destinations.of(otherwise, change, listener, path + ".default");
            if (rewriteOf(otherwise).isPresent() && change instanceof Paths.Change.Same) {
                paths.of(Match.ALWAYS, rewriteOf(otherwise), false, path + ".default");
            }
            return new Compiled(rules, routes, destination);
        }
        report.emulated(
                path + ".default.rewrite",
                "rewrite of the path in the default",
                "Google rewrites what a rule matched: a last rule for every path does it");
        var last = new Rule("default", Match.ALWAYS, otherwise, Optional.empty());
        rules.add(last);
        routes.add(variants(last, listener, path + ".default"));
        return new Compiled(
                rules, routes, destinations.of(otherwise, new Paths.Change.Same(), listener, path + ".default"));
    }

    private static Optional<PathRewrite> rewriteOf(Action action) {
        return switch (action) {
            case Action.Forward forward -> forward.rewrite().path();
            case Action.Redirect redirect -> redirect.to().path();
            case Action.Respond _ -> Optional.empty();
        };
    }

    private List<HttpRouteRule> routes(Rule rule, Listener.Http listener, String path) {
        rule.rateLimit()
                .ifPresent(_ -> report.refuse(
                        path + ".rateLimit",
                        "is for one rule; Google limits requests of whole backend services",
                        "write rateLimit for the listener, or limit in the targets"));
        return variants(rule, listener, path);
    }

    private List<HttpRouteRule> variants(Rule rule, Listener.Http listener, String path) {
        var alternatives = matches.alternatives(rule.match().conditions(), path);
        var routes = new ArrayList<HttpRouteRule>();
        for (var variant :
                paths.of(rule.match(), rewriteOf(rule.action()), rule.action() instanceof Action.Forward, path)) {
            routes.add(new HttpRouteRule(
                    0,
                    rule.name(),
                    Matches.matches(variant.paths(), alternatives),
                    destinations.of(rule.action(), variant.change(), listener, path)));
        }
        return routes;
    }

    private void copies(List<HostScopes.HostScope> scopes, String path) {
        var seen = new TreeSet<Integer>();
        var copied = scopes.stream()
                .flatMap(scope -> scope.rules().stream())
                .filter(index -> !seen.add(index))
                .count();
        if (copied > 0) {
            report.emulated(
                    path + ".rules",
                    "order of rules over several hosts",
                    "Google looks only at the rules of the most specific host, so rules are copied into hosts that"
                            + " they cover"
                            + " too: %d more".formatted(copied));
        }
        if (scopes.stream().anyMatch(scope -> scope.hosts().stream().anyMatch(Optional::isPresent))) {
            report.emulated(
                    path,
                    "hosts with a trailing dot",
                    "the documentation of Google does not say that shop.example.com. counts as shop.example.com");
        }
    }

    /** With the port too where clients send it in Host; Google does not say that it looks at the name alone. */
    private List<String> hosts(Optional<HostPattern> pattern, Listener.Http listener, String path) {
        if (pattern.isEmpty()) {
            return List.of("*");
        }
        var text = pattern.get().text();
        if (!text.matches("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")) {
            report.refuse(
                    path + ".rules",
                    "match the host \"%s\"; Google takes hosts of letters, digits, dashes and dots".formatted(text),
                    "use a DNS name such as shop.example.com");
        }
        int usual = listener.tls().isPresent() ? 443 : 80;
        return listener.port() == usual ? List.of(text) : List.of(text, text + ":" + listener.port());
    }

    /** Readable, and with a digest where dots and dashes could make two hosts one name. */
    private static String name(Optional<HostPattern> pattern) {
        if (pattern.isEmpty()) {
            return "any";
        }
        var text = pattern.get().text();
        var plain = text.replace("*.", "any.").replaceAll("[^a-z0-9]", "-").replaceAll("^[^a-z]+", "");
        boolean unique = text.matches("[a-z][a-z0-9.]*") && !text.startsWith("any.") && !text.equals("any");
        if (unique && plain.length() <= LONGEST_NAME) {
            return plain;
        }
        var cut = plain.substring(0, Math.min(LONGEST_NAME - 8, plain.length())).replaceAll("-+$", "");
        return (cut.isEmpty() ? "host" : cut) + "-" + Names.digest(text);
    }

    private void checkSize(UrlMap map, String path) {
        long matches = map.routing().pathMatchers().stream()
                .flatMap(matcher -> matcher.routeRules().stream())
                .mapToLong(route -> route.matchRules().size())
                .sum();
        if (matches < FEW_MATCHES) {
            return;
        }
        int size = map.routing().toString().length();
        if (size > MOST_BYTES) {
            report.refuse(
                    path + ".rules",
                    "become a URL map of about %d bytes; Google takes %d".formatted(size, MOST_BYTES),
                    "use fewer rules, or fewer hosts with rules of their own");
        }
    }
}
