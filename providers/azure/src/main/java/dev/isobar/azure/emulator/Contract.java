package dev.isobar.azure.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What documents consist of, by the vendor's own description. A client's document is taken over as it is, without what
 * only the service sets; what is not described is refused.
 *
 * @see <a href="https://github.com/microsoft/sql-server-samples/pull/1294">What the service says of unknown
 *     properties</a>
 */
final class Contract {
    /** The service says them of every part, though the description has them not everywhere. */
    private static final Set<String> SHOWN = Set.of("provisioningState", "type", "etag");

    private final Map<String, Map<String, Property>> types = new HashMap<>();
    private final Map<String, List<String>> enumerations = new HashMap<>();

    /**
     * A property.
     *
     * @param of {@code [T]} for a list, {@code {T}} for a map; T is the name of a type or an enumeration, or one of
     *     string, integer, number, boolean, any
     */
    private record Property(boolean readOnly, String of) {}

    Contract() {
        try (var in = Objects.requireNonNull(Contract.class.getResourceAsStream("network.txt"), "network.txt")) {
            read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String table) {
        Map<String, Property> type = new HashMap<>();
        for (var line : table.lines().filter(l -> !l.startsWith("#")).toList()) {
            var words = line.strip().split(" ", 3);
            if (line.startsWith(" ")) {
                boolean readOnly = words[0].startsWith("-");
                type.put(readOnly ? words[0].substring(1) : words[0], new Property(readOnly, words[1]));
            } else if (words[0].equals("enum")) {
                enumerations.put(words[1], Arrays.asList(words[2].split("\\|", -1)));
            } else {
                type = new HashMap<>();
                types.put(words[1], type);
            }
        }
    }

    /**
     * The document without what only the service sets: properties marked so, ids of the document and its parts, and
     * nulls.
     *
     * @param type such as {@code ApplicationGateway}
     * @throws ApiError where the document has what is not of the type
     */
    ObjectNode writable(String type, ObjectNode document) {
        var cleaned = object(type, document, "");
        cleaned.remove("id");
        return cleaned;
    }

    private ObjectNode object(String type, ObjectNode given, String path) {
        var properties = Objects.requireNonNull(types.get(type), type);
        var cleaned = Json.object();
        given.properties().forEach(entry -> {
            var name = entry.getKey();
            var here = path.isEmpty() ? name : path + "." + name;
            var property = Optional.ofNullable(properties.get(name))
                    .or(() -> SHOWN.contains(name) ? Optional.of(new Property(true, "string")) : Optional.empty())
                    .orElseThrow(() -> ApiError.format(
                            "InvalidJson",
                            "Could not find member '%s' on object of type '%s'. Path '%s'."
                                    .formatted(name, type, here)));
            if (!property.readOnly() && !entry.getValue().isNull()) {
                cleaned.set(name, value(property.of(), entry.getValue(), here));
            }
        });
        return cleaned;
    }

    private JsonNode value(String of, JsonNode given, String path) {
        var inner = of.substring(1, of.length() - 1);
        if (of.startsWith("[") && given.isArray()) {
            var list = Json.array();
            int i = 0;
            for (var item : given) {
                list.add(item(inner, item, "%s[%d]".formatted(path, i++)));
            }
            return list;
        }
        if (of.startsWith("{") && given instanceof ObjectNode map) {
            var cleaned = Json.object();
            map.properties()
                    .forEach(entry -> cleaned.set(
                            entry.getKey(), value(inner, entry.getValue(), path + "['" + entry.getKey() + "']")));
            return cleaned;
        }
        if (of.equals("SubResource") && given instanceof ObjectNode reference) {
            return reference(reference, path);
        }
        if (types.containsKey(of) && given instanceof ObjectNode object) {
            return object(of, object, path);
        }
        return scalar(of, given, path);
    }

    /** A part of a document is known by its name; the id that it may have is that of its place. */
    private JsonNode item(String of, JsonNode given, String path) {
        var cleaned = value(of, given, path);
        var properties = types.getOrDefault(of, Map.of());
        if (properties.containsKey("name") && properties.containsKey("id") && cleaned instanceof ObjectNode part) {
            part.remove("id");
            if (Json.text(part, "name").isEmpty()) {
                throw ApiError.format(
                        "InvalidJson", "Required property 'name' not found in JSON. Path '%s'.".formatted(path));
            }
        }
        return cleaned;
    }

    /** What is sent besides the id belongs to what the id leads to, and is not of this document. */
    private static ObjectNode reference(ObjectNode given, String path) {
        var id = Json.find(given, "id")
                .orElseThrow(() -> ApiError.format(
                        "MissingJsonReferenceId", "Value for reference id is missing. Path %s.".formatted(path)));
        return Json.object().put("id", id);
    }

    private JsonNode scalar(String of, JsonNode given, String path) {
        boolean fits = switch (of) {
            case "any" -> true;
            case "string" -> given.isString();
            case "integer" -> given.isInt();
            case "number" -> given.isNumber();
            case "boolean" -> given.isBoolean();
            default ->
                given.isString() && enumerations.getOrDefault(of, List.of()).contains(given.stringValue());
        };
        if (!fits) {
            throw ApiError.format(
                    "InvalidJson", "Error converting value %s to type '%s'. Path '%s'.".formatted(given, of, path));
        }
        return given;
    }
}
