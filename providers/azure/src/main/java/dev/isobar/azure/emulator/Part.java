package dev.isobar.azure.emulator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a document that has a name, or the whole document, with its id.
 *
 * @param node has name and {@code properties}
 */
record Part(ResourceId id, ObjectNode node) {
    /** Lists whose items have names, but no ids. */
    private static final Set<String> NO_PARTS = Set.of("loadBalancerBackendAddresses", "rewriteRules");

    /** One of its properties; of kind "missing" where there is none. */
    JsonNode get(String property) {
        return Json.at(node, "properties", property);
    }

    boolean has(String property) {
        return !get(property).isMissingNode();
    }

    Optional<String> text(String property) {
        return Json.find(node, "properties", property);
    }

    Optional<Integer> number(String property) {
        return get(property).isInt() ? Optional.of(get(property).intValue()) : Optional.empty();
    }

    boolean flag(String property) {
        return get(property).asBoolean(false);
    }

    List<String> texts(String property) {
        return get(property).valueStream().map(JsonNode::asString).toList();
    }

    Stream<ObjectNode> items(String property) {
        return Json.items(node, "properties", property);
    }

    /** Where a property points to. References have been checked before anything asks for one. */
    Optional<ResourceId> reference(String property) {
        return Json.find(node, "properties", property, "id").flatMap(ResourceId::parse);
    }

    List<ResourceId> references(String property) {
        return items(property)
                .flatMap(item -> ResourceId.parse(Json.text(item, "id")).stream())
                .toList();
    }

    /** The parts of a list that have names. */
    List<Part> parts(String collection) {
        return items(collection)
                .map(item -> new Part(id.part(collection, Json.text(item, "name")), item))
                .toList();
    }

    /** The part with that id, which is a part of a part too. */
    Optional<Part> part(ResourceId wanted) {
        return wanted.same(id)
                ? Optional.of(this)
                : below().flatMap(part -> part.part(wanted).stream()).findFirst();
    }

    /** All parts with names, but not parts of them. */
    Stream<Part> below() {
        return node.path("properties").properties().stream()
                .filter(entry -> entry.getValue().isArray() && !NO_PARTS.contains(entry.getKey()))
                .flatMap(entry -> parts(entry.getKey()).stream())
                .filter(part -> !part.id().name().isEmpty());
    }

    /** Sets a property that the client left out. */
    void fill(String property, String value) {
        if (!has(property)) {
            properties().put(property, value);
        }
    }

    /** Sets a property that the client left out. */
    void fill(String property, int value) {
        if (!has(property)) {
            properties().put(property, value);
        }
    }

    /** Sets a property that the client left out. */
    void fill(String property, boolean value) {
        if (!has(property)) {
            properties().put(property, value);
        }
    }

    /** Sets a property that the client left out. */
    void fill(String property, ObjectNode value) {
        if (!has(property)) {
            properties().set(property, value);
        }
    }

    ObjectNode properties() {
        return Json.part(node, "properties");
    }
}
