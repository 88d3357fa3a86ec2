package dev.isobar.azure.emulator;

import tools.jackson.databind.node.ObjectNode;

/**
 * How the servers of a rule of a load balancer do: down for some looks after a change, then up, but for those that fail
 * on purpose.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/load-balancer/load-balancer-load-balancing-rules/health">Load
 *     Balancer Load Balancing Rules - Health</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-manage-health-status">States and
 *     reasons</a>
 */
final class RuleHealth {
    private RuleHealth() {}

    static Reply begin(Store store, Request request, ResourceId balancer, ResourceId rule) {
        Views.shown(store, store.get(balancer), rule);
        var task = store.find(
                "GetLoadBalancingRuleHealthOperation", balancer, request.fails(), now -> of(now, balancer, rule));
        return Operations.located(store, request, task, Reply.empty(202));
    }

    private static ObjectNode of(Store store, ResourceId balancer, ResourceId rule) {
        var resource = store.get(balancer);
        store.put(resource.looked());
        boolean known = resource.looks() >= store.settings().pace().untilHealthy();
        var health = Json.object();
        var list = Json.array();
        int up = 0;
        var pool = resource.root().part(rule).flatMap(part -> part.reference("backendAddressPool"));
        for (var given : pool.flatMap(resource.root()::part).stream()
                .flatMap(part -> part.items("loadBalancerBackendAddresses"))
                .toList()) {
            var address = Json.text(given, "properties", "ipAddress");
            boolean healthy = known && !store.unhealthy(address);
            up += healthy ? 1 : 0;
            list.add(Json.object()
                    .put("ipAddress", address)
                    .put("state", healthy ? "Up" : "Down")
                    .put("reason", healthy ? "Up_Probe_Success" : "Down_Probe_Unreachable"));
        }
        health.put("up", up).put("down", list.size() - up).set("loadBalancerBackendAddresses", list);
        return health;
    }
}
