package dev.isobar.gcp.translate;

import com.google.re2j.PatternSyntaxException;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.TextPattern;
import java.util.Optional;
import java.util.function.Supplier;

/** Expressions of Google as values of a model: plain ones where {@link Matches} made them, else regular expressions. */
final class Decoding {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";
    private static final String COOKIE = "^(?:.*;)? *";
    private static final String EQUALS = " *= *";
    private static final String END = " *(?:;.*)?$";
    private static final String REST = ".*$";

    private Decoding() {}

    /** A value of the model, or nothing where the model does not take it. */
    static <T> Optional<T> valid(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (InvalidValue | PatternSyntaxException _) {
            return Optional.empty();
        }
    }

    /** What {@link Regexes#quoted} was given; empty where the expression matches more than one text. */
    static Optional<String> unquoted(String regex) {
        var text = new StringBuilder();
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length() && SPECIAL.indexOf(regex.charAt(i + 1)) >= 0) {
                text.append(regex.charAt(++i));
            } else if (SPECIAL.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                text.append(c);
            }
        }
        return Optional.of(text.toString());
    }

    /**
     * What {@link Regexes#whole} was given; the expression itself where it has no anchors, since Google does not say that it
     * searches within a value.
     */
    static String whole(String regex) {
        if (!isAnchored(regex)) {
            return regex;
        }
        var inner = regex.substring(1, regex.length() - 1);
        if (inner.contains("|") && inner.startsWith("(?:") && inner.endsWith(")")) {
            var alternatives = inner.substring(3, inner.length() - 1);
            if (valid(() -> new TextPattern.Regex(alternatives)).isPresent()) {
                return alternatives;
            }
        }
        return inner;
    }

    static boolean isAnchored(String regex) {
        return regex.length() > 1 && regex.startsWith("^") && regex.endsWith("$") && !regex.endsWith("\\$");
    }

    /** Of a header. */
    static Optional<TextPattern> text(String regex) {
        return between(regex, "^.*", REST)
                .<TextPattern>map(TextPattern.Contains::new)
                .or(() -> regex.equals("^$") ? Optional.of(new TextPattern.Exact("")) : Optional.empty())
                .or(() -> valid(() -> new TextPattern.Regex(whole(regex))));
    }

    /** Of a query parameter, for which Google has neither prefixes nor suffixes. */
    static Optional<TextPattern> parameter(String regex) {
        return between(regex, "^.*", REST)
                .<TextPattern>map(TextPattern.Contains::new)
                .or(() -> between(regex, "^", REST).map(TextPattern.Prefix::new))
                .or(() -> between(regex, "^.*", "$").map(TextPattern.Suffix::new))
                .or(() -> text(regex));
    }

    /** The quoted text between two ends. */
    private static Optional<String> between(String regex, String start, String end) {
        return regex.length() >= start.length() + end.length() && regex.startsWith(start) && regex.endsWith(end)
                ? unquoted(regex.substring(start.length(), regex.length() - end.length()))
                : Optional.empty();
    }

    /** @param value of the cookie */
    record Cookie(String name, TextPattern value) {}

    /** The cookie that an expression for the header {@code Cookie} looks for; empty where it is no such expression. */
    static Optional<Cookie> cookie(String regex) {
        int equals = regex.indexOf(EQUALS);
        if (!regex.startsWith(COOKIE) || equals < COOKIE.length()) {
            return Optional.empty();
        }
        var value = regex.substring(equals + EQUALS.length());
        return unquoted(regex.substring(COOKIE.length(), equals))
                .flatMap(name -> cookieValue(value).map(known -> new Cookie(name, known)));
    }

    private static Optional<TextPattern> cookieValue(String value) {
        if (value.equals(REST)) {
            return Optional.of(new TextPattern.Present());
        }
        return exact(value)
                .or(() -> between(value, "[^;]*", "\"?" + END).map(TextPattern.Suffix::new))
                .or(() -> between(value, "[^;]*", REST).map(TextPattern.Contains::new))
                .or(() -> between(value, "\"?", REST).map(TextPattern.Prefix::new));
    }

    /** {@code (?:a|"a")}, behind which the cookie ends. */
    private static Optional<TextPattern> exact(String value) {
        if (!value.startsWith("(?:") || !value.endsWith(")" + END)) {
            return Optional.empty();
        }
        var both = value.substring("(?:".length(), value.length() - END.length() - 1);
        int half = (both.length() - "|\"\"".length()) / 2;
        return both.length() >= "|\"\"".length()
                        && both.equals(both.substring(0, half) + "|\"" + both.substring(0, half) + "\"")
                ? unquoted(both.substring(0, half)).map(TextPattern.Exact::new)
                : Optional.empty();
    }
}
