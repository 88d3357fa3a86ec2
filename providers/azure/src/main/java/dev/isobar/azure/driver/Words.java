package dev.isobar.azure.driver;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How parts of one list of a document are read and written.
 *
 * @param managed the properties that a value says; others are left as they are
 * @param usual the others that have values where nobody sets them, as JSON
 * @param read from a whole part; throws IllegalArgumentException where the part is what no value can say
 * @param write the managed properties of a part; of a part that is new, {@code there} has the name alone
 */
record Words<T>(
        String collection,
        Set<String> managed,
        Map<String, String> usual,
        Function<ObjectNode, T> read,
        BiFunction<T, ObjectNode, ObjectNode> write) {
    Words {
        managed = Set.copyOf(managed);
        usual = Map.copyOf(usual);
    }

    static <T> Words<T> of(
            String collection, Set<String> managed, Function<ObjectNode, T> read, Function<T, ObjectNode> write) {
        return new Words<>(collection, managed, Map.of(), read, (value, _) -> write.apply(value));
    }

    Words<T> withUsual(Map<String, String> values) {
        return new Words<>(collection, managed, values, read, write);
    }

    /**
     * The list with our parts as they shall be: those of others stay as and where they are, ours that are right already
     * too, and of ours that change only what we manage.
     */
    ArrayNode merged(JsonNode there, SortedMap<String, T> wanted, Predicate<String> ours) {
        var list = Json.array();
        var rest = new TreeMap<>(wanted);
        for (var item : there) {
            var name = Json.text(item, "name");
            var value = rest.remove(name);
            if (value != null && item instanceof ObjectNode part) {
                list.add(merged(part, value));
            } else if (!ours.test(name)) {
                list.add(item);
            }
        }
        rest.forEach((name, value) -> list.add(fresh(name, value)));
        return list;
    }

    private ObjectNode fresh(String name, T value) {
        var part = Json.object().put("name", name);
        part.set("properties", write.apply(value, part));
        return part;
    }

    ObjectNode merged(ObjectNode there, T wanted) {
        if (found(there).equals(Optional.of(wanted))) {
            return there;
        }
        var part = there.deepCopy();
        var properties = Json.part(part, "properties");
        var written = write.apply(wanted, there);
        managed.forEach(properties::remove);
        written.properties().forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
        return part;
    }

    private Optional<T> found(ObjectNode part) {
        try {
            return Optional.of(read.apply(part));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
