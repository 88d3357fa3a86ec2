package dev.isobar.azure.emulator;

import java.util.Map;

/**
 * How many there may be of what.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-application-gateway-limits">
 *     Limits of Application Gateway</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#load-balancer">
 *     Limits of Load Balancer</a>
 */
final class Limits {
    static final String GATEWAYS = "applicationGateways";
    static final String BALANCERS = "loadBalancers";
    static final String ADDRESSES = "publicIPAddresses";
    static final String ACTIVE_LISTENERS = "activeListeners";
    static final String SERVERS = "serversPerPool";
    static final String PATH_RULES = "pathRulesPerMap";
    static final String HOST_NAMES = "hostNamesPerListener";
    static final String BALANCER_RULES = "rulesPerLoadBalancer";
    static final String BALANCER_SERVERS = "serversPerLoadBalancerPool";

    /** Those that are a list of a gateway, by its name, and those above. */
    static final Map<String, Integer> USUAL = Map.ofEntries(
            Map.entry(GATEWAYS, 1000),
            Map.entry(BALANCERS, 1000),
            Map.entry(ADDRESSES, 1000),
            Map.entry("frontendIPConfigurations", 2),
            Map.entry("frontendPorts", 200),
            Map.entry("backendAddressPools", 100),
            Map.entry("backendHttpSettingsCollection", 100),
            Map.entry("backendSettingsCollection", 100),
            Map.entry("httpListeners", 200),
            Map.entry("listeners", 200),
            Map.entry(ACTIVE_LISTENERS, 100),
            Map.entry("requestRoutingRules", 400),
            Map.entry("urlPathMaps", 200),
            Map.entry(PATH_RULES, 100),
            Map.entry("redirectConfigurations", 200),
            Map.entry("sslCertificates", 100),
            Map.entry("trustedRootCertificates", 100),
            Map.entry("probes", 100),
            Map.entry("rewriteRuleSets", 400),
            Map.entry(HOST_NAMES, 5),
            Map.entry(SERVERS, 1200),
            Map.entry(BALANCER_RULES, 1500),
            Map.entry(BALANCER_SERVERS, 5000));

    private Limits() {}

    /** @throws ApiError where there are too many */
    static void check(Store store, ResourceId owner, String limit, long count) {
        int most = store.settings().limits().getOrDefault(limit, Integer.MAX_VALUE);
        if (count > most) {
            throw ApiError.of(
                    "ResourceCountExceedsLimit",
                    "Resource %s has %d of %s; the limit is %d.".formatted(owner, count, limit, most));
        }
    }
}
