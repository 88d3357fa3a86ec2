package dev.isobar.model;

import com.google.re2j.Pattern;

/**
 * How the path of a request changes. It works on the {@linkplain NormalPath normal form} of the path; the query is kept.
 */
public sealed interface PathRewrite {
    /** The whole path becomes this one. */
    record Whole(String path) implements PathRewrite {
        public Whole {
            path = new PathPattern.Exact(path).path();
        }
    }

    /**
     * The prefix that the rule matched becomes this one: with a match on {@code /v1/*} and the prefix {@code /api},
     * {@code /v1/users} becomes {@code /api/users}. Allowed only where the rule matches prefixes.
     */
    record Prefix(String path) implements PathRewrite {
        public Prefix {
            path = new PathPattern.Prefix(path).path();
        }
    }

    /**
     * Every part of the path that matches the pattern is replaced.
     *
     * @param pattern in RE2 syntax, searched for anywhere in the path
     * @param replacement {@code $1} to {@code $9} stand for groups of the pattern; {@code \$} for a dollar sign
     */
    record Regex(Pattern pattern, String replacement) implements PathRewrite {
        public Regex(String pattern, String replacement) {
            this(TextPattern.compiled(pattern), replacement);
        }

        public Regex {
            requireGroups(pattern, replacement);
        }

        private static void requireGroups(Pattern pattern, String replacement) {
            for (int i = 0; i + 1 < replacement.length(); i++) {
                char c = replacement.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '$') {
                    int group = Character.digit(replacement.charAt(i + 1), 10);
                    if (group < 0 || group > pattern.groupCount()) {
                        throw unknownGroup(pattern);
                    }
                }
            }
        }

        private static InvalidValue unknownGroup(Pattern pattern) {
            return new InvalidValue(
                    "the replacement names a group that the pattern does not have; it has " + pattern.groupCount(),
                    "use $1 to $" + Math.max(1, pattern.groupCount()) + ", and \\$ for a dollar sign");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Regex(var its, var text)
                    && its.pattern().equals(pattern.pattern())
                    && text.equals(replacement);
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode() * 31 + replacement.hashCode();
        }
    }

    /**
     * @param path in normal form
     * @param matchedPrefix what the rule matched; {@code /} where it matched no prefix
     * @return always starts with a slash
     */
    default String apply(String path, String matchedPrefix) {
        return switch (this) {
            case Whole(var whole) -> whole;
            case Prefix(var prefix) -> {
                var rest = matchedPrefix.equals("/") ? path : path.substring(matchedPrefix.length());
                var joined = prefix.equals("/") ? rest : rest.equals("/") ? prefix : prefix + rest;
                yield joined.isEmpty() ? "/" : joined;
            }
            case Regex(var pattern, var replacement) -> {
                var rewritten = pattern.matcher(path).replaceAll(replacement);
                yield rewritten.startsWith("/") ? rewritten : "/" + rewritten;
            }
        };
    }
}
