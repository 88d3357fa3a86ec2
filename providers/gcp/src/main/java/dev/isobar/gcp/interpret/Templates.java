package dev.isobar.gcp.interpret;

import com.google.re2j.Pattern;

/**
 * Path templates: {@code *} and {@code {name}} stand for one segment, {@code **} for any number of them, also none.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts#wildcards-regx-dynamic-route">Wildcards and
 *     pattern matching</a>
 */
final class Templates {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^=}]*(=([^}]*))?\\}");

    private Templates() {}

    static boolean matches(String template, String path) {
        return Pattern.matches(regex(plain(template)), path);
    }

    /** Without the names of variables. */
    private static String plain(String template) {
        var matcher = VARIABLE.matcher(template);
        var out = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            var operator = matcher.group(2);
            out.append(template, at, matcher.start()).append(operator == null ? "*" : operator);
            at = matcher.end();
        }
        return out.append(template.substring(at)).toString();
    }

    private static String regex(String template) {
        var out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            if (template.startsWith("**", i)) {
                out.append(".*");
                i++;
            } else if (template.charAt(i) == '*') {
                out.append("[^/]+");
            } else {
                out.append(Pattern.quote(template.substring(i, i + 1)));
            }
        }
        return out.toString();
    }
}
