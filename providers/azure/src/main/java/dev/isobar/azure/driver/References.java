package dev.isobar.azure.driver;

import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How parts of one document refer to each other, and to other resources: by ids, which are known before what they are of.
 *
 * @param group where other resources are
 * @param id of the document
 * @param spelled the spelling of an id that the model has, where it is that one: to Azure case does not count
 */
record References(Group group, String id, UnaryOperator<String> spelled) {
    ObjectNode to(String collection, String name) {
        return to(id + "/" + collection + "/" + name);
    }

    static ObjectNode to(String id) {
        return Json.object().put("id", id);
    }

    /**
     * The name of the part that a property leads to.
     *
     * @throws IllegalArgumentException where it leads nowhere
     */
    static String name(ObjectNode part, String property) {
        return find(part, property).orElseThrow(() -> new IllegalArgumentException("it has no " + property));
    }

    static Optional<String> find(ObjectNode part, String property) {
        return Json.find(part, "properties", property, "id").map(References::last);
    }

    /** The id that a property has, as the model spells it. */
    Optional<String> id(JsonNode node, String... path) {
        return Json.find(Json.at(node, path), "id").map(spelled);
    }

    static String last(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
