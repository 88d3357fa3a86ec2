package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.provider.Losses;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * When a rule applies, as a model says it. A value that a model has no word for is left out of its condition and listed;
 * a condition that loses all its values cannot be said.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">Condition
 *     types</a>
 */
final class FromConditions {
    private static final Pattern COOKIE =
            Pattern.compile("^\\^\\(\\?:\\.\\*;\\)\\? \\*(?<name>.+?) \\*= \\*(?<value>.*)$");
    private static final String COOKIE_END = " *(?:;.*)?$";

    private final boolean ours;
    private final Losses losses;

    /** @param ours whether we made the rule, from conditions that the model had */
    FromConditions(boolean ours, Losses losses) {
        this.ours = ours;
        this.losses = losses;
    }

    /** One condition of AWS. */
    sealed interface Said {
        /** It holds for every request. */
        record Always() implements Said {}

        /** The model cannot say it. */
        record Never() implements Said {}

        /** @param any of which one must hold; only queries with several names have more than one */
        record Any(List<Condition> any) implements Said {}
    }

    Said of(RuleCondition condition, Losses.Place place) {
        return switch (condition) {
            case RuleCondition.HostHeader(var values) -> hosts(values, place);
            case RuleCondition.HostRegex(var values) -> {
                lost(place, values, "hosts of a model have no regular expressions");
                yield new Said.Never();
            }
            case RuleCondition.PathPattern(var values) -> paths(values, place);
            case RuleCondition.PathRegex(var values) ->
                one(each(values, place, Decoding::path), any -> new Condition.Path(new TreeSet<>(any), false));
            case RuleCondition.HttpHeader(var name, var values) -> header(name, values, place);
            case RuleCondition.HttpHeaderRegex(var name, var values) -> headerRegex(name, values, place);
            case RuleCondition.HttpRequestMethod(var values) ->
                one(
                        each(
                                values,
                                place,
                                value -> Decoding.valid(
                                        () -> new Condition.Method(new TreeSet<>(List.of(value)), false))),
                        any -> new Condition.Method(
                                new TreeSet<>(any.stream()
                                        .flatMap(each -> each.any().stream())
                                        .toList()),
                                false));
            case RuleCondition.QueryString(var values) -> query(values, place);
            case RuleCondition.SourceIp(var values) ->
                one(
                        each(values, place, value -> Decoding.valid(() -> Cidr.parse(value))),
                        any -> new Condition.Source(new TreeSet<>(any), false));
        };
    }

    private void lost(Losses.Place place, Object value, String why) {
        losses.add(place, "values", value + ": " + why);
    }

    /** What the model can say of these values; the others are listed. */
    private <T> List<T> each(Collection<String> values, Losses.Place place, Function<String, Optional<T>> decode) {
        var said = new ArrayList<T>();
        for (var value : values) {
            var decoded = decode.apply(value);
            decoded.ifPresentOrElse(
                    said::add,
                    () -> lost(place, "\"" + value + "\"", "a model has no such pattern; the value is left out"));
        }
        return said;
    }

    private static <T> Said one(List<T> values, Function<List<T>, Condition> condition) {
        return values.isEmpty() ? new Said.Never() : new Said.Any(List.of(condition.apply(values)));
    }

    private Said hosts(List<String> values, Losses.Place place) {
        if (values.contains("*")) {
            return new Said.Always();
        }
        return one(
                each(values, place, value -> Decoding.valid(() -> HostPattern.parse(value))),
                any -> new Condition.Host(new TreeSet<>(any), false));
    }

    /** A path and all below it are two values, which are found again here. */
    private Said paths(List<String> values, Losses.Place place) {
        if (values.contains("/*") || values.contains("*")) {
            return new Said.Always();
        }
        var patterns = new TreeSet<PathPattern>();
        for (var value : values) {
            var stem = value.endsWith("/*") ? value.substring(0, value.length() - 2) : value;
            boolean plain = !stem.contains("*") && !stem.contains("?") && Decoding.isNormalPath(stem);
            boolean below = !stem.equals(value);
            if (plain && below && values.contains(stem)) {
                patterns.add(new PathPattern.Prefix(stem));
            } else if (plain && !below) {
                if (!values.contains(stem + "/*")) {
                    patterns.add(new PathPattern.Exact(stem));
                }
            } else {
                each(List.of(value), place, it -> Decoding.valid(() -> new PathPattern.Regex(Decoding.globRegex(it))))
                        .forEach(patterns::add);
            }
        }
        return one(List.copyOf(patterns), any -> new Condition.Path(new TreeSet<>(any), false));
    }

    private Said header(String name, List<String> values, Losses.Place place) {
        var patterns = each(
                values,
                place,
                value -> Decoding.glob(value, false)
                        .or(() -> Decoding.valid(() -> new TextPattern.Regex(Decoding.globRegex(value)))));
        withoutCase(patterns, place);
        return texts(patterns, any -> new Condition.Header(name, any, false));
    }

    private void withoutCase(List<TextPattern> patterns, Losses.Place place) {
        patterns.stream()
                .filter(pattern -> !ours && pattern.text().chars().anyMatch(Character::isLetter))
                .forEach(pattern -> lost(
                        place, "\"" + pattern.text() + "\"", "AWS compares it without regard to case, a model with"));
    }

    /** Any value makes the others say nothing. */
    private static Said texts(List<TextPattern> patterns, Function<SortedSet<TextPattern>, Condition> condition) {
        var present = new TextPattern.Present();
        return one(
                patterns.contains(present) ? List.<TextPattern>of(present) : patterns,
                any -> condition.apply(new TreeSet<>(any)));
    }

    private Said headerRegex(String name, List<String> values, Losses.Place place) {
        if (name.equalsIgnoreCase("cookie")) {
            var cookie = cookie(values);
            if (cookie.isPresent()) {
                return new Said.Any(List.of(cookie.get()));
            }
        }
        return texts(each(values, place, Decoding::text), any -> new Condition.Header(name, any, false));
    }

    /** What {@link Conditions} makes of a cookie; empty where it did not make this. */
    private static Optional<Condition> cookie(List<String> values) {
        var names = new TreeSet<String>();
        var patterns = new TreeSet<TextPattern>();
        for (var value : values) {
            var parts = COOKIE.matcher(value);
            var name = parts.matches() ? Decoding.unquoted(parts.group("name")) : Optional.<String>empty();
            var pattern = parts.matches() ? cookieValue(parts.group("value")) : Optional.<TextPattern>empty();
            if (name.isEmpty() || pattern.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
            patterns.add(pattern.get());
        }
        return names.size() == 1
                ? Decoding.valid(() -> new Condition.Cookie(names.first(), patterns, false))
                : Optional.empty();
    }

    private static Optional<TextPattern> cookieValue(String value) {
        if (value.equals(".*$")) {
            return Optional.of(new TextPattern.Present());
        }
        if (value.endsWith(COOKIE_END)) {
            var rest = value.substring(0, value.length() - COOKIE_END.length());
            return rest.startsWith("[^;]*") && rest.endsWith("\"?")
                    ? between(rest, "[^;]*", "\"?").map(TextPattern.Suffix::new)
                    : exactCookie(rest);
        }
        return between(value, "\"?", ".*$")
                .<TextPattern>map(TextPattern.Prefix::new)
                .or(() -> between(value, "[^;]*", ".*$").map(TextPattern.Contains::new));
    }

    /** {@code (?:text|"text")}. */
    private static Optional<TextPattern> exactCookie(String rest) {
        int length = (rest.length() - "(?:|\"\")".length()) / 2;
        if (length < 0 || !rest.startsWith("(?:")) {
            return Optional.empty();
        }
        var quoted = rest.substring(3, 3 + length);
        return rest.equals("(?:" + quoted + "|\"" + quoted + "\")")
                ? Decoding.unquoted(quoted).map(TextPattern.Exact::new)
                : Optional.empty();
    }

    private static Optional<String> between(String text, String start, String end) {
        return text.length() >= start.length() + end.length() && text.startsWith(start) && text.endsWith(end)
                ? Decoding.unquoted(text.substring(start.length(), text.length() - end.length()))
                : Optional.empty();
    }

    private Said query(List<RuleCondition.KeyValue> values, Losses.Place place) {
        var byName = new LinkedHashMap<String, List<TextPattern>>();
        for (var pair : values) {
            var name = Decoding.glob(pair.key(), true);
            var value = Decoding.glob(pair.value(), true);
            var shown = pair.key() + "=" + pair.value();
            if (pair.key().isEmpty() || !(name.orElse(null) instanceof TextPattern.Exact(var key)) || value.isEmpty()) {
                lost(
                        place,
                        "\"" + shown + "\"",
                        "a model has a parameter with a name, and a star only at the ends of its value; left out");
            } else {
                byName.computeIfAbsent(decoded(key), _ -> new ArrayList<>()).add(decoded(value.get()));
                if (!ours) {
                    lost(
                            place,
                            "\"" + shown + "\"",
                            "AWS compares it without regard to case and as it stands in the URL, a model with regard to"
                                    + " case and percent-decoded");
                }
            }
        }
        var conditions = new ArrayList<Condition>();
        byName.forEach((name, patterns) -> {
            if (texts(patterns, any -> new Condition.Query(name, any, false)) instanceof Said.Any(var any)) {
                conditions.addAll(any);
            }
        });
        return conditions.isEmpty() ? new Said.Never() : new Said.Any(conditions);
    }

    private static TextPattern decoded(TextPattern pattern) {
        return switch (pattern) {
            case TextPattern.Exact(var text) -> new TextPattern.Exact(decoded(text));
            case TextPattern.Prefix(var text) -> new TextPattern.Prefix(decoded(text));
            case TextPattern.Suffix(var text) -> new TextPattern.Suffix(decoded(text));
            case TextPattern.Contains(var text) -> new TextPattern.Contains(decoded(text));
            case TextPattern.Regex _, TextPattern.Present _ -> pattern;
        };
    }

    private static String decoded(String text) {
        try {
            return text.contains("%") ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
