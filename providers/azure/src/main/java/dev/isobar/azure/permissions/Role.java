package dev.isobar.azure.permissions;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A custom role, as {@code az role definition create --role-definition @FILE} takes it.
 *
 * @param scopes where it may be assigned: resource groups
 * @see <a href="https://learn.microsoft.com/en-us/azure/role-based-access-control/custom-roles-cli">Create or update Azure
 *     custom roles using Azure CLI</a>
 */
record Role(String name, String description, SortedSet<String> actions, SortedSet<String> scopes) {
    /** In JSON, with a line break at the end. */
    String json() {
        return """
            {
              "Name": %s,
              "IsCustom": true,
              "Description": %s,
              "Actions": %s,
              "NotActions": [],
              "DataActions": [],
              "NotDataActions": [],
              "AssignableScopes": %s
            }
            """.formatted(quoted(name), quoted(description), list(actions), list(scopes));
    }

    private static String list(SortedSet<String> values) {
        return values.stream().map(value -> "    " + quoted(value)).collect(Collectors.joining(",\n", "[\n", "\n  ]"));
    }

    /** Names of a file have no control characters. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    static Role of(String name, String description, List<String> actions, List<String> scopes) {
        return new Role(name, description, new TreeSet<>(actions), new TreeSet<>(scopes));
    }
}
