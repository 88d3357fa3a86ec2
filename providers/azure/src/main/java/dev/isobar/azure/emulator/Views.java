package dev.isobar.azure.emulator;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents as clients see them: with what only the service says. */
final class Views {
    private Views() {}

    static ObjectNode shown(Store store, Stored resource) {
        var shown = Json.object()
                .put("name", resource.id().name())
                .put("id", resource.id().toString())
                .put("etag", resource.etag())
                .put("type", resource.id().type());
        resource.document().properties().forEach(entry -> shown.set(entry.getKey(), entry.getValue()));
        var properties = properties(resource.id(), resource.document(), resource);
        properties.put("resourceGuid", resource.guid());
        shown.set("properties", properties);
        Kinds.of(resource.id()).rules().ifPresent(rules -> rules.show(store, resource, shown));
        if (resource.id().collection().equals("virtualNetworks")) {
            showUsers(store, new Part(resource.id(), shown));
        }
        return shown;
    }

    /** A part of a resource. */
    static ObjectNode shown(Store store, Stored resource, ResourceId part) {
        return new Part(resource.id(), shown(store, resource))
                .part(part)
                .orElseThrow(() -> ApiError.of(404, "NotFound", "Resource %s not found.".formatted(part)))
                .node();
    }

    private static ObjectNode properties(ResourceId id, ObjectNode document, Stored resource) {
        var properties = Json.object().put("provisioningState", resource.state());
        var owner = new Part(id, document);
        var parts = owner.below().map(part -> part.id().collection()).toList();
        document.path("properties")
                .properties()
                .forEach(entry -> properties.set(
                        entry.getKey(), property(owner, parts, entry.getKey(), entry.getValue(), resource)));
        return properties;
    }

    private static JsonNode property(Part owner, List<String> parts, String name, JsonNode value, Stored resource) {
        return parts.contains(name)
                ? Json.array(owner.parts(name).stream().map(part -> part(part, resource)))
                : value.deepCopy();
    }

    private static ObjectNode part(Part part, Stored resource) {
        var shown = Json.object()
                .put("name", part.id().name())
                .put("id", part.id().toString())
                .put("etag", resource.etag())
                .put("type", part.id().type());
        part.node().properties().forEach(entry -> shown.set(entry.getKey(), entry.getValue()));
        shown.set("properties", properties(part.id(), part.node(), resource));
        return shown;
    }

    /** Adds to subnets what is in them. */
    private static void showUsers(Store store, Part network) {
        for (var subnet : network.parts("subnets")) {
            var users = References.users(store, subnet.id()).toList();
            list(subnet, "applicationGatewayIPConfigurations", users, "gatewayIPConfigurations");
            list(subnet, "ipConfigurations", users, "ipConfigurations", "frontendIPConfigurations");
        }
    }

    private static void list(Part shown, String property, List<Part> users, String... collections) {
        var some = users.stream()
                .filter(user -> List.of(collections).contains(user.id().collection()))
                .map(user -> Json.reference(user.id()))
                .toList();
        if (!some.isEmpty()) {
            shown.properties().set(property, Json.array(some.stream()));
        }
    }
}
