package dev.isobar.gcp.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of segments: {@code *} is one segment, {@code **} the rest, and <code>{name}</code>,
 * <code>{name=*}</code> and <code>{name=**}</code> keep what they match.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/https/traffic-management-global#wildcards">wildcards and
 *     pattern matching operators in path templates</a>
 */
final class PathTemplate {
    private static final int MOST_OPERATORS = 5;
    private static final Pattern OPERATOR = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)(?:=(\\*\\*?))?}|(\\*\\*?)");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

    private final Pattern pattern;
    private final List<String> variables;

    private PathTemplate(Pattern pattern, List<String> variables) {
        this.pattern = pattern;
        this.variables = List.copyOf(variables);
    }

    static boolean valid(String text) {
        var rest = OPERATOR.matcher(text).replaceAll("");
        long rests = text.split("\\*\\*", -1).length - 1L;
        boolean last = rests == 0 || text.matches(".*\\*\\*}?(?:/[^*{}]*)?");
        return text.startsWith("/")
                && rest.chars().noneMatch(c -> c == '*' || c == '{' || c == '}')
                && OPERATOR.matcher(text).results().count() <= MOST_OPERATORS
                && rests <= 1
                && last;
    }

    /** @param text a valid one */
    static PathTemplate parse(String text) {
        var expression = new StringBuilder();
        List<String> names = new ArrayList<>();
        int from = 0;
        for (var operator : OPERATOR.matcher(text).results().toList()) {
            expression.append(Pattern.quote(text.substring(from, operator.start())));
            var name = operator.group(1);
            var wildcard = name == null ? operator.group(3) : operator.group(2);
            var part = "**".equals(wildcard) ? ".*" : "[^/]+";
            if (name == null) {
                expression.append(part);
            } else {
                names.add(name);
                expression.append('(').append(part).append(')');
            }
            from = operator.end();
        }
        expression.append(Pattern.quote(text.substring(from)));
        return new PathTemplate(Pattern.compile(expression.toString()), names);
    }

    /** What the variables keep of a path; empty where it does not match. */
    Optional<Map<String, String>> match(String path) {
        var matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> kept = new LinkedHashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            kept.put(variables.get(i), matcher.group(i + 1));
        }
        return Optional.of(kept);
    }

    /** Whether the variables of a rewrite are all here. */
    boolean fills(String rewrite) {
        return VARIABLE.matcher(rewrite).results().allMatch(found -> variables.contains(found.group(1)));
    }

    /** A rewrite with what was kept in place of its variables. */
    static String filled(String rewrite, Map<String, String> kept) {
        return VARIABLE.matcher(rewrite)
                .replaceAll(found -> Matcher.quoteReplacement(kept.getOrDefault(found.group(1), "")));
    }
}
