package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.provider.Report;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * When a rule applies.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">Condition
 *     types</a>
 */
final class Conditions {
    private static final Pattern HOST = Pattern.compile("[-a-z0-9.]*\\.[a-z]+");
    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_.$/~\"'@:+-]*");
    private static final Pattern NO_LETTERS = Pattern.compile("[ -~&&[^A-Za-z*?\\\\]]+");
    private static final int LONGEST_HEADER_NAME = 40;

    private final Report report;

    Conditions(Report report) {
        this.report = report;
    }

    /** @param path of the rule */
    Alternatives of(Condition condition, String path) {
        var at = path + ".match" + (condition.negated() ? ".not" : "") + "." + key(condition);
        if (condition.negated()) {
            report.refuse(
                    path + ".match.not",
                    "negates %s; AWS has no negated conditions".formatted(condition.subject()),
                    "put a rule before this one that matches what is excluded, with the action of the rules behind");
        }
        return switch (condition) {
            case Condition.Host(var any, var _) -> hosts(any, at);
            case Condition.Path(var any, var _) -> paths(any, at);
            case Condition.Method(var any, var _) ->
                new Alternatives(List.copyOf(any), false, RuleCondition.HttpRequestMethod::new);
            case Condition.Header(var name, var any, var _) -> header(name, any, at);
            case Condition.Query(var name, var any, var _) -> query(name, any, at);
            case Condition.Cookie(var name, var any, var _) -> cookie(name, any, at);
            case Condition.Source(var any, var _) -> sources(any, at);
        };
    }

    private static String key(Condition condition) {
        return switch (condition) {
            case Condition.Host _ -> "host";
            case Condition.Path _ -> "path";
            case Condition.Method _ -> "method";
            case Condition.Header(var name, var _, var _) -> "headers." + name;
            case Condition.Query(var name, var _, var _) -> "query." + name;
            case Condition.Cookie(var name, var _, var _) -> "cookies." + name;
            case Condition.Source _ -> "source";
        };
    }

    private Alternatives hosts(Collection<HostPattern> any, String at) {
        for (var host : any) {
            var domain = host instanceof HostPattern.Wildcard(var behind) ? "." + behind : host.text();
            if (!HOST.matcher(domain).matches() || host.text().length() > Regexes.MOST) {
                report.refuse(
                        at,
                        "is \"%s\"; AWS takes hosts of letters, digits, dashes and dots with at least one dot, only"
                                        .formatted(host.text())
                                + " letters behind the last one, and at most 128 characters",
                        "use a DNS name such as shop.example.com");
            }
        }
        return new Alternatives(any.stream().map(HostPattern::text).toList(), true, RuleCondition.HostHeader::new);
    }

    private Alternatives paths(Collection<PathPattern> any, String at) {
        if (any.contains(new PathPattern.Prefix("/"))) {
            return everything();
        }
        boolean globs = any.stream().allMatch(Conditions::isPlain);
        var values = new LinkedHashSet<String>();
        for (var pattern : any) {
            if (pattern instanceof PathPattern.Exact(var path)
                    && any.contains(new PathPattern.Prefix(path))
                    && !path.endsWith("/")) {
                continue;
            }
            switch (pattern) {
                case PathPattern.Exact(var path) -> values.add(globs ? path : Regexes.whole(Regexes.quoted(path)));
                case PathPattern.Prefix(var path)
                when globs -> {
                    values.add(path);
                    values.add(path + "/*");
                }
                case PathPattern.Prefix(var path) -> values.add("^" + Regexes.quoted(path) + "(?:/.*)?$");
                case PathPattern.Regex(var regex) -> {
                    Regexes.check(regex.pattern(), at, report);
                    values.add(Regexes.whole(regex.pattern()));
                }
            }
        }
        values.forEach(value -> Regexes.checked(value, at, report));
        return globs
                ? new Alternatives(List.copyOf(values), true, RuleCondition.PathPattern::new)
                : new Alternatives(List.copyOf(values), false, RuleCondition.PathRegex::new);
    }

    /** A condition that always holds: a rule must have one. */
    static Alternatives everything() {
        return new Alternatives(List.of("/*"), true, RuleCondition.PathPattern::new);
    }

    /** Whether AWS takes the characters in a path pattern; the others can stand in a regular expression. */
    private static boolean isPlain(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact(var path) -> PLAIN_PATH.matcher(path).matches();
            case PathPattern.Prefix(var path) -> PLAIN_PATH.matcher(path).matches();
            case PathPattern.Regex _ -> false;
        };
    }

    private Alternatives header(String name, Collection<TextPattern> any, String at) {
        if (name.length() > LONGEST_HEADER_NAME) {
            report.refuse(
                    at,
                    "has a name of %d characters; AWS takes %d".formatted(name.length(), LONGEST_HEADER_NAME),
                    "use a shorter header");
        }
        if (any.stream().anyMatch(pattern -> pattern instanceof TextPattern.Present || isEmptyPart(pattern))) {
            return new Alternatives(List.of("*"), true, values -> new RuleCondition.HttpHeader(name, values));
        }
        if (any.stream().allMatch(Conditions::isWithoutCase)) {
            return new Alternatives(
                    any.stream().map(Conditions::glob).distinct().toList(),
                    true,
                    values -> new RuleCondition.HttpHeader(name, values));
        }
        caseMayNotCount(at, "value of a header");
        var values = any.stream().map(pattern -> regex(pattern, at)).distinct().toList();
        return new Alternatives(values, false, some -> new RuleCondition.HttpHeaderRegex(name, some));
    }

    /** Every text begins with, ends with and has in it the empty one. */
    private static boolean isEmptyPart(TextPattern pattern) {
        return pattern.text().isEmpty()
                && (pattern instanceof TextPattern.Prefix
                        || pattern instanceof TextPattern.Suffix
                        || pattern instanceof TextPattern.Contains);
    }

    private void caseMayNotCount(String at, String feature) {
        report.emulated(
                at,
                feature,
                "a regular expression; the documentation of AWS says that headers are compared without regard to case,"
                        + " and makes no exception for regular expressions");
    }

    /** Whether a pattern with wildcards, compared without regard to case, is just the same. */
    private static boolean isWithoutCase(TextPattern pattern) {
        return !(pattern instanceof TextPattern.Regex)
                && NO_LETTERS.matcher(pattern.text()).matches()
                && pattern.text().length() <= 100;
    }

    private static String glob(TextPattern pattern) {
        return switch (pattern) {
            case TextPattern.Exact(var text) -> text;
            case TextPattern.Prefix(var text) -> text + "*";
            case TextPattern.Suffix(var text) -> "*" + text;
            case TextPattern.Contains(var text) -> "*" + text + "*";
            case TextPattern.Present _ -> "*";
            case TextPattern.Regex(var regex) -> throw new IllegalArgumentException(regex.pattern());
        };
    }

    private String regex(TextPattern pattern, String at) {
        requireAscii(pattern, at);
        var quoted = Regexes.quoted(pattern.text());
        return Regexes.checked(
                switch (pattern) {
                    case TextPattern.Exact _ -> "^" + quoted + "$";
                    case TextPattern.Prefix _ -> "^" + quoted + ".*$";
                    case TextPattern.Suffix _ -> "^.*" + quoted + "$";
                    case TextPattern.Contains _ -> "^.*" + quoted + ".*$";
                    case TextPattern.Present _ -> "^.*$";
                    case TextPattern.Regex(var regex) -> {
                        Regexes.check(regex.pattern(), at, report);
                        yield Regexes.whole(regex.pattern());
                    }
                },
                at,
                report);
    }

    private void requireAscii(TextPattern pattern, String at) {
        if (!pattern.text().chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            report.refuse(
                    at,
                    "is \"" + pattern.text() + "\"; AWS compares ASCII characters only",
                    "match a part of the value that is ASCII");
        }
    }

    private Alternatives query(String name, Collection<TextPattern> any, String at) {
        report.emulated(
                at,
                "query parameter",
                "AWS compares names and values without regard to case, and as they stand in the URL, not"
                        + " percent-decoded");
        var key = literal(name, at);
        var values = any.contains(new TextPattern.Present())
                ? List.of("*")
                : any.stream().map(pattern -> queryGlob(pattern, at)).distinct().toList();
        return new Alternatives(
                values,
                true,
                some -> new RuleCondition.QueryString(some.stream()
                        .map(value -> new RuleCondition.KeyValue(key, value))
                        .toList()));
    }

    private String queryGlob(TextPattern pattern, String at) {
        return switch (pattern) {
            case TextPattern.Exact(var text) -> literal(text, at);
            case TextPattern.Prefix(var text) -> literal(text, at) + "*";
            case TextPattern.Suffix(var text) -> "*" + literal(text, at);
            case TextPattern.Contains(var text) -> "*" + literal(text, at) + "*";
            case TextPattern.Present _ -> "*";
            case TextPattern.Regex(var regex) -> {
                report.refuse(
                        at,
                        "is the regular expression \"" + regex.pattern() + "\"; AWS has none for queries",
                        "use an exact value, prefix, suffix or contains");
                yield "*";
            }
        };
    }

    /** A text without wildcards, as it stands in a URL. */
    private String literal(String text, String at) {
        if (!text.matches("[-A-Za-z0-9._~!$'()*,;:@/?\\\\]+")) {
            report.refuse(
                    at,
                    "has the text \"" + text + "\"; AWS compares queries as they stand in the URL, where this is"
                            + " percent-encoded or empty",
                    "use a text of letters, digits and -._~!$'()*,;:@/?");
        }
        var escaped = text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
        return Regexes.checked(escaped, at, report);
    }

    /** See RFC 6265 §4.2.1; a value may stand in quotes, which do not belong to it. */
    private Alternatives cookie(String name, Collection<TextPattern> any, String at) {
        caseMayNotCount(at, "cookie");
        var head = "^(?:.*;)? *" + Regexes.quoted(name) + " *= *";
        var values = (any.contains(new TextPattern.Present()) ? List.of(new TextPattern.Present()) : any)
                .stream()
                        .map(pattern -> head + cookieValue(pattern, at))
                        .distinct()
                        .toList();
        values.forEach(value -> Regexes.checked(value, at, report));
        return new Alternatives(values, false, some -> new RuleCondition.HttpHeaderRegex("cookie", some));
    }

    private String cookieValue(TextPattern pattern, String at) {
        var end = " *(?:;.*)?$";
        requireAscii(pattern, at);
        var quoted = Regexes.quoted(pattern.text());
        return switch (pattern) {
            case TextPattern.Exact _ -> "(?:" + quoted + "|\"" + quoted + "\")" + end;
            case TextPattern.Prefix _ -> "\"?" + quoted + ".*$";
            case TextPattern.Suffix _ -> "[^;]*" + quoted + "\"?" + end;
            case TextPattern.Contains _ -> "[^;]*" + quoted + ".*$";
            case TextPattern.Present _ -> ".*$";
            case TextPattern.Regex(var regex) -> {
                report.refuse(
                        at,
                        "is the regular expression \"" + regex.pattern() + "\"; AWS sees the cookies of a request as"
                                + " one header, and it could reach into the next cookie",
                        "use an exact value, prefix, suffix or contains");
                yield end;
            }
        };
    }

    private Alternatives sources(Collection<Cidr> any, String at) {
        for (var range : any) {
            if (range.toString().equals("255.255.255.255/32")) {
                report.refuse(at, "has 255.255.255.255/32, which AWS does not take", "remove it");
            }
        }
        return new Alternatives(any.stream().map(Cidr::toString).toList(), false, RuleCondition.SourceIp::new);
    }
}
