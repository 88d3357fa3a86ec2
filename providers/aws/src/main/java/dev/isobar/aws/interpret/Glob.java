package dev.isobar.aws.interpret;

/**
 * A pattern in which {@code *} stands for any characters, also none, and {@code ?} for exactly one.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">Condition
 *     types for listener rules</a>
 */
final class Glob {
    private static final char ESCAPE = '\\';

    private Glob() {}

    /** A path pattern: the comparison is case-sensitive. */
    static boolean matches(String pattern, String text) {
        return matches(pattern, text, false, false);
    }

    /** A host name or the value of a header: the comparison is not case-sensitive. */
    static boolean matchesAnyCase(String pattern, String text) {
        return matches(pattern, text, true, false);
    }

    /** A part of a query: not case-sensitive, and a backslash takes the meaning from the character behind it. */
    static boolean matchesAnyCaseEscaped(String pattern, String text) {
        return matches(pattern, text, true, true);
    }

    /** Goes back to the last star only, which is enough: an earlier star could not take less than it did. */
    private static boolean matches(String pattern, String text, boolean anyCase, boolean escapes) {
        int at = 0;
        int in = 0;
        int afterStar = -1;
        int starTook = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                afterStar = ++at;
                starTook = in;
            } else if (at < pattern.length() && oneMatches(pattern, at, text.charAt(in), anyCase, escapes)) {
                at += width(pattern, at, escapes);
                in++;
            } else if (afterStar >= 0) {
                at = afterStar;
                in = ++starTook;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean oneMatches(String pattern, int at, char c, boolean anyCase, boolean escapes) {
        int width = width(pattern, at, escapes);
        char wanted = pattern.charAt(at + width - 1);
        if (width == 1 && wanted == '?') {
            return true;
        }
        return wanted == c || (anyCase && lower(wanted) == lower(c));
    }

    private static int width(String pattern, int at, boolean escapes) {
        return escapes && pattern.charAt(at) == ESCAPE && at + 1 < pattern.length() ? 2 : 1;
    }

    /** Rules are applied to visible ASCII characters only. */
    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
