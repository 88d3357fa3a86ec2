package dev.isobar.aws.translate;

import dev.isobar.provider.Report;
import java.util.regex.Pattern;

/**
 * Regular expressions of AWS: searched for anywhere as far as is documented, so always anchored here.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html">Listener rules:
 *     what regular expressions do not support</a>
 */
final class Regexes {
    static final int MOST = 128;
    private static final String SPECIAL = "\\.+*?()|[]{}^$";
    /** What RE2 has and AWS has not, or does not say that it has. */
    private static final Pattern UNSUPPORTED = Pattern.compile("\\\\[pPQECAzx]|\\(\\?(?!:)|\\[\\^?\\[:");

    private Regexes() {}

    /** Matches this text and no other. */
    static String quoted(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
                out.append('\\');
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }

    /** Matches where the whole text matches. */
    static String whole(String regex) {
        return regex.contains("|") ? "^(?:" + regex + ")$" : "^" + regex + "$";
    }

    /** Refuses what AWS does not know; says that its syntax is its own. */
    static void check(String regex, String path, Report report) {
        if (UNSUPPORTED.matcher(regex).find()) {
            report.refuse(
                    path,
                    "is \"" + regex + "\"; regular expressions of AWS have no Unicode classes, flags and named groups",
                    "write it with plain classes such as [a-z0-9] and with (?:...)");
        }
        report.emulated(
                path,
                "regular expression",
                "AWS matches it with an engine of its own, anchored by us at both ends; its documentation says what it"
                        + " lacks, and nothing that RE2 reads differently");
    }

    /** The value, which is refused where it is too long. */
    static String checked(String value, String path, Report report) {
        if (value.length() > MOST) {
            report.refuse(
                    path,
                    "needs the pattern \"%s\" of %d characters; AWS takes %d".formatted(value, value.length(), MOST),
                    "shorten it, or split the rule");
        }
        return value;
    }
}
