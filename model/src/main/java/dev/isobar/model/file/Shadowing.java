package dev.isobar.model.file;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.RequestView;
import dev.isobar.model.route.RouteTable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Finds rules that no request can reach, because one earlier rule takes all that they match. A rule that only several
 * earlier rules together hide is not found.
 */
final class Shadowing {
    private Shadowing() {}

    static void check(Routes routes, String path, Positions positions, Problems problems) {
        var rules = routes.rules();
        var matches = rules.stream().map(Rule::match).toList();
        var table = RouteTable.of(matches);
        for (int i = 0; i < rules.size(); i++) {
            int later = i;
            firstCovering(matches, i, table)
                    .ifPresent(earlier -> problems.error(
                            positions.of(path + ".rules[" + later + "]"),
                            "no request reaches rule \"%s\": rule \"%s\" (line %d) matches all of them before"
                                    .formatted(
                                            rules.get(later).name(),
                                            rules.get(earlier).name(),
                                            positions
                                                    .of(path + ".rules[" + earlier + "]")
                                                    .line()),
                            "move it above rule \"%s\", or remove it"
                                    .formatted(rules.get(earlier).name())));
        }
    }

    /** The first rule before this one that matches all that it matches. */
    private static Optional<Integer> firstCovering(List<Match> matches, int rule, RouteTable table) {
        var match = matches.get(rule);
        // Who covers a rule matches every request of it, so only those who match one example need a closer look.
        return Example.of(match).<Collection<Integer>>map(table::all).orElseGet(() -> upTo(rule)).stream()
                .filter(earlier -> earlier < rule && covers(matches.get(earlier), match))
                .findFirst();
    }

    private static List<Integer> upTo(int rule) {
        var all = new ArrayList<Integer>();
        for (int i = 0; i < rule; i++) {
            all.add(i);
        }
        return all;
    }

    /** Whether every request that the later match holds for is certainly one that the earlier match holds for. */
    static boolean covers(Match earlier, Match later) {
        return earlier.conditions().stream()
                .allMatch(wanted -> later.conditions().stream().anyMatch(given -> implies(given, wanted)));
    }

    private static boolean implies(Condition given, Condition wanted) {
        if (!given.subject().equals(wanted.subject())) {
            return false;
        }
        if (given.negated() != wanted.negated()) {
            return false;
        }
        // None of {a, b} implies none of {a}; any of {a} implies any of {a, b}.
        return wanted.negated() ? subset(wanted, given) : subset(given, wanted);
    }

    /** Whether each alternative of the narrow condition is covered by one of the wide one. */
    private static boolean subset(Condition narrow, Condition wide) {
        return switch (narrow) {
            case Condition.Host(var any, var _)
            when wide instanceof Condition.Host(var others, var _) ->
                any.stream().allMatch(one -> others.stream().anyMatch(other -> other.covers(one)));
            case Condition.Path(var any, var _)
            when wide instanceof Condition.Path(var others, var _) ->
                any.stream().allMatch(one -> others.stream().anyMatch(other -> other.covers(one)));
            case Condition.Method(var any, var _)
            when wide instanceof Condition.Method(var others, var _) -> others.containsAll(any);
            case Condition.Header(var _, var any, var _)
            when wide instanceof Condition.Header(var _, var others, var _) -> covered(any, others);
            case Condition.Query(var _, var any, var _)
            when wide instanceof Condition.Query(var _, var others, var _) -> covered(any, others);
            case Condition.Cookie(var _, var any, var _)
            when wide instanceof Condition.Cookie(var _, var others, var _) -> covered(any, others);
            case Condition.Source(var any, var _)
            when wide instanceof Condition.Source(var others, var _) ->
                any.stream().allMatch(one -> others.stream().anyMatch(other -> other.covers(one)));
            default -> false;
        };
    }

    private static boolean covered(SortedSet<TextPattern> any, SortedSet<TextPattern> others) {
        return any.stream().allMatch(one -> others.stream().anyMatch(other -> other.covers(one)));
    }

    /** A request that a match holds for. */
    private record Example(Match match) implements RequestView {
        /** Empty where no example is at hand: for regular expressions and negations. */
        static Optional<RequestView> of(Match match) {
            boolean plain = match.conditions().stream()
                    .allMatch(condition -> !condition.negated()
                            && condition.any().stream()
                                    .noneMatch(value ->
                                            value instanceof PathPattern.Regex || value instanceof TextPattern.Regex));
            return plain ? Optional.of(new Example(match)) : Optional.empty();
        }

        @Override
        public String method() {
            return first(Condition.Method.class)
                    .map(condition -> condition.any().first())
                    .orElse("GET");
        }

        @Override
        public String host() {
            return first(Condition.Host.class)
                    .map(condition -> switch (condition.any().first()) {
                        case HostPattern.Exact(var host) -> host;
                        case HostPattern.Wildcard(var domain) -> "x." + domain;
                    })
                    .orElse("");
        }

        @Override
        public String path() {
            return first(Condition.Path.class)
                    .map(condition -> switch (condition.any().first()) {
                        case PathPattern.Exact(var path) -> path;
                        case PathPattern.Prefix(var path) -> path;
                        case PathPattern.Regex regex -> throw new IllegalStateException("no example of " + regex);
                    })
                    .orElse("/");
        }

        @Override
        public List<String> header(String lowerCaseName) {
            return texts("header " + lowerCaseName);
        }

        @Override
        public List<String> query(String name) {
            return texts("query " + name);
        }

        @Override
        public List<String> cookie(String name) {
            return texts("cookie " + name);
        }

        @Override
        public InetAddress source() {
            return first(Condition.Source.class)
                    .map(condition -> condition.any().first().network())
                    .orElse(Request.SOMEONE);
        }

        private <T extends Condition> Optional<T> first(Class<T> kind) {
            return match.conditions().stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst();
        }

        private List<String> texts(String subject) {
            return match.conditions().stream()
                    .filter(condition -> condition.subject().equals(subject))
                    .map(condition -> ((TextPattern) condition.any().first()).text())
                    .toList();
        }
    }
}
