package dev.isobar.aws.permissions;

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
        return """
            {
              "Version": "2012-10-17",
              "Statement": [
            %s
              ]
            }
            """.formatted(statements.stream().map(Policy::json).collect(Collectors.joining(",\n")));
    }

    private static String json(Statement statement) {
        var condition = statement.equal().isEmpty()
                ? ""
                : """
                ,
                      "Condition": {
                        "StringEquals": {
                %s
                        }
                      }\
                """.formatted(statement.equal().entrySet().stream()
                        .map(key ->
                                "          %s: %s".formatted(quoted(key.getKey()), list(key.getValue(), "          ")))
                        .collect(Collectors.joining(",\n")));
        return """
            {
              "Sid": %s,
              "Effect": "Allow",
              "Action": %s,
              "Resource": %s%s
            }\
            """.formatted(
                        quoted(statement.sid()),
                        list(statement.actions(), "      "),
                        list(statement.resources(), "      "),
                        condition)
                .indent(0)
                .stripTrailing();
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
