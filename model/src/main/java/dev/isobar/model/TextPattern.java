package dev.isobar.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Comparator;

/**
 * What the value of a header, a query parameter or a cookie is compared with; case-sensitive.
 *
 * <p>Written as a text (exact), or as <code>{prefix: text}</code>, <code>{suffix: text}</code>,
 * <code>{contains: text}</code>, <code>{regex: RE2}</code> or <code>{present: true}</code>.
 */
public sealed interface TextPattern extends Comparable<TextPattern> {
    /** This value and no other. */
    record Exact(String text) implements TextPattern {}

    /** A value that starts with this text. */
    record Prefix(String text) implements TextPattern {}

    /** A value that ends with this text. */
    record Suffix(String text) implements TextPattern {}

    /** A value with this text in it. */
    record Contains(String text) implements TextPattern {}

    /** A value that matches this RE2 regular expression as a whole. */
    record Regex(Pattern pattern) implements TextPattern {
        public Regex(String pattern) {
            this(compiled(pattern));
        }

        @Override
        public String text() {
            return pattern.pattern();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Regex(var its) && its.pattern().equals(pattern.pattern());
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }
    }

    /** Any value, the empty one too. */
    record Present() implements TextPattern {
        @Override
        public String text() {
            return "";
        }
    }

    /** The text or the source of the regular expression. */
    String text();

    default boolean matches(String value) {
        return switch (this) {
            case Exact(var text) -> value.equals(text);
            case Prefix(var text) -> value.startsWith(text);
            case Suffix(var text) -> value.endsWith(text);
            case Contains(var text) -> value.contains(text);
            case Regex(var pattern) -> pattern.matches(value);
            case Present() -> true;
        };
    }

    /** Whether every value that the other matches is certainly matched by this one too. */
    default boolean covers(TextPattern other) {
        if (this instanceof Present || equals(other)) {
            return true;
        }
        return switch (other) {
            case Exact(var text) -> matches(text);
            case Prefix(var text) ->
                switch (this) {
                    case Prefix(var own) -> text.startsWith(own);
                    case Contains(var own) -> text.contains(own);
                    case Exact _, Suffix _, Regex _, Present _ -> false;
                };
            case Suffix(var text) ->
                switch (this) {
                    case Suffix(var own) -> text.endsWith(own);
                    case Contains(var own) -> text.contains(own);
                    case Exact _, Prefix _, Regex _, Present _ -> false;
                };
            case Contains(var text) -> this instanceof Contains(var own) && text.contains(own);
            case Regex _, Present _ -> false;
        };
    }

    @Override
    default int compareTo(TextPattern other) {
        return Comparator.<TextPattern>comparingInt(TextPattern::rank)
                .thenComparing(TextPattern::text)
                .compare(this, other);
    }

    private static int rank(TextPattern pattern) {
        return switch (pattern) {
            case Exact _ -> 0;
            case Prefix _ -> 1;
            case Suffix _ -> 2;
            case Contains _ -> 3;
            case Regex _ -> 4;
            case Present _ -> 5;
        };
    }

    /** @throws InvalidValue where the source is not in RE2 syntax */
    static Pattern compiled(String regex) {
        if (regex.length() > 1024) {
            throw new InvalidValue("a regular expression has at most 1024 characters", "shorten it, or split the rule");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new InvalidValue(
                    "the regular expression is not in RE2 syntax: " + e.getDescription(),
                    "mend it; RE2 has no back-references and no look-around");
        }
    }
}
