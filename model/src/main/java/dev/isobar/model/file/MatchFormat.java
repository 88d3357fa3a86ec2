package dev.isobar.model.file;

import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** How {@code match} is written. */
final class MatchFormat {
    private static final Format<HostPattern> HOST = Scalars.text(
            "host, such as shop.example.com or *.example.com", Map.of("type", "string"), HostPattern::parse);

    private static final Format<PathPattern> PATH = Groupings.shortOrLong(
            Scalars.text(
                    "path: /login is exactly that, /api/* is /api and all below it",
                    Map.of("type", "string", "pattern", "^(/|\\*$|\\$\\{)"),
                    PathPattern::parse),
            Keys.object("path pattern", "The long form of a path.", keys -> {
                var exact = keys.optional("exact", Scalars.text("path"), "the whole path");
                var prefix =
                        keys.optional("prefix", Scalars.text("path"), "the path and all below it, by whole segments");
                var regex = keys.optional("regex", Scalars.text("RE2 expression"), "matches the whole path");
                return values -> {
                    values.requireOne("a path", exact, prefix, regex);
                    return values.get(exact)
                            .<PathPattern>map(PathPattern.Exact::new)
                            .or(() -> values.get(prefix).map(PathPattern.Prefix::new))
                            .or(() -> values.get(regex).map(PathPattern.Regex::new))
                            .orElseThrow();
                };
            }));

    /** A text pattern, or that there is no such thing at all. */
    private record Wanted(TextPattern pattern, boolean absent) {}

    private static final Format<Wanted> VALUE = Groupings.shortOrLong(
            Groupings.as(
                    Scalars.anything("text, compared exactly"), text -> new Wanted(new TextPattern.Exact(text), false)),
            Keys.object("text pattern", "The long form of a value of a header, query parameter or cookie.", keys -> {
                var exact = keys.optional("exact", Scalars.anything("text"), "the whole value");
                var prefix = keys.optional("prefix", Scalars.anything("text"), "how the value starts");
                var suffix = keys.optional("suffix", Scalars.anything("text"), "how the value ends");
                var contains = keys.optional("contains", Scalars.anything("text"), "what is somewhere in the value");
                var regex = keys.optional("regex", Scalars.text("RE2 expression"), "matches the whole value");
                var present = keys.optional(
                        "present", Scalars.truth(), "true: there is a value, whichever; false: there is none");
                return values -> {
                    values.requireOne("a value", exact, prefix, suffix, contains, regex, present);
                    var pattern = values.get(exact)
                            .<TextPattern>map(TextPattern.Exact::new)
                            .or(() -> values.get(prefix).map(TextPattern.Prefix::new))
                            .or(() -> values.get(suffix).map(TextPattern.Suffix::new))
                            .or(() -> values.get(contains).map(TextPattern.Contains::new))
                            .or(() -> values.get(regex).map(TextPattern.Regex::new))
                            .orElseGet(TextPattern.Present::new);
                    return new Wanted(pattern, !values.get(present).orElse(true));
                };
            }));

    private static final Format<SortedMap<String, List<Wanted>>> NAMED_VALUES =
            Groupings.map(Groupings.KeyForm.any("name"), Groupings.oneOrMore(VALUE));

    private static final Format<List<Condition>> NEGATED =
            Keys.object("negated match", "None of these conditions may hold.", keys -> conditions(keys, true));

    /** All conditions hold together; the values of one are alternatives. */
    static final Format<Match> FORMAT = Keys.object(
            "match", "All conditions hold together; the values of one condition are alternatives.", keys -> {
                var positive = conditions(keys, false);
                var not = keys.optional("not", NEGATED, List.of(), "conditions of which none may hold");
                return values -> {
                    var all = new ArrayList<>(positive.apply(values));
                    all.addAll(values.get(not));
                    return Match.of(all);
                };
            });

    private MatchFormat() {}

    private static Function<Keys.Values, List<Condition>> conditions(Keys keys, boolean negated) {
        var host = keys.optional(
                "host", Groupings.oneOrMore(HOST), List.of(), "host of the request, without regard to case and port");
        var path = keys.optional(
                "path", Groupings.oneOrMore(PATH), List.of(), "path of the request in normal form, without query");
        var method = keys.optional(
                "method", Groupings.oneOrMore(Scalars.text("method, such as GET")), List.of(), "method of the request");
        var headers = keys.optional(
                "headers", NAMED_VALUES, new TreeMap<>(), "header name to value; one of several fields is enough");
        var query = keys.optional("query", NAMED_VALUES, new TreeMap<>(), "query parameter to value, percent-decoded");
        var cookies = keys.optional("cookies", NAMED_VALUES, new TreeMap<>(), "cookie name to value");
        var source = keys.optional(
                "source",
                Groupings.oneOrMore(
                        Scalars.text("IP address or range, such as 10.0.0.0/8", Map.of("type", "string"), Cidr::parse)),
                List.of(),
                "address of the client");
        return values -> {
            var conditions = new ArrayList<Condition>();
            if (values.has(host)) {
                conditions.add(new Condition.Host(new TreeSet<>(values.get(host)), negated));
            }
            if (values.has(path)) {
                conditions.add(new Condition.Path(new TreeSet<>(values.get(path)), negated));
            }
            if (values.has(method)) {
                conditions.add(new Condition.Method(new TreeSet<>(values.get(method)), negated));
            }
            values.get(headers)
                    .forEach((name, wanted) -> conditions.add(
                            new Condition.Header(name, patterns(name, wanted), negated != absent(wanted))));
            values.get(query)
                    .forEach((name, wanted) -> conditions.add(
                            new Condition.Query(name, patterns(name, wanted), negated != absent(wanted))));
            values.get(cookies)
                    .forEach((name, wanted) -> conditions.add(
                            new Condition.Cookie(name, patterns(name, wanted), negated != absent(wanted))));
            if (values.has(source)) {
                conditions.add(new Condition.Source(new TreeSet<>(values.get(source)), negated));
            }
            return conditions;
        };
    }

    private static SortedSet<TextPattern> patterns(String name, List<Wanted> wanted) {
        InvalidValue.require(
                wanted.size() == 1 || !absent(wanted),
                "\"" + name + "\" is wanted absent and with values at once",
                "write two rules, or negate with not");
        var patterns = new TreeSet<TextPattern>();
        wanted.forEach(each -> patterns.add(each.pattern()));
        return patterns;
    }

    private static boolean absent(List<Wanted> wanted) {
        return wanted.stream().anyMatch(Wanted::absent);
    }
}
