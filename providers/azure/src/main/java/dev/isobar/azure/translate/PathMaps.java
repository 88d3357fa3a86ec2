package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Order;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.PathRule;
import dev.isobar.azure.resources.Routing.RuleAction;
import dev.isobar.azure.resources.Routing.UrlPathMap;
import dev.isobar.azure.translate.Scopes.Numbered;
import dev.isobar.azure.translate.Scopes.Scope;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of one scope: a URL path map whose path rules have the order of the model, up to the first that takes every
 * path, which is the default of the map. Without path rules no map is needed. A pattern stands in a map once, where it is
 * first: Azure takes no other map, and a later one would never be reached.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/url-route-overview">URL path-based routing</a>
 */
final class PathMaps {
    private static final int MOST_RULES = 100;
    private static final PathPattern EVERYTHING = new PathPattern.Prefix("/");

    private final Forwards forwards;
    private final Redirects redirects;
    private final Rewrites rewrites;
    private final GatewayParts parts;
    private final Report report;

    PathMaps(Forwards forwards, Redirects redirects, Rewrites rewrites, GatewayParts parts, Report report) {
        this.forwards = forwards;
        this.redirects = redirects;
        this.rewrites = rewrites;
        this.parts = parts;
        this.report = report;
    }

    /**
     * @param paths what it asks for; never empty
     * @param part tells the parts of one rule apart; may be empty
     */
    record Variant(Numbered rule, Collection<PathPattern> paths, String prefix, String part) {
        boolean takesEverything() {
            return paths.contains(EVERYTHING);
        }

        String name() {
            return part.isEmpty() ? rule.rule().name() : rule.rule().name() + "_" + part;
        }

        String path(Listener listener) {
            return "listeners." + listener.name() + ".rules[" + rule.index() + "]";
        }
    }

    /**
     * What stands in a map.
     *
     * @param before all that comes before the one that takes every path
     * @param paths by the names of variants those that are not taken before; in order
     * @param last takes every path; empty: the default of the listener does
     */
    record Layout(List<Variant> before, LinkedHashMap<String, List<String>> paths, Optional<Variant> last) {
        /** The variant with this name. */
        Variant variant(String name) {
            return before.stream()
                    .filter(variant -> variant.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static Layout layout(Scope scope) {
        var before = new ArrayList<Variant>();
        Optional<Variant> last = Optional.empty();
        for (var rule : scope.rules()) {
            for (var variant : variants(rule)) {
                if (last.isEmpty() && variant.takesEverything()) {
                    last = Optional.of(variant);
                } else if (last.isEmpty()) {
                    before.add(variant);
                }
            }
        }
        var paths = new LinkedHashMap<String, List<String>>();
        var taken = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        for (var variant : before) {
            var free = variant.paths().stream()
                    .flatMap(pattern -> Paths.of(pattern).stream())
                    .filter(taken::add)
                    .toList();
            if (!free.isEmpty()) {
                paths.put(variant.name(), free);
            }
        }
        return new Layout(before, paths, last);
    }

    /** @param name of the map */
    RuleAction of(Listener.Http listener, Scope scope, String name) {
        var layout = layout(scope);
        for (int i = 0; i < layout.before().size(); i++) {
            ambiguous(layout.before().subList(0, i), layout.before().get(i), listener);
        }
        var otherwise = layout.last()
                .map(variant -> outcome(variant, listener, scope.host()))
                .orElseGet(() -> otherwise(listener, scope.host()));
        if (layout.before().isEmpty()) {
            return new RuleAction.Basic(otherwise);
        }
        var rules = new LinkedHashMap<String, PathRule>();
        layout.paths()
                .forEach((part, paths) ->
                        rules.put(part, new PathRule(paths, outcome(layout.variant(part), listener, scope.host()))));
        if (rules.size() > MOST_RULES) {
            report.refuse(
                    "listeners." + listener.name() + ".rules",
                    "become %d path rules%s; Azure takes %d in a URL path map"
                            .formatted(
                                    rules.size(),
                                    scope.host()
                                            .map(host -> " for " + host.text())
                                            .orElse(""),
                                    MOST_RULES),
                    "use fewer rules");
        }
        var order = Order.of(List.copyOf(rules.keySet()));
        GatewayParts.put(parts.urlPathMaps, name, new UrlPathMap(order, new TreeMap<>(rules), otherwise));
        return new RuleAction.PathBasedRouting(name);
    }

    /** One for each prefix where the prefix is replaced, the longest first; otherwise the rule as it is. */
    private static List<Variant> variants(Numbered rule) {
        Collection<PathPattern> patterns = rule.rule().match().conditions().stream()
                .filter(Condition.Path.class::isInstance)
                .findFirst()
                .<Collection<PathPattern>>map(condition -> ((Condition.Path) condition).any())
                .orElse(List.of(EVERYTHING));
        var known = patterns.stream()
                .filter(pattern -> !(pattern instanceof PathPattern.Regex))
                .toList();
        if (known.isEmpty()) {
            return List.of();
        }
        boolean replacesPrefix = rule.rule().action() instanceof Action.Forward forward
                && forward.rewrite().path().orElse(null) instanceof PathRewrite.Prefix;
        if (!replacesPrefix) {
            return List.of(new Variant(rule, known, "/", ""));
        }
        var prefixes = known.stream()
                .filter(PathPattern.Prefix.class::isInstance)
                .map(pattern -> ((PathPattern.Prefix) pattern).path())
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        return prefixes.stream()
                .map(prefix -> new Variant(
                        rule,
                        List.of(new PathPattern.Prefix(prefix)),
                        prefix,
                        prefixes.size() == 1 ? "" : Names.digest(prefix)))
                .toList();
    }

    private void ambiguous(List<Variant> before, Variant rule, Listener listener) {
        for (var earlier : before) {
            if (earlier.rule().index() == rule.rule().index()
                    || earlier.rule().rule().action().equals(rule.rule().rule().action())) {
                continue;
            }
            for (var one : earlier.paths()) {
                for (var other : rule.paths()) {
                    if (Paths.differOnlyByCase(one, other)) {
                        report.refuse(
                                rule.path(listener) + ".match.path",
                                "has \"%s\", and rule \"%s\" before it has \"%s\"; Azure compares paths without regard to"
                                                .formatted(
                                                        other.text(),
                                                        earlier.rule().rule().name(),
                                                        one.text())
                                        + " case, so that the earlier rule would take these requests",
                                "use paths that differ in more than case");
                    }
                }
            }
        }
    }

    private Outcome outcome(Variant variant, Listener.Http listener, Optional<HostPattern> host) {
        var rule = variant.rule().rule();
        var place = new RulePlace(listener.name(), rule.name(), variant.path(listener));
        return outcome(rule.action(), place, listener, host, variant);
    }

    private Outcome otherwise(Listener.Http listener, Optional<HostPattern> host) {
        var place = new RulePlace(listener.name(), Names.DEFAULT, "listeners." + listener.name() + ".default");
        return switch (listener.routes().otherwise()) {
            case Action.Forward forward -> forwards.of(forward, place, rewrites.of(forward, "/", place, ""));
            case Action.Redirect redirect -> redirect(redirect, place, listener, host);
            case Action.Respond respond -> respond(respond, place);
        };
    }

    private Outcome outcome(
            Action action, RulePlace place, Listener.Http listener, Optional<HostPattern> host, Variant variant) {
        return switch (action) {
            case Action.Forward forward ->
                forwards.of(forward, place, rewrites.of(forward, variant.prefix(), place, variant.part()));
            case Action.Redirect redirect -> redirect(redirect, place, listener, host);
            case Action.Respond respond -> respond(respond, place);
        };
    }

    private Outcome redirect(
            Action.Redirect redirect, RulePlace place, Listener.Http listener, Optional<HostPattern> host) {
        rewrites.refuse(redirect.responseHeaders(), place.path());
        return redirects.of(redirect, listener, host, place);
    }

    private Outcome respond(Action.Respond respond, RulePlace place) {
        report.refuse(
                place.path() + ".respond",
                "answers with %d; Application Gateway has no answers of its own".formatted(respond.status()),
                "forward to a target that answers so, or redirect");
        return new Outcome.Redirect("respond");
    }
}
