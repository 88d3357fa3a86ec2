package dev.isobar.gcp.emulator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages as they stand on the wire. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** @throws ApiError where the text is not an object */
    static ObjectNode read(String text) {
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiError.of(400, "parseError", "Parse Error: " + e.getOriginalMessage());
        }
        throw ApiError.of(400, "parseError", "Parse Error: an object is expected");
    }

    /** @throws ApiError at the first field that the message does not have, or has otherwise */
    static <M extends Message> M message(ObjectNode tree, M prototype) {
        names(tree, prototype.getDescriptorForType(), "");
        var builder = prototype.newBuilderForType();
        try {
            JsonFormat.parser().merge(tree.toString(), builder);
        } catch (InvalidProtocolBufferException e) {
            throw ApiError.of(400, "badRequest", "Invalid JSON payload received. " + e.getMessage());
        }
        @SuppressWarnings("unchecked")
        var message = (M) builder.build();
        Enums.check(message);
        return message;
    }

    private static void names(JsonNode tree, Descriptor type, String at) {
        for (var property : tree.properties()) {
            var field = field(type, property.getKey())
                    .orElseThrow(() -> ApiError.of(
                            400,
                            "badRequest",
                            "Invalid JSON payload received. Unknown name \"%s\"%s: Cannot find field."
                                    .formatted(property.getKey(), at.isEmpty() ? "" : " at '" + at + "'")));
            var below = at.isEmpty() ? field.getName() : at + "." + field.getName();
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                if (property.getValue().isArray()) {
                    for (int i = 0; i < property.getValue().size(); i++) {
                        names(property.getValue().get(i), field.getMessageType(), below + "[" + i + "]");
                    }
                } else {
                    names(property.getValue(), field.getMessageType(), below);
                }
            }
        }
    }

    private static Optional<FieldDescriptor> field(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getJsonName().equals(name) || field.getName().equals(name))
                .findFirst();
    }

    static ObjectNode tree(Message message) {
        return read(print(message));
    }

    static String print(Message message) {
        try {
            return JsonFormat.printer().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message without type", e);
        }
    }

    /**
     * What a patch makes of an object: objects merge, null removes, all else replaces.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
     */
    static ObjectNode merged(ObjectNode object, ObjectNode patch) {
        var merged = object.deepCopy();
        patch.properties().forEach(property -> {
            var name = property.getKey();
            switch (property.getValue()) {
                case ObjectNode part ->
                    merged.set(
                            name,
                            merged(
                                    merged.get(name) instanceof ObjectNode there
                                            ? there
                                            : JsonNodeFactory.instance.objectNode(),
                                    part));
                case JsonNode gone when gone.isNull() -> merged.remove(name);
                case JsonNode value -> merged.set(name, value);
            }
        });
        return merged;
    }
}
