package dev.isobar.gcp.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.NormalPath;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Rule;
import dev.isobar.model.TextPattern;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the rules of a listener say, in a form that two listeners share where they say the same to Google: for each host
 * pattern the rules that the hosts meet that have no more specific pattern, without conditions on the host.
 *
 * <ul>
 *   <li>What stands behind a rule that always applies is not there.
 *   <li>A path pattern that matches everything is no condition, unless its prefix is replaced; an exact path beside the same
 *       prefix says nothing; patterns that any value has are {@code present}, beside which no other counts.
 *   <li>Weights are a ratio. A redirect names no port but the usual one of a listener that has another, and no scheme but
 *       https. What rewrites an exact path makes a whole path of it.
 *   <li>Rules that turn away addresses answer with an empty page.
 * </ul>
 */
final class NormalRoutes {
    private final Listener.Http listener;

    private NormalRoutes(Listener.Http listener) {
        this.listener = listener;
    }

    static SortedMap<String, List<Rule>> of(Listener.Http listener, Collection<HostPattern> patterns) {
        return new NormalRoutes(listener).byHost(patterns);
    }

    static SortedSet<HostPattern> patterns(Listener.Http listener) {
        return listener.routes().rules().stream()
                .flatMap(rule -> rule.match().conditions().stream())
                .filter(Condition.Host.class::isInstance)
                .flatMap(condition -> ((Condition.Host) condition).any().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SortedMap<String, List<Rule>> byHost(Collection<HostPattern> patterns) {
        var all = new TreeMap<String, List<Rule>>();
        all.put("elsewhere", met(Optional.empty()));
        patterns.forEach(pattern -> all.put(pattern.text(), met(Optional.of(pattern))));
        boolean reached = all.values().stream()
                .anyMatch(rules ->
                        rules.isEmpty() || !rules.getLast().match().conditions().isEmpty());
        var otherwise = action(listener.routes().otherwise(), Match.ALWAYS);
        all.put(
                "default",
                List.of(new Rule(
                        "default", Match.ALWAYS, reached ? otherwise : withoutPath(otherwise), Optional.empty())));
        return all;
    }

    /** A default that nothing meets is there as a service; a path is rewritten by a rule behind all others. */
    private static Action withoutPath(Action action) {
        return action instanceof Action.Forward(var weights, var _, var rewrite, var headers, var timeout)
                ? new Action.Forward(
                        weights, Optional.empty(), new Rewrite(Optional.empty(), rewrite.host()), headers, timeout)
                : action;
    }

    private List<Rule> met(Optional<HostPattern> host) {
        var rules = new ArrayList<Rule>();
        for (var rule : listener.routes().rules()) {
            if (rule.match().conditions().stream().allMatch(condition -> mayHold(condition, host))) {
                var normal = rule(rule);
                rules.add(normal);
                if (normal.match().conditions().isEmpty()) {
                    return rules;
                }
            }
        }
        return rules;
    }

    private static boolean mayHold(Condition condition, Optional<HostPattern> host) {
        return !(condition instanceof Condition.Host(var any, boolean negated))
                || negated != (host.isPresent() && any.stream().anyMatch(pattern -> pattern.covers(host.get())));
    }

    private Rule rule(Rule rule) {
        boolean replacesPrefix = switch (rule.action()) {
            case Action.Forward forward -> forward.rewrite().path().orElse(null) instanceof PathRewrite.Prefix;
            case Action.Redirect redirect -> redirect.to().path().orElse(null) instanceof PathRewrite.Prefix;
            case Action.Respond _ -> false;
        };
        var conditions = rule.match().conditions().stream()
                .filter(condition -> !(condition instanceof Condition.Host))
                .filter(condition -> replacesPrefix
                        || !(condition instanceof Condition.Path(var any, var _))
                        || !any.contains(new PathPattern.Prefix("/")))
                .map(condition -> condition(condition, replacesPrefix))
                .toList();
        return new Rule(rule.name(), Match.of(conditions), action(rule.action(), rule.match()), Optional.empty());
    }

    private static Condition condition(Condition condition, boolean replacesPrefix) {
        return switch (condition) {
            case Condition.Path(var any, var negated)
            when !replacesPrefix ->
                new Condition.Path(
                        any.stream()
                                .filter(pattern -> !(pattern instanceof PathPattern.Exact(var path)
                                        && !path.endsWith("/")
                                        && any.contains(new PathPattern.Prefix(path))))
                                .collect(Collectors.toCollection(TreeSet::new)),
                        negated);
            case Condition.Header(var name, var any, var negated) ->
                new Condition.Header(name, present(any, true), negated);
            case Condition.Query(var name, var any, var negated) ->
                new Condition.Query(name, present(any, true), negated);
            case Condition.Cookie(var name, var any, var negated) ->
                new Condition.Cookie(name, present(any, false), negated);
            case Condition.Host _, Condition.Path _, Condition.Method _, Condition.Source _ -> condition;
        };
    }

    /** @param empty whether a prefix, suffix or part that is empty is a plain presence too */
    private static SortedSet<TextPattern> present(SortedSet<TextPattern> any, boolean empty) {
        boolean all = any.stream()
                .anyMatch(pattern -> pattern instanceof TextPattern.Present
                        || (empty
                                && pattern.text().isEmpty()
                                && !(pattern instanceof TextPattern.Exact)
                                && !(pattern instanceof TextPattern.Regex)));
        return all ? new TreeSet<>(List.of(new TextPattern.Present())) : any;
    }

    private Action action(Action action, Match match) {
        return switch (action) {
            case Action.Forward forward ->
                new Action.Forward(
                        ratio(forward.weights()),
                        Optional.empty(),
                        new Rewrite(
                                forward.rewrite().path().map(path -> path(path, match)),
                                forward.rewrite().host()),
                        new Action.ForwardHeaders(
                                edits(forward.headers().request()),
                                edits(forward.headers().response())),
                        forward.timeout());
            case Action.Redirect redirect ->
                new Action.Redirect(redirect.status(), target(redirect.to(), match), HeaderEdits.NONE);
            case Action.Respond respond ->
                new Action.Respond(respond.status(), "text/plain; charset=utf-8", "", HeaderEdits.NONE);
        };
    }

    /** Of an exact path it is known what becomes of it. */
    private static PathRewrite path(PathRewrite rewrite, Match match) {
        for (var condition : match.conditions()) {
            if (condition instanceof Condition.Path(var any, var _)
                    && rewrite instanceof PathRewrite.Regex
                    && any.size() == 1
                    && any.first() instanceof PathPattern.Exact(var path)) {
                var changed = rewrite.apply(path, "/");
                return NormalPath.of(changed).equals(changed)
                        ? new PathRewrite.Whole(changed)
                        : new PathRewrite.Regex("^.*$", changed);
            }
        }
        return rewrite;
    }

    private Action.RedirectTarget target(Action.RedirectTarget to, Match match) {
        var own = listener.tls().isPresent() ? "https" : "http";
        int usual = listener.tls().isPresent() ? 443 : 80;
        boolean secures = to.scheme().isPresent() && !to.scheme().get().equals(own);
        boolean changes = secures
                || to.host().isPresent()
                || to.path().isPresent()
                || to.query().isPresent();
        return new Action.RedirectTarget(
                secures ? to.scheme() : changes ? Optional.empty() : Optional.of(own),
                to.host(),
                !secures && to.host().isPresent() && listener.port() != usual
                        ? OptionalInt.of(usual)
                        : OptionalInt.empty(),
                to.path().map(path -> path(path, match)),
                to.query());
    }

    private static HeaderEdits edits(HeaderEdits edits) {
        var set = new TreeMap<>(edits.set());
        var add = new TreeMap<>(edits.add());
        var remove = new TreeSet<>(edits.remove());
        remove.removeIf(set::containsKey);
        edits.add().forEach((name, values) -> {
            if (remove.remove(name)) {
                set.put(name, values.getFirst());
                add.put(name, values.subList(1, values.size()));
            }
        });
        add.values().removeIf(List::isEmpty);
        return new HeaderEdits(set, add, remove);
    }

    private static SortedMap<String, Integer> ratio(SortedMap<String, Integer> weights) {
        int divisor = weights.values().stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .intValueExact();
        var ratio = new TreeMap<>(weights);
        ratio.replaceAll((_, weight) -> weight / divisor);
        return ratio;
    }
}
