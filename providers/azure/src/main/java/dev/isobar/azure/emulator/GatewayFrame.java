package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.Set;

/**
 * What a gateway stands on: its SKU, its subnet, its addresses and ports.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-infrastructure">Application
 *     Gateway infrastructure configuration</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-frontend-ip">Frontend IP
 *     address configuration</a>
 */
final class GatewayFrame {
    private static final Set<String> TIERS = Set.of("Standard_v2", "WAF_v2", "Basic");
    /** What the gateway itself listens to. */
    private static final int FIRST_OWN_PORT = 65200;

    private GatewayFrame() {}

    static void check(Draft draft, Part root) {
        sku(root);
        for (var list : new String[] {"gatewayIPConfigurations", "frontendIPConfigurations", "frontendPorts"}) {
            Checks.that(
                    !root.parts(list).isEmpty(),
                    "ApplicationGatewayPartMissing",
                    "Application Gateway %s must have at least one of %s.".formatted(root.id(), list));
        }
        subnet(draft, root);
        frontends(draft, root);
        var ports = new HashSet<Integer>();
        for (var port : root.parts("frontendPorts")) {
            Checks.required(port, "port");
            Checks.range(port, "port", 1, FIRST_OWN_PORT - 1);
            Checks.that(
                    ports.add(port.number("port").orElseThrow()),
                    "ApplicationGatewayFrontendPortsUsingSamePortNumber",
                    "Two Frontend Ports of Application Gateway %s are using the same port number %s."
                            .formatted(root.id(), port.get("port")));
        }
    }

    /**
     * @see <a href="https://github.com/Azure/azure-cli/issues/28160">What the service says of capacity</a>
     * @see <a href="https://github.com/hashicorp/terraform-provider-azurerm/issues/15531">What it says of features of the
     *     first generation</a>
     */
    private static void sku(Part root) {
        var sku = root.get("sku");
        var tier = Json.text(sku, "tier");
        Checks.that(
                TIERS.contains(tier) && tier.equals(Json.text(sku, "name")),
                "ApplicationGatewaySkuNotAvailable",
                ("Application Gateway %s has SKU name '%s' and tier '%s'. Name and tier must be the same, and of"
                                + " Standard_v2, WAF_v2 and Basic: those of the first generation have retired.")
                        .formatted(root.id(), Json.text(sku, "name"), tier));
        Checks.that(
                sku.has("capacity") != root.has("autoscaleConfiguration"),
                "ApplicationGatewayV2SkuMustSpecifyEitherCapacityOrAutoscaleConfiguration",
                ("Application Gateway %s must specify either Capacity or AutoscaleConfiguration for the selected SKU"
                                + " tier %s")
                        .formatted(root.id(), tier));
        Checks.that(
                !root.has("authenticationCertificates")
                        || root.get("authenticationCertificates").isEmpty(),
                "ApplicationGatewayFeatureCannotBeEnabledForSelectedSku",
                ("Application Gateway %s does not support AuthenticationCertificates for the selected SKU tier %s."
                                + " Supported SKU tiers are Standard,WAF.")
                        .formatted(root.id(), tier));
        Checks.that(
                !root.has("webApplicationFirewallConfiguration") || tier.equals("WAF_v2"),
                "ApplicationGatewayFeatureCannotBeEnabledForSelectedSku",
                "Application Gateway %s does not support WebApplicationFirewallConfiguration for the selected SKU tier %s. Supported SKU tiers are WAF,WAF_v2."
                        .formatted(root.id(), tier));
        int capacity = sku.path("capacity").asInt(1);
        int min = root.get("autoscaleConfiguration").path("minCapacity").asInt(0);
        int max = root.get("autoscaleConfiguration").path("maxCapacity").asInt(Math.max(min, 2));
        Checks.that(
                capacity >= 1 && capacity <= 125 && min >= 0 && min <= 125 && max >= 2 && max <= 125 && min <= max,
                "ApplicationGatewayCapacityOutOfRange",
                ("Application Gateway %s has a capacity of %d, or one from %d to %d; it must be from 1 to 125, the"
                                + " least from 0 and the most from 2.")
                        .formatted(root.id(), capacity, min, max));
    }

    private static void subnet(Draft draft, Part root) {
        var configurations = root.parts("gatewayIPConfigurations");
        Checks.that(
                configurations.size() == 1,
                "ApplicationGatewayHasManySubnets",
                "Application Gateway %s can have one gateway IP configuration only.".formatted(root.id()));
        var configuration = configurations.getFirst();
        Checks.required(configuration, "subnet");
        var subnet = configuration.reference("subnet").orElseThrow();
        References.users(draft.store(), subnet)
                .filter(user -> !user.id().root().collection().equals("applicationGateways"))
                .findFirst()
                .ifPresent(user -> {
                    throw notAlone(subnet, user.id());
                });
        draft.before()
                .map(Stored::root)
                .flatMap(before -> before.parts("gatewayIPConfigurations").stream()
                        .flatMap(part -> part.reference("subnet").stream())
                        .findFirst())
                .filter(before -> !before.same(subnet))
                .ifPresent(before -> {
                    throw ApiError.of(
                            "ApplicationGatewaySubnetCannotBeChanged",
                            "The subnet of Application Gateway %s cannot be changed from %s to %s."
                                    .formatted(root.id(), before, subnet));
                });
    }

    private static ApiError notAlone(ResourceId subnet, ResourceId user) {
        return ApiError.of(
                "ApplicationGatewaySubnetCannotHaveOtherResources",
                "Subnet %s cannot have application gateways and other resources; %s is in it.".formatted(subnet, user));
    }

    /** What is not a gateway cannot be in the subnet of gateways. */
    static void notForOthers(Store store, Part other, ResourceId subnet) {
        References.users(store, subnet)
                .filter(user -> user.id().collection().equals("gatewayIPConfigurations"))
                .findFirst()
                .ifPresent(user -> {
                    throw notAlone(subnet, other.id());
                });
    }

    private static void frontends(Draft draft, Part root) {
        long open = 0;
        for (var frontend : root.parts("frontendIPConfigurations")) {
            var address = frontend.reference("publicIPAddress");
            Checks.that(
                    address.isPresent() != frontend.has("subnet"),
                    "ApplicationGatewayFrontendIPConfigurationMustHaveSubnetOrPublicIP",
                    "Frontend IP configuration %s must have a public IP address or a subnet, and not both."
                            .formatted(frontend.id()));
            if (address.isPresent()) {
                open++;
                PublicAddresses.claim(draft.store(), frontend, address.get());
                frontend.fill("privateIPAllocationMethod", "Dynamic");
            } else {
                Checks.that(
                        frontend.text("privateIPAllocationMethod")
                                .filter("Static"::equals)
                                .isPresent(),
                        "ApplicationGatewayPrivateFrontendMustBeStatic",
                        ("Private frontend IP configuration %s must have privateIPAllocationMethod Static for SKU tier"
                                        + " %s.")
                                .formatted(frontend.id(), Json.text(root.get("sku"), "tier")));
                PrivateAddresses.claim(
                        draft.store(), frontend, frontend.reference("subnet").orElseThrow());
            }
        }
        Checks.that(
                open <= 1 && root.parts("frontendIPConfigurations").size() - open <= 1,
                "ApplicationGatewayHasManyFrontends",
                ("Application Gateway %s can have one frontend IP configuration with a public IP address, and one with"
                                + " a private one.")
                        .formatted(root.id()));
        Checks.that(
                open == 1 || isIsolated(draft),
                "ApplicationGatewayMustHavePublicFrontend",
                ("Application Gateway %s must have a frontend IP configuration with a public IP address, since feature"
                                + " %s is not registered.")
                        .formatted(root.id(), Subscription.ISOLATION));
        draft.before()
                .map(before -> isOpen(before.root()))
                .filter(before -> before != isOpen(root))
                .ifPresent(before -> {
                    throw ApiError.of(
                            "ApplicationGatewayPublicFrontendCannotBeChanged",
                            "Application Gateway %s cannot get a public IP address later, or lose it."
                                    .formatted(root.id()));
                });
    }

    private static boolean isOpen(Part root) {
        return root.parts("frontendIPConfigurations").stream().anyMatch(part -> part.has("publicIPAddress"));
    }

    /**
     * @see <a href="https://techcommunity.microsoft.com/t5/azure-infrastructure-blog/general-availability-of-private-application-gateway-on-azure/ba-p/4508294">
     *     Private gateways are generally available; the feature is registered for a subscription</a>
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-private-deployment">
     *     Private Application Gateway deployment</a>
     */
    private static boolean isIsolated(Draft draft) {
        return draft.store().settings().subscription().features().contains(Subscription.ISOLATION);
    }
}
