package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpHeaderMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Value;
import dev.isobar.model.Condition;
import dev.isobar.model.TextPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Match rules as paths and conditions: the inverse of {@link Matches}, which multiplied them. */
final class FromMatches {
    private static final String METHOD = ":method";
    private static final String COOKIE = "cookie";

    private FromMatches() {}

    /** @param paths alternatives, in their order */
    record Said(List<Path> paths, List<Condition> conditions) {}

    /** @return empty where these are not all combinations of some paths and of values for some conditions */
    static Optional<Said> of(List<HttpRouteRuleMatch> matches) {
        if (matches.isEmpty()) {
            return Optional.of(new Said(List.of(new Path.PrefixMatch("/")), List.of()));
        }
        var alternatives = new ArrayList<Matches.Alternative>();
        for (var match : matches) {
            if (!match.path().equals(matches.getFirst().path())) {
                break;
            }
            alternatives.add(new Matches.Alternative(match.headerMatches(), match.queryParameterMatches()));
        }
        var paths = new ArrayList<Path>();
        for (int i = 0; i < matches.size(); i += alternatives.size()) {
            paths.add(matches.get(i).path());
        }
        return Matches.matches(paths, alternatives).equals(matches)
                ? conditions(alternatives).map(conditions -> new Said(paths, conditions))
                : Optional.empty();
    }

    /** What values are compared with. */
    private sealed interface Subject {
        record Header(String name, boolean negated) implements Subject {}

        record Cookie(String name, boolean negated) implements Subject {}

        record Parameter(String name) implements Subject {}
    }

    private static Optional<List<Condition>> conditions(List<Matches.Alternative> alternatives) {
        var values = new LinkedHashMap<Subject, LinkedHashSet<List<Value>>>();
        var seen = new LinkedHashSet<Map<Subject, List<Value>>>();
        var negated = negatedCookies(alternatives);
        for (var alternative : alternatives) {
            var subjects = subjects(alternative, negated);
            seen.add(subjects);
            subjects.forEach((subject, some) ->
                    values.computeIfAbsent(subject, _ -> new LinkedHashSet<>()).add(some));
        }
        long combinations = 1;
        for (var some : values.values()) {
            combinations *= some.size();
        }
        boolean complete = combinations == seen.size()
                && seen.stream().allMatch(subjects -> subjects.keySet().equals(values.keySet()));
        if (!complete) {
            return Optional.empty();
        }
        var conditions = new ArrayList<Condition>();
        for (var each : values.entrySet()) {
            var condition = condition(each.getKey(), each.getValue());
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(condition.get());
        }
        return Optional.of(conditions);
    }

    /** Names of cookies that must not have some value, in order. */
    private static List<String> negatedCookies(List<Matches.Alternative> alternatives) {
        return alternatives.stream()
                .flatMap(alternative -> alternative.headers().stream())
                .filter(HttpHeaderMatch::invertMatch)
                .flatMap(header -> cookieOf(header).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** @param negated see {@link #negatedCookies} */
    private static Map<Subject, List<Value>> subjects(Matches.Alternative alternative, List<String> negated) {
        var named = alternative.headers().stream()
                .filter(HttpHeaderMatch::invertMatch)
                .flatMap(header -> cookieOf(header).stream())
                .toList();
        // For each of the other cookies there is an alternative without any: the last of those that say so.
        var without = negated.stream().filter(name -> !named.contains(name)).toList();
        long missing =
                alternative.headers().stream().filter(FromMatches::hasNoCookie).count();
        var subjects = new LinkedHashMap<Subject, List<Value>>();
        for (var header : alternative.headers()) {
            var subject = subject(header);
            if (hasNoCookie(header)) {
                int at = (int) (without.size() - missing--);
                subject = at < 0 ? subject : new Subject.Cookie(without.get(at), true);
            }
            subjects.computeIfAbsent(subject, _ -> new ArrayList<>()).add(header.value());
        }
        for (var parameter : alternative.parameters()) {
            subjects.computeIfAbsent(new Subject.Parameter(parameter.name()), _ -> new ArrayList<>())
                    .add(parameter.value());
        }
        return subjects;
    }

    private static boolean hasNoCookie(HttpHeaderMatch header) {
        return header.invertMatch()
                && header.headerName().equalsIgnoreCase(COOKIE)
                && header.value() instanceof Value.PresentMatch;
    }

    private static Subject subject(HttpHeaderMatch header) {
        return cookieOf(header)
                .<Subject>map(name -> new Subject.Cookie(name, header.invertMatch()))
                .orElseGet(() -> new Subject.Header(header.headerName(), header.invertMatch()));
    }

    private static Optional<String> cookieOf(HttpHeaderMatch header) {
        return header.headerName().equalsIgnoreCase(COOKIE) && header.value() instanceof Value.RegexMatch(var regex)
                ? Decoding.cookie(regex).map(Decoding.Cookie::name)
                : Optional.empty();
    }

    private static Optional<Condition> condition(Subject subject, Set<List<Value>> values) {
        return switch (subject) {
            case Subject.Header(var name, boolean negated) ->
                any(values, negated).flatMap(any -> header(name, any, negated));
            case Subject.Cookie(var name, boolean negated) ->
                any(values, negated)
                        .flatMap(any -> texts(any, FromMatches::cookie))
                        .flatMap(any -> Decoding.valid(() -> new Condition.Cookie(name, any, negated)));
            case Subject.Parameter(var name) ->
                any(values, false)
                        .flatMap(any -> texts(any, FromMatches::parameter))
                        .flatMap(any -> Decoding.valid(() -> new Condition.Query(name, any, false)));
        };
    }

    /** Of a positive condition each alternative has one value; a negated one has all of them together. */
    private static Optional<List<Value>> any(Set<List<Value>> values, boolean negated) {
        if (negated) {
            var together = new LinkedHashSet<>(values);
            if (together.size() > 1) {
                together.remove(List.<Value>of(new Value.PresentMatch()));
            }
            return together.size() == 1 ? Optional.of(together.getFirst()) : Optional.empty();
        }
        return values.stream().allMatch(some -> some.size() == 1)
                ? Optional.of(values.stream().map(List::getFirst).toList())
                : Optional.empty();
    }

    private static Optional<Condition> header(String name, List<Value> any, boolean negated) {
        if (!name.equals(METHOD)) {
            return texts(any, FromMatches::text)
                    .flatMap(some -> Decoding.valid(() -> new Condition.Header(name, some, negated)));
        }
        var methods = new TreeSet<String>();
        for (var value : any) {
            if (!(value instanceof Value.ExactMatch(var method))) {
                return Optional.empty();
            }
            methods.add(method);
        }
        return Decoding.valid(() -> new Condition.Method(methods, negated));
    }

    private static Optional<SortedSet<TextPattern>> texts(
            List<Value> any, java.util.function.Function<Value, Optional<TextPattern>> said) {
        var all = new TreeSet<TextPattern>();
        for (var value : any) {
            var pattern = said.apply(value);
            if (pattern.isEmpty()) {
                return Optional.empty();
            }
            all.add(pattern.get());
        }
        return Optional.of(all);
    }

    private static Optional<TextPattern> text(Value value) {
        return switch (value) {
            case Value.ExactMatch(var text) -> Optional.of(new TextPattern.Exact(text));
            case Value.PrefixMatch(var text) -> Optional.of(new TextPattern.Prefix(text));
            case Value.SuffixMatch(var text) -> Optional.of(new TextPattern.Suffix(text));
            case Value.RegexMatch(var regex) -> Decoding.text(regex);
            case Value.PresentMatch() -> Optional.of(new TextPattern.Present());
        };
    }

    private static Optional<TextPattern> parameter(Value value) {
        return value instanceof Value.RegexMatch(var regex) ? Decoding.parameter(regex) : text(value);
    }

    private static Optional<TextPattern> cookie(Value value) {
        return value instanceof Value.RegexMatch(var regex)
                ? Decoding.cookie(regex).map(Decoding.Cookie::value)
                : Optional.empty();
    }
}
