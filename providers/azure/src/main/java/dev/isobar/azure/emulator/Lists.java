package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Lists of plain values and of references, in which nothing is twice; and zones, of which there are three. */
final class Lists {
    private static final Set<String> ZONES = Set.of("1", "2", "3");
    /** Paths are different over all rules of a map, which has an error of its own. */
    private static final String PATHS = "paths";

    private Lists() {}

    static void check(Part root) {
        for (var zone : root.node().path("zones")) {
            Checks.that(
                    ZONES.contains(zone.asString()),
                    "InvalidAvailabilityZone",
                    "Resource %s has zone '%s'; it must be 1, 2 or 3.".formatted(root.id(), zone.asString()));
        }
        check(root.id(), root.node());
    }

    private static void check(ResourceId owner, JsonNode node) {
        for (var entry : node.properties()) {
            var value = entry.getValue();
            if (value.isArray() && !entry.getKey().equals(PATHS)) {
                different(owner, entry.getKey(), value);
            }
            check(owner, value);
        }
        if (node.isArray()) {
            node.forEach(item -> check(owner, item));
        }
    }

    private static void different(ResourceId owner, String name, JsonNode list) {
        var seen = new HashSet<String>();
        for (var item : list) {
            var value = item.isObject() ? Json.text(item, "id") : item.asString();
            Checks.that(
                    value.isEmpty() || seen.add(value.toLowerCase(Locale.ROOT)),
                    "DuplicateListValue",
                    "List '%s' in resource %s has '%s' more than once.".formatted(name, owner, value));
        }
    }
}
