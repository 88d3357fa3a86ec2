package dev.isobar.azure.driver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents as trees; numbers stay as they were written. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** Empty where it is not one object. */
    static Optional<ObjectNode> parse(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    static byte[] print(ObjectNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode texts(Iterable<String> texts) {
        var array = array();
        texts.forEach(array::add);
        return array;
    }

    /** The value there; of kind "missing" where there is none. */
    static JsonNode at(JsonNode node, String... path) {
        var found = node;
        for (var name : path) {
            found = found.path(name);
        }
        return found;
    }

    static Optional<String> find(JsonNode node, String... path) {
        var found = at(node, path);
        return found.isString() ? Optional.of(found.stringValue()) : Optional.empty();
    }

    /** Empty where there is none. */
    static String text(JsonNode node, String... path) {
        return find(node, path).orElse("");
    }

    /** @throws IllegalArgumentException where there is none */
    static String required(JsonNode node, String... path) {
        return find(node, path).orElseThrow(() -> new IllegalArgumentException("no " + String.join(".", path)));
    }

    static OptionalInt number(JsonNode node, String... path) {
        var found = at(node, path);
        return found.isInt() ? OptionalInt.of(found.intValue()) : OptionalInt.empty();
    }

    /** @throws IllegalArgumentException where there is none */
    static int requiredNumber(JsonNode node, String... path) {
        return number(node, path)
                .orElseThrow(() -> new IllegalArgumentException("no number " + String.join(".", path)));
    }

    static boolean flag(JsonNode node, boolean usual, String... path) {
        return at(node, path).asBoolean(usual);
    }

    static List<String> textsOf(JsonNode node, String... path) {
        return at(node, path)
                .valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }

    /** The objects of a list. */
    static Stream<ObjectNode> items(JsonNode node, String... path) {
        return at(node, path).valueStream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }

    /** The object of that name, made where there is none. */
    static ObjectNode part(ObjectNode node, String name) {
        if (node.get(name) instanceof ObjectNode there) {
            return there;
        }
        var made = object();
        node.set(name, made);
        return made;
    }
}
