package dev.isobar.azure.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Documents of what is given: virtual networks with their subnets, network interfaces, and firewall policies. */
final class Networks {
    private static final String FIREWALL_POLICIES = "ApplicationGatewayWebApplicationFirewallPolicies";

    private Networks() {}

    static Map<ResourceId, ObjectNode> documents(Settings settings) {
        Map<ResourceId, ObjectNode> documents = new LinkedHashMap<>();
        var network = settings.network();
        for (var given : network.virtualNetworks()) {
            documents.put(id(settings, given.group(), "virtualNetworks", given.name()), document(given));
        }
        for (var given : network.interfaces()) {
            var subnet = id(settings, given.group(), "virtualNetworks", given.network())
                    .part("subnets", given.subnet());
            documents.put(
                    id(settings, given.group(), "networkInterfaces", given.name()),
                    document(given, subnet, location(network, given)));
        }
        for (var given : network.firewallPolicies()) {
            var document = Json.object().put("location", given.location());
            Json.part(Json.part(document, "properties"), "policySettings").put("mode", "Prevention");
            documents.put(id(settings, given.group(), FIREWALL_POLICIES, given.name()), document);
        }
        return documents;
    }

    private static ResourceId id(Settings settings, String group, String collection, String name) {
        return new ResourceId(settings.subscription().id(), group, ResourceId.NETWORK, List.of(collection, name));
    }

    private static ObjectNode document(Network.VirtualNetwork given) {
        var document = Json.object().put("location", given.location());
        var properties = Json.part(document, "properties");
        Json.part(properties, "addressSpace")
                .putArray("addressPrefixes")
                .add(given.cidr().toString());
        var subnets = properties.putArray("subnets");
        for (var subnet : given.subnets()) {
            var part = Json.object().put("name", subnet.name());
            Json.part(part, "properties")
                    .put("addressPrefix", subnet.cidr().toString())
                    .put("privateEndpointNetworkPolicies", "Disabled")
                    .put("privateLinkServiceNetworkPolicies", "Enabled");
            subnets.add(part);
        }
        return document;
    }

    private static String location(Network network, Network.NetworkInterface given) {
        return network.virtualNetworks().stream()
                .filter(there ->
                        there.name().equals(given.network()) && there.group().equals(given.group()))
                .map(Network.VirtualNetwork::location)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("network interface %s is in network %s, which is not there"
                                .formatted(given.name(), given.network())));
    }

    private static ObjectNode document(Network.NetworkInterface given, ResourceId subnet, String location) {
        var document = Json.object().put("location", location);
        var configuration = Json.object().put("name", "primary");
        var properties = Json.part(configuration, "properties");
        properties
                .put("privateIPAddress", given.address())
                .put("privateIPAllocationMethod", "Static")
                .put("primary", true)
                .set("subnet", Json.reference(subnet));
        Json.part(document, "properties").putArray("ipConfigurations").add(configuration);
        return document;
    }
}
