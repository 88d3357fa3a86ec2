package dev.isobar.model.file;

import dev.isobar.model.Location;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills <code>${NAME}</code> and <code>${NAME:-default}</code> into values; <code>$${</code> stands for itself. */
final class Variables {
    private static final Pattern USE = Pattern.compile(
            "\\$(?<escaped>\\$\\{)|\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<fallback>[^}]*))?}|(?<broken>\\$\\{)");

    private final Map<String, String> environment;
    private final Problems problems;

    Variables(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    String fill(String written, Location at) {
        if (!written.contains("${")) {
            return written;
        }
        return USE.matcher(written).replaceAll(use -> Matcher.quoteReplacement(value(use, at)));
    }

    private String value(MatchResult use, Location at) {
        if (use.group("escaped") != null) {
            return "${";
        }
        if (use.group("broken") != null) {
            problems.error(
                    at,
                    "${ begins a variable, but what follows is not NAME} or NAME:-default}",
                    "write ${NAME} or ${NAME:-default}, or $${ for the two characters");
            return use.group();
        }
        var value = environment.get(use.group("name"));
        var fallback = use.group("fallback");
        // As in a shell, :- also stands in for a variable that is set and empty.
        if (value != null && !(value.isEmpty() && fallback != null)) {
            return value;
        }
        if (fallback == null) {
            problems.error(
                    at,
                    "the environment variable " + use.group("name") + " is not set",
                    "set it, or give a default: ${" + use.group("name") + ":-default}");
            return "";
        }
        return fallback;
    }
}
