package dev.isobar.azure.emulator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the servers of a gateway do: unknown for some looks after a change, then healthy, but for those that fail on
 * purpose.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/application-gateway/application-gateways/backend-health">
 *     Application Gateways - Backend Health</a>
 */
final class BackendHealth {
    private BackendHealth() {}

    static Reply begin(Store store, Request request, ResourceId gateway) {
        store.get(gateway);
        var task = store.find("BackendHealthOperation", gateway, request.fails(), now -> of(now, gateway));
        return Operations.located(store, request, task, Reply.empty(202));
    }

    /**
     * Asks servers of a pool at once, by settings, whether or not a rule leads to them.
     *
     * @see <a href="https://learn.microsoft.com/en-us/rest/api/application-gateway/application-gateways/backend-health-on-demand">
     *     Application Gateways - Backend Health On Demand</a>
     */
    static Reply beginOnDemand(Store store, Request request, ResourceId gateway) {
        var root = store.get(gateway).root();
        var asked = request.body();
        var pool = part(root, asked, "backendAddressPool");
        var settings = part(root, asked, "backendHttpSettings");
        var task = store.find("BackendHealthOnDemandOperation", gateway, request.fails(), now -> {
            var health = Json.object();
            health.set("backendAddressPool", Json.reference(pool.id()));
            health.set("backendHealthHttpSettings", servers(now, pool, settings.id(), true));
            return health;
        });
        return Operations.located(store, request, task, Reply.empty(202));
    }

    private static Part part(Part root, ObjectNode asked, String property) {
        return Json.find(asked, property, "id")
                .flatMap(ResourceId::parse)
                .flatMap(root::part)
                .orElseThrow(() -> ApiError.of(
                        "ApplicationGatewayBackendHealthCheckInvalidReference",
                        "On-demand health check of Application Gateway %s needs %s of that gateway."
                                .formatted(root.id(), property)));
    }

    static ObjectNode of(Store store, ResourceId gateway) {
        var resource = store.get(gateway);
        store.put(resource.looked());
        boolean known = resource.looks() >= store.settings().pace().untilHealthy();
        var health = Json.object();
        health.set(
                "backendAddressPools",
                Json.array(used(resource.root()).entrySet().stream().map(entry -> {
                    var pool = Json.object();
                    pool.set("backendAddressPool", Json.reference(entry.getKey().id()));
                    pool.set(
                            "backendHttpSettingsCollection",
                            Json.array(entry.getValue().stream()
                                    .map(settings -> servers(store, entry.getKey(), settings, known))));
                    return pool;
                })));
        return health;
    }

    /** The pools that rules lead to, with the settings that they are used with. */
    private static Map<Part, Set<ResourceId>> used(Part root) {
        Map<Part, Set<ResourceId>> used = new LinkedHashMap<>();
        root.parts("requestRoutingRules").forEach(rule -> {
            add(root, rule, "", used);
            rule.reference("urlPathMap").flatMap(root::part).ifPresent(map -> {
                add(root, map, "default", used);
                map.parts("pathRules").forEach(path -> add(root, path, "", used));
            });
        });
        root.parts("routingRules").forEach(rule -> add(root, rule, "", used));
        return used;
    }

    private static void add(Part root, Part owner, String prefix, Map<Part, Set<ResourceId>> used) {
        var settings =
                owner.reference(name(prefix, "backendHttpSettings")).or(() -> owner.reference("backendSettings"));
        owner.reference(name(prefix, "backendAddressPool")).ifPresent(pool -> add(root, pool, settings, used));
        owner.reference(name(prefix, "loadDistributionPolicy"))
                .flatMap(root::part)
                .ifPresent(policy -> policy.parts("loadDistributionTargets").stream()
                        .flatMap(target -> target.reference("backendAddressPool").stream())
                        .forEach(pool -> add(root, pool, settings, used)));
    }

    private static void add(
            Part root, ResourceId pool, Optional<ResourceId> settings, Map<Part, Set<ResourceId>> used) {
        root.part(pool)
                .ifPresent(part -> settings.ifPresent(with ->
                        used.computeIfAbsent(part, _ -> new LinkedHashSet<>()).add(with)));
    }

    private static String name(String prefix, String property) {
        return prefix.isEmpty() ? property : prefix + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    }

    private static ObjectNode servers(Store store, Part pool, ResourceId settings, boolean known) {
        var health = Json.object();
        health.set("backendHttpSettings", Json.reference(settings));
        health.set("servers", Json.array(pool.items("backendAddresses").map(given -> {
            var address = Json.find(given, "ipAddress").orElseGet(() -> Json.text(given, "fqdn"));
            var server = Json.object().put("address", address);
            if (!known) {
                return server.put("health", "Unknown");
            }
            return store.unhealthy(address)
                    ? server.put("health", "Unhealthy")
                            .put(
                                    "healthProbeLog",
                                    "Time taken by the backend to respond to the health probe is more than the"
                                            + " time-out threshold.")
                    : server.put("health", "Healthy").put("healthProbeLog", "Success. Received 200 status code");
        })));
        return health;
    }
}
