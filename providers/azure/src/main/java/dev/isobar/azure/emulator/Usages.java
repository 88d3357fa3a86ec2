package dev.isobar.azure.emulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much of what a subscription may have in a region is used.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/virtualnetwork/usages/list">Usages - List</a>
 */
final class Usages {
    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "ApplicationGateways", Limits.GATEWAYS,
            "StandardSkuLoadBalancers", Limits.BALANCERS,
            "StandardSkuPublicIpAddresses", Limits.ADDRESSES));

    private Usages() {}

    static List<ObjectNode> of(Store store, String location) {
        return NAMES.entrySet().stream()
                .map(entry -> usage(store, location, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static ObjectNode usage(Store store, String location, String name, String collection) {
        long used = store.all().stream()
                .filter(there -> there.id().collection().equals(collection)
                        && Regions.name(there.location()).equals(Regions.name(location)))
                .count();
        var usage = Json.object()
                .put("unit", "Count")
                .put("currentValue", used)
                .put("limit", store.settings().limits().getOrDefault(collection, Integer.MAX_VALUE));
        Json.part(usage, "name").put("value", name).put("localizedValue", name);
        return usage;
    }
}
