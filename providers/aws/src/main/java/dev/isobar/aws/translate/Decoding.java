package dev.isobar.aws.translate;

import com.google.re2j.PatternSyntaxException;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.NormalPath;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import java.util.Optional;
import java.util.function.Supplier;

/** Patterns of AWS as patterns of a model: plain ones where they say the same, else regular expressions. */
final class Decoding {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";
    private static final String BELOW = "(?:/.*)?";

    private Decoding() {}

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

    /** An expression for the whole text, of one that is searched for anywhere. */
    static String whole(String regex) {
        boolean starts = regex.startsWith("^");
        boolean ends = regex.endsWith("$") && !regex.endsWith("\\$");
        if (starts && ends) {
            var inner = regex.substring(1, regex.length() - 1);
            if (!inner.contains("|")) {
                return inner;
            }
            if (inner.startsWith("(?:") && inner.endsWith(")") && isRegex(inner.substring(3, inner.length() - 1))) {
                return inner.substring(3, inner.length() - 1);
            }
        }
        return ".*(?:" + regex + ").*";
    }

    private static boolean isRegex(String regex) {
        return valid(() -> new TextPattern.Regex(regex)).isPresent();
    }

    /** An expression for what {@code *} and {@code ?} stand for. */
    static String globRegex(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Regexes.quoted(String.valueOf(c)));
        }
        return regex.toString();
    }

    /** @return empty where RE2 does not take it */
    static Optional<PathPattern> path(String regex) {
        var whole = whole(regex);
        var exact = unquoted(whole)
                .filter(Decoding::isNormalPath)
                .flatMap(path -> valid(() -> new PathPattern.Exact(path)));
        if (exact.isPresent()) {
            return Optional.of(exact.get());
        }
        if (whole.endsWith(BELOW)) {
            var prefix = unquoted(whole.substring(0, whole.length() - BELOW.length()))
                    .filter(Decoding::isNormalPath)
                    .flatMap(path -> valid(() -> new PathPattern.Prefix(path)));
            if (prefix.isPresent()) {
                return Optional.of(prefix.get());
            }
        }
        return valid(() -> new PathPattern.Regex(whole));
    }

    /** Whether a request may have it: a path of the model is compared in normal form. */
    static boolean isNormalPath(String path) {
        return path.startsWith("/") && NormalPath.of(path).equals(path);
    }

    /** @return empty where RE2 does not take it */
    static Optional<TextPattern> text(String regex) {
        var whole = whole(regex);
        if (whole.equals(".*")) {
            return Optional.of(new TextPattern.Present());
        }
        boolean open = whole.endsWith(".*") && !whole.endsWith("\\.*");
        boolean late = whole.startsWith(".*");
        var middle = whole.substring(late ? 2 : 0, Math.max(late ? 2 : 0, whole.length() - (open ? 2 : 0)));
        var plain = unquoted(middle)
                .<TextPattern>map(text -> late && open
                        ? new TextPattern.Contains(text)
                        : late
                                ? new TextPattern.Suffix(text)
                                : open ? new TextPattern.Prefix(text) : new TextPattern.Exact(text));
        return plain.map(Decoding::always).or(() -> valid(() -> new TextPattern.Regex(whole)));
    }

    private static TextPattern always(TextPattern pattern) {
        return pattern.text().isEmpty() && !(pattern instanceof TextPattern.Exact)
                ? new TextPattern.Present()
                : pattern;
    }

    /**
     * A glob for a value.
     *
     * @param escapes whether a backslash takes the meaning of a star
     */
    static Optional<TextPattern> glob(String glob, boolean escapes) {
        var literal = new StringBuilder();
        int stars = 0;
        boolean first = false;
        boolean last = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (escapes && c == '\\' && i + 1 < glob.length()) {
                literal.append(glob.charAt(++i));
            } else if (c == '*') {
                stars++;
                first |= i == 0;
                last |= i == glob.length() - 1;
            } else if (c == '?') {
                return Optional.empty();
            } else {
                literal.append(c);
            }
        }
        var text = literal.toString();
        if (stars > 0 && text.isEmpty()) {
            return Optional.of(new TextPattern.Present());
        }
        if (stars != (first ? 1 : 0) + (last ? 1 : 0)) {
            return Optional.empty();
        }
        return Optional.of(
                first && last
                        ? new TextPattern.Contains(text)
                        : first
                                ? new TextPattern.Suffix(text)
                                : last ? new TextPattern.Prefix(text) : new TextPattern.Exact(text));
    }

    /** A value of the model, or nothing where the model does not take it. */
    static <T> Optional<T> valid(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (InvalidValue | PatternSyntaxException _) {
            return Optional.empty();
        }
    }
}
