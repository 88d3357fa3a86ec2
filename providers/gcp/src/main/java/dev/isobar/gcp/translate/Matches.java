package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpHeaderMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpQueryParameterMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Value;
import dev.isobar.model.Condition;
import dev.isobar.model.TextPattern;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * When a rule applies, the host apart. Match rules are alternatives whose parts hold together, so the alternatives of
 * several conditions are multiplied.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, matchRules[]</a>
 */
final class Matches {
    private static final int MOST = 1000;

    private final Site site;
    private final Report report;

    Matches(Site site, Report report) {
        this.site = site;
        this.report = report;
    }

    /** One way in which all conditions but those on the path can hold. */
    record Alternative(List<HttpHeaderMatch> headers, List<HttpQueryParameterMatch> parameters) {
        static final Alternative ALWAYS = new Alternative(List.of(), List.of());

        static Alternative of(HttpHeaderMatch... headers) {
            return new Alternative(List.of(headers), List.of());
        }

        Alternative and(Alternative other) {
            var allHeaders = new ArrayList<>(headers);
            allHeaders.addAll(other.headers);
            var allParameters = new ArrayList<>(parameters);
            allParameters.addAll(other.parameters);
            return new Alternative(allHeaders, allParameters);
        }
    }

    /** @param path of the rule */
    List<Alternative> alternatives(List<Condition> conditions, String path) {
        var all = List.of(Alternative.ALWAYS);
        for (var condition : conditions) {
            var at = path + ".match" + (condition.negated() ? ".not" : "");
            var next = switch (condition) {
                case Condition.Host _ -> List.of(Alternative.ALWAYS);
                case Condition.Path pathCondition -> path(pathCondition, at);
                case Condition.Method(var any, var negated) -> methods(any, negated);
                case Condition.Header(var name, var any, var negated) ->
                    header(name, any, negated, at + ".headers." + name);
                case Condition.Query(var name, var any, var negated) ->
                    query(name, any, negated, at + ".query." + name);
                case Condition.Cookie(var name, var any, var negated) ->
                    cookie(name, any, negated, at + ".cookies." + name);
                case Condition.Source _ -> source(at);
            };
            if ((long) all.size() * next.size() > MOST) {
                report.refuse(
                        path + ".match",
                        "has more than %d combinations of values; each is a part of the URL map of Google"
                                .formatted(MOST),
                        "split the rule");
                return List.of(Alternative.ALWAYS);
            }
            all = product(all, next);
        }
        return all;
    }

    private static List<Alternative> product(List<Alternative> some, List<Alternative> others) {
        return some.stream().flatMap(one -> others.stream().map(one::and)).toList();
    }

    static List<HttpRouteRuleMatch> matches(List<Path> paths, List<Alternative> alternatives) {
        return paths.stream()
                .flatMap(path -> alternatives.stream()
                        .map(each -> new HttpRouteRuleMatch(path, each.headers(), each.parameters())))
                .toList();
    }

    /** Paths are translated elsewhere, with what becomes of them; only what cannot be said is said here. */
    private List<Alternative> path(Condition.Path condition, String at) {
        if (condition.negated()) {
            report.refuse(
                    at + ".path",
                    "negates a path; Google negates headers only",
                    "put a rule before this one that matches what is excluded, with the action of the rules behind");
        }
        return List.of(Alternative.ALWAYS);
    }

    private List<Alternative> source(String at) {
        report.refuse(
                at + ".source",
                "looks at the address of the client; URL maps of Google do not. Only rules at the top of a listener"
                        + " that match nothing else and respond with 403, 404 or 502 can",
                "turn addresses away at the top, or route by a header");
        return List.of(Alternative.ALWAYS);
    }

    private static List<Alternative> methods(Collection<String> any, boolean negated) {
        return values(":method", any.stream().<Value>map(Value.ExactMatch::new).toList(), negated, false);
    }

    /**
     * A header that is missing has no value that could match. Whether an inverted match holds then is said, but tools of
     * Google's kind differ; so the missing header is an alternative of its own.
     */
    private static List<Alternative> values(String header, List<Value> values, boolean negated, boolean maybeMissing) {
        if (!negated) {
            return values.stream()
                    .map(value -> Alternative.of(new HttpHeaderMatch(header, value, false)))
                    .toList();
        }
        var none = new Alternative(
                values.stream()
                        .map(value -> new HttpHeaderMatch(header, value, true))
                        .toList(),
                List.of());
        return maybeMissing ? List.of(missing(header), none) : List.of(none);
    }

    private static Alternative missing(String header) {
        return Alternative.of(new HttpHeaderMatch(header, new Value.PresentMatch(), true));
    }

    private List<Alternative> header(String name, Collection<TextPattern> any, boolean negated, String at) {
        if (any.stream().anyMatch(Matches::isAnything)) {
            return negated
                    ? List.of(missing(name))
                    : List.of(Alternative.of(new HttpHeaderMatch(name, new Value.PresentMatch(), false)));
        }
        return values(name, any.stream().map(pattern -> value(pattern, at)).toList(), negated, true);
    }

    private static boolean isAnything(TextPattern pattern) {
        return switch (pattern) {
            case TextPattern.Present _ -> true;
            case TextPattern.Prefix(var text) -> text.isEmpty();
            case TextPattern.Suffix(var text) -> text.isEmpty();
            case TextPattern.Contains(var text) -> text.isEmpty();
            case TextPattern.Exact _, TextPattern.Regex _ -> false;
        };
    }

    private Value value(TextPattern pattern, String at) {
        return switch (pattern) {
            case TextPattern.Exact(var text) ->
                text.isEmpty() ? regex("^$", "has the empty value", at) : new Value.ExactMatch(text);
            case TextPattern.Prefix(var text) -> new Value.PrefixMatch(text);
            case TextPattern.Suffix(var text) -> new Value.SuffixMatch(text);
            case TextPattern.Contains(var text) ->
                regex("^.*" + Regexes.quoted(text) + ".*$", "has contains: \"" + text + "\"", at);
            case TextPattern.Regex(var regex) ->
                regex(Regexes.whole(regex.pattern()), "is the regular expression \"" + regex.pattern() + "\"", at);
            case TextPattern.Present _ -> new Value.PresentMatch();
        };
    }

    private Value regex(String regex, String what, String at) {
        if (site.isGlobal()) {
            report.refuse(
                    at,
                    what + "; that needs a regular expression, which Google has in regional load balancers only",
                    "use scope: regional in place.gcp, or an exact value, prefix or suffix");
        }
        return new Value.RegexMatch(regex);
    }

    private List<Alternative> query(String name, Collection<TextPattern> any, boolean negated, String at) {
        if (negated) {
            report.refuse(
                    at,
                    "negates a query parameter; Google negates headers only",
                    "put a rule before this one that matches what is excluded, with the action of the rules behind");
        }
        report.emulated(
                at,
                "query parameter",
                "Google does not say that it decodes what stands in the URL, nor which of several counts");
        requirePlain(name, at);
        if (any.stream().anyMatch(Matches::isAnything)) {
            return List.of(parameter(name, new Value.PresentMatch()));
        }
        return any.stream()
                .map(pattern -> parameter(name, parameterValue(pattern, at)))
                .toList();
    }

    private static Alternative parameter(String name, Value value) {
        return new Alternative(List.of(), List.of(new HttpQueryParameterMatch(name, value)));
    }

    private Value parameterValue(TextPattern pattern, String at) {
        if (!(pattern instanceof TextPattern.Regex)) {
            requirePlain(pattern.text(), at);
        }
        return switch (pattern) {
            case TextPattern.Prefix(var text) ->
                regex("^" + Regexes.quoted(text) + ".*$", "has prefix: \"" + text + "\"", at);
            case TextPattern.Suffix(var text) ->
                regex("^.*" + Regexes.quoted(text) + "$", "has suffix: \"" + text + "\"", at);
            case TextPattern.Exact _, TextPattern.Contains _, TextPattern.Regex _, TextPattern.Present _ ->
                value(pattern, at);
        };
    }

    /** A text that stands in a URL as it is. */
    private void requirePlain(String text, String at) {
        if (!text.matches("[-A-Za-z0-9._~!$'()*,;:@/?]*")) {
            report.refuse(
                    at,
                    "has the text \"%s\", which is percent-encoded in a URL; Google does not say that it decodes"
                            .formatted(text),
                    "use a text of letters, digits and -._~!$'()*,;:@/?");
        }
    }

    /** See RFC 6265 §4.2.1; a value may stand in quotes, which do not belong to it. */
    private List<Alternative> cookie(String name, Collection<TextPattern> any, boolean negated, String at) {
        if (site.isGlobal()) {
            report.refuse(
                    at,
                    "looks into cookies; Google does by regular expressions only, which it has in regional load"
                            + " balancers",
                    "use scope: regional in place.gcp, or a header of its own");
        } else {
            report.emulated(at, "cookie", "a regular expression for the Cookie header");
        }
        var head = "^(?:.*;)? *" + Regexes.quoted(name) + " *= *";
        var values = (any.stream().anyMatch(TextPattern.Present.class::isInstance)
                        ? List.<TextPattern>of(new TextPattern.Present())
                        : any)
                .stream()
                        .<Value>map(pattern -> new Value.RegexMatch(head + cookieValue(pattern, at)))
                        .distinct()
                        .toList();
        return values("cookie", values, negated, true);
    }

    private String cookieValue(TextPattern pattern, String at) {
        var end = " *(?:;.*)?$";
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
                        "is the regular expression \"%s\"; for Google the cookies of a request are one header, and it could"
                                        .formatted(regex.pattern())
                                + " reach into the next cookie",
                        "use an exact value, prefix, suffix or contains");
                yield end;
            }
        };
    }
}
