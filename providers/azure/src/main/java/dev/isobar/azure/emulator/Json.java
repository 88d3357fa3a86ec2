package dev.isobar.azure.emulator;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents as trees, read strictly, and numbers as they were written. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** @throws ApiError where it is not one object */
    static ObjectNode parse(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiError.of(
                    "InvalidRequestContent",
                    "The request content was invalid and could not be deserialized: '%s'."
                            .formatted(e.getOriginalMessage()));
        }
        throw ApiError.of(
                "InvalidRequestContent", "The request content was invalid and could not be deserialized: no object.");
    }

    static byte[] print(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode array(Stream<? extends JsonNode> items) {
        var array = array();
        items.forEach(array::add);
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

    /** The objects of a list. */
    static Stream<ObjectNode> items(JsonNode node, String... path) {
        return at(node, path).valueStream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }

    /** A reference. */
    static ObjectNode reference(ResourceId id) {
        return object().put("id", id.toString());
    }

    /** The part of that name, made where there is none. */
    static ObjectNode part(ObjectNode node, String name) {
        if (node.get(name) instanceof ObjectNode there) {
            return there;
        }
        var made = object();
        node.set(name, made);
        return made;
    }
}
