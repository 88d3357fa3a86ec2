package dev.isobar.azure.interpret;

import java.util.Locale;

/**
 * Patterns of path rules: "path rules are case insensitive", and a {@code *} is allowed only at the end, where it stands
 * for the rest of the path. The vendor does not say that paths are brought into any form before.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/url-route-overview#pathpattern">PathPattern</a>
 */
final class PathPatterns {
    private PathPatterns() {}

    static boolean match(String pattern, String path) {
        var wanted = pattern.toLowerCase(Locale.ROOT);
        var sent = path.toLowerCase(Locale.ROOT);
        return wanted.endsWith("*") ? sent.startsWith(wanted.substring(0, wanted.length() - 1)) : sent.equals(wanted);
    }
}
