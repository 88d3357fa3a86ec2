package dev.isobar.aws.permissions;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An IAM policy that allows things.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar of the IAM
 *     JSON policy language</a>
 */
record Policy(List<Statement> statements) {
    Policy {
        statements = List.copyOf(statements);
    }

    /**
     * Allows actions on resources.
     *
     * @param sid a name of letters and digits
     * @param resources ARNs, with {@code *} and {@code ?} for what is not known before
     * @param equal condition keys that must be equal to one of these values; empty: always
     */
    record Statement(String sid, List<String> actions, List<String> resources, SortedMap<String, List<String>> equal) {
        Statement {
            actions = actions.stream().distinct().sorted().toList();
            resources = resources.stream().distinct().sorted().toList();
            equal = new TreeMap<>(equal);
        }
    }

    /** In JSON, with a line break at the end. */
    String json() {
        var all = statements.stream().map(Policy::json).collect(Collectors.joining(",\n"));
        return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n" + all + "\n  ]\n}\n";
    }

    private static String json(Statement statement) {
        var members = new ArrayList<String>();
        members.add("      \"Sid\": " + quoted(statement.sid()));
        members.add("      \"Effect\": \"Allow\"");
        members.add("      \"Action\": " + list(statement.actions(), "      "));
        members.add("      \"Resource\": " + list(statement.resources(), "      "));
        if (!statement.equal().isEmpty()) {
            var keys = statement.equal().entrySet().stream()
                    .map(key -> "          " + quoted(key.getKey()) + ": " + list(key.getValue(), "          "))
                    .collect(Collectors.joining(",\n"));
            members.add("      \"Condition\": {\n        \"StringEquals\": {\n" + keys + "\n        }\n      }");
        }
        return "    {\n" + String.join(",\n", members) + "\n    }";
    }

    private static String list(List<String> values, String indentation) {
        return values.size() == 1
                ? quoted(values.getFirst())
                : values.stream()
                        .map(value -> indentation + "  " + quoted(value))
                        .collect(Collectors.joining(",\n", "[\n", "\n" + indentation + "]"));
    }

    /** Names, ARNs and tags that AWS takes have no character that JSON would want in another way. */
    private static String quoted(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("no part of a policy: " + text);
        }
        return '"' + text + '"';
    }
}
