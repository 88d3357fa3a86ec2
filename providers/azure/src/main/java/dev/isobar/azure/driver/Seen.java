package dev.isobar.azure.driver;

import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A document while it is read, with what it says and no record can hold. */
final class Seen {
    /** What the service says of documents and parts, and nobody sets. */
    private static final Set<String> OF_THE_SERVICE = Set.of(
            "provisioningState",
            "resourceGuid",
            "operationalState",
            "defaultPredefinedSslPolicy",
            "privateEndpointConnections",
            "publicCertData",
            "validatedCertData",
            "clientCertIssuerDN",
            "backendIPConfigurations",
            "requestRoutingRules",
            "urlPathMaps",
            "pathRules",
            "loadBalancingRules",
            "outboundRule",
            "outboundRules",
            "inboundNatRules",
            "inboundNatPools",
            "httpListeners",
            "ipConfiguration");

    private final Ref resource;
    private final ObjectNode document;
    private final Predicate<String> ours;
    private final List<Loss> losses = new ArrayList<>();

    /** @param ours by the names of parts; others are not looked at */
    Seen(Ref resource, ObjectNode document, Predicate<String> ours) {
        this.resource = resource;
        this.document = document;
        this.ours = ours;
    }

    ObjectNode document() {
        return document;
    }

    /** The location as the model spells it. */
    Seen located(String location) {
        document.put("location", location);
        return this;
    }

    List<Loss> losses() {
        return losses;
    }

    void lost(String field, String what) {
        losses.add(new Loss(resource, field, what, ""));
    }

    /** Ours of the parts of a list, but for those that no record can hold. */
    <T> SortedMap<String, T> parts(Words<T> words) {
        var parts = new TreeMap<String, T>();
        Json.items(document, "properties", words.collection()).forEach(item -> {
            var name = Json.text(item, "name");
            if (!ours.test(name)) {
                return;
            }
            var field = words.collection() + "." + name;
            try {
                parts.put(name, words.read().apply(item));
                rest(field, item.path("properties"), words.managed(), words.usual());
            } catch (IllegalArgumentException e) {
                lost(field, "cannot be carried over: " + e.getMessage());
            }
        });
        return parts;
    }

    /** Says of parts of ours of the parts of a list what nothing reads of them. */
    void within(String collection, Words<?> words) {
        Json.items(document, "properties", collection)
                .filter(whole -> ours.test(Json.text(whole, "name")))
                .forEach(whole -> Json.items(whole, "properties", words.collection())
                        .forEach(item -> rest(
                                "%s.%s.%s.%s"
                                        .formatted(
                                                collection,
                                                Json.text(whole, "name"),
                                                words.collection(),
                                                Json.text(item, "name")),
                                item.path("properties"),
                                words.managed(),
                                words.usual())));
    }

    /** Says of properties that nothing reads that they are there. */
    void rest(String field, JsonNode properties, Set<String> managed, Map<String, String> usual) {
        properties.properties().forEach(entry -> {
            var name = entry.getKey();
            var value = entry.getValue();
            boolean silent = managed.contains(name)
                    || OF_THE_SERVICE.contains(name)
                    || value.isNull()
                    || (value.isContainer() && value.isEmpty())
                    || value.toString().equals(usual.get(name));
            if (!silent) {
                lost(field.isEmpty() ? name : field + "." + name, shown(value) + ", which a model does not say");
            }
        });
    }

    /** Of parts their names: what the service adds to them is long, and differs each time. */
    private static String shown(JsonNode value) {
        boolean parts = value.isArray() && value.valueStream().allMatch(item -> item.has("name"));
        return parts
                ? "has "
                        + value.valueStream()
                                .map(item -> Json.text(item, "name"))
                                .collect(Collectors.joining(", "))
                : "is " + value;
    }
}
