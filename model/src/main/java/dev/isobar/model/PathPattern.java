package dev.isobar.model;

import com.google.re2j.Pattern;
import java.util.Comparator;

/**
 * What the {@linkplain NormalPath normal form} of a request's path is compared with; case-sensitive.
 *
 * <p>Written as {@code /login} (exact), {@code /api/*} (prefix), <code>{exact: /login}</code>, <code>{prefix: /api}
 * </code> or <code>{regex: "/users/[0-9]+"}</code>.
 */
public sealed interface PathPattern extends Comparable<PathPattern> {
    /** This path and no other. */
    record Exact(String path) implements PathPattern {
        public Exact {
            path = NormalPath.of(requirePath(path));
        }
    }

    /**
     * This path and everything below it, by whole segments: {@code /api} matches {@code /api} and {@code /api/x}, not
     * {@code /apix}. {@code /} matches every path.
     */
    record Prefix(String path) implements PathPattern {
        public Prefix {
            path = NormalPath.of(requirePath(path));
            if (path.length() > 1 && path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
        }
    }

    /**
     * The whole path matches this regular expression, in the syntax of RE2, whose cost is linear in the length of the
     * path.
     *
     * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a>
     */
    record Regex(Pattern pattern) implements PathPattern {
        public Regex(String pattern) {
            this(TextPattern.compiled(pattern));
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

    /** The short written form of exact and prefix patterns; of a regular expression its source. */
    default String text() {
        return switch (this) {
            case Exact(var path) -> path;
            case Prefix(var path) -> path.equals("/") ? "/*" : path + "/*";
            case Regex(var pattern) -> pattern.pattern();
        };
    }

    /** Reads the short written form: {@code /*} at the end means prefix; a star elsewhere is refused. */
    static PathPattern parse(String text) {
        if (text.equals("*") || text.equals("/*")) {
            return new Prefix("/");
        }
        var stem = text.endsWith("/*") ? text.substring(0, text.length() - 2) : text;
        if (stem.contains("*")) {
            throw new InvalidValue(
                    "the short form of a path has a * only as the last segment",
                    "write {regex: \"" + text.replace(".", "\\.").replace("*", ".*") + "\"} for other patterns");
        }
        return stem.length() == text.length() ? new Exact(text) : new Prefix(stem);
    }

    /** @param path in {@linkplain NormalPath normal form} */
    default boolean matches(String path) {
        return switch (this) {
            case Exact(var wanted) -> path.equals(wanted);
            case Prefix(var stem) ->
                path.startsWith(stem)
                        && (path.length() == stem.length() || stem.length() == 1 || path.charAt(stem.length()) == '/');
            case Regex(var pattern) -> pattern.matches(path);
        };
    }

    /** Whether every path that the other matches is certainly matched by this one too. */
    default boolean covers(PathPattern other) {
        if (equals(other) || equals(new Prefix("/"))) {
            return true;
        }
        return switch (other) {
            case Exact(var path) -> matches(path);
            case Prefix(var path) -> this instanceof Prefix && matches(path);
            case Regex _ -> false;
        };
    }

    @Override
    default int compareTo(PathPattern other) {
        return Comparator.<PathPattern>comparingInt(PathPattern::rank)
                .thenComparing(PathPattern::text)
                .compare(this, other);
    }

    private static int rank(PathPattern pattern) {
        return switch (pattern) {
            case Exact _ -> 0;
            case Prefix _ -> 1;
            case Regex _ -> 2;
        };
    }

    private static String requirePath(String path) {
        if (!path.startsWith("/")) {
            throw new InvalidValue("a path starts with /", "write \"/" + path + "\"");
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '?' || c == '#') {
                throw new InvalidValue(
                        "a path has no white space, no query (?), no fragment (#) and only ASCII characters",
                        c == '?'
                                ? "match the query with the key query: {NAME: VALUE}"
                                : "percent-encode the character, or remove it");
            }
        }
        return path;
    }
}
