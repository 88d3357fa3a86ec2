package dev.isobar.azure.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where documents point to. */
final class References {
    /** The collection that a property leads to. */
    private static final Map<String, String> TARGETS = Map.ofEntries(
            Map.entry("authenticationCertificates", "authenticationCertificates"),
            Map.entry("backendAddressPool", "backendAddressPools"),
            Map.entry("backendAddressPools", "backendAddressPools"),
            Map.entry("backendHttpSettings", "backendHttpSettingsCollection"),
            Map.entry("backendSettings", "backendSettingsCollection"),
            Map.entry("defaultBackendAddressPool", "backendAddressPools"),
            Map.entry("defaultBackendHttpSettings", "backendHttpSettingsCollection"),
            Map.entry("defaultLoadDistributionPolicy", "loadDistributionPolicies"),
            Map.entry("defaultRedirectConfiguration", "redirectConfigurations"),
            Map.entry("defaultRewriteRuleSet", "rewriteRuleSets"),
            Map.entry("entraJWTValidationConfig", "entraJWTValidationConfigs"),
            Map.entry("firewallPolicy", "ApplicationGatewayWebApplicationFirewallPolicies"),
            Map.entry("frontendIPConfiguration", "frontendIPConfigurations"),
            Map.entry("frontendIPConfigurations", "frontendIPConfigurations"),
            Map.entry("frontendPort", "frontendPorts"),
            Map.entry("httpListener", "httpListeners"),
            Map.entry("listener", "listeners"),
            Map.entry("loadBalancerFrontendIPConfiguration", "frontendIPConfigurations"),
            Map.entry("loadDistributionPolicy", "loadDistributionPolicies"),
            Map.entry("pathRules", "pathRules"),
            Map.entry("privateLinkConfiguration", "privateLinkConfigurations"),
            Map.entry("probe", "probes"),
            Map.entry("publicIPAddress", "publicIPAddresses"),
            Map.entry("redirectConfiguration", "redirectConfigurations"),
            Map.entry("requestRoutingRules", "requestRoutingRules"),
            Map.entry("rewriteRuleSet", "rewriteRuleSets"),
            Map.entry("sslCertificate", "sslCertificates"),
            Map.entry("sslProfile", "sslProfiles"),
            Map.entry("subnet", "subnets"),
            Map.entry("targetListener", "httpListeners"),
            Map.entry("trustedClientCertificates", "trustedClientCertificates"),
            Map.entry("trustedRootCertificates", "trustedRootCertificates"),
            Map.entry("urlPathMap", "urlPathMaps"),
            Map.entry("urlPathMaps", "urlPathMaps"),
            Map.entry("virtualNetwork", "virtualNetworks"));

    private References() {}

    /**
     * One pointer.
     *
     * @param owner the part of the document that has it
     * @param path where it is in that part
     */
    record Reference(Part owner, String property, String path, String id) {}

    static List<Reference> of(Part root) {
        List<Reference> found = new ArrayList<>();
        collect(root, root.node().path("properties"), "properties", found);
        return found;
    }

    private static void collect(Part owner, JsonNode node, String path, List<Reference> found) {
        for (var entry : node.properties()) {
            var name = entry.getKey();
            var here = path + "." + name;
            if (entry.getValue() instanceof ObjectNode object) {
                add(owner, name, object, here, found);
            } else if (entry.getValue().isArray()) {
                entry.getValue().valueStream().forEach(item -> {
                    var part = new Part(owner.id().part(name, Json.text(item, "name")), asObject(item));
                    if (item.has("id") || Json.text(item, "name").isEmpty()) {
                        add(owner, name, asObject(item), here, found);
                    } else {
                        collect(part, item.path("properties"), "properties", found);
                    }
                });
            }
        }
    }

    private static ObjectNode asObject(JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.object();
    }

    private static void add(Part owner, String name, ObjectNode object, String path, List<Reference> found) {
        Json.find(object, "id")
                .ifPresentOrElse(
                        id -> found.add(new Reference(owner, name, path, id)),
                        () -> collect(owner, object, path, found));
    }

    /**
     * Checks that all references lead somewhere: those to parts of a document, into that document.
     *
     * @see <a href="https://github.com/Azure/azure-cli/issues/16567">What the service says else</a>
     */
    static void check(Store store, Part root) {
        for (var reference : of(root)) {
            var id = ResourceId.parse(reference.id())
                    .orElseThrow(() -> malformed("InvalidJsonReferenceFormat", "formatted incorrectly", reference));
            var wanted = TARGETS.get(reference.property());
            if (wanted != null && !wanted.equalsIgnoreCase(id.collection())) {
                throw malformed("InvalidJsonReferenceWrongType", "referencing resource of a wrong type", reference);
            }
            var owner = store.find(id.root()).map(Stored::root);
            var target = (id.root().same(root.id()) ? Optional.of(root) : owner).flatMap(there -> there.part(id));
            boolean near = target.isPresent() && sameLocation(store, root, id) && ownPart(root, reference, id);
            if (!near) {
                throw ApiError.of(
                        "InvalidResourceReference",
                        "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region."
                                .formatted(reference.id(), reference.owner().id()));
            }
        }
    }

    private static ApiError malformed(String code, String what, Reference reference) {
        return ApiError.format(
                code,
                "Reference Id %s is %s. The Id is expected to reference resources of type %s. Path %s."
                        .formatted(
                                reference.id(),
                                what,
                                TARGETS.getOrDefault(reference.property(), reference.property()),
                                reference.path()));
    }

    private static boolean sameLocation(Store store, Part root, ResourceId id) {
        var location = Json.text(root.node(), "location");
        return id.root().same(root.id())
                || store.find(id.root())
                        .filter(there -> Regions.name(there.location()).equals(Regions.name(location)))
                        .isPresent();
    }

    /** Only addresses and networks, and the other balancer that an address of a pool may name, are elsewhere. */
    private static boolean ownPart(Part root, Reference reference, ResourceId id) {
        return id.root().same(root.id())
                || id.path().size() == 2
                || id.collection().equalsIgnoreCase("subnets")
                || reference.property().equals("loadBalancerFrontendIPConfiguration");
    }

    /** The parts of other resources that point to a resource or a part of one. */
    static Stream<Part> users(Store store, ResourceId target) {
        return store.all().stream()
                .filter(resource -> !resource.id().same(target.root()))
                .flatMap(resource -> of(resource.root()).stream())
                .filter(reference -> ResourceId.parse(reference.id())
                        .filter(id -> id.same(target))
                        .isPresent())
                .map(Reference::owner);
    }
}
