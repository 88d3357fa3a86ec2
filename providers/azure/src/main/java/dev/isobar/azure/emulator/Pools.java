package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pools of load balancers, which have places of their own: a change of one is a change of its load balancer.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/load-balancer/load-balancer-backend-address-pools">Load
 *     Balancer Backend Address Pools</a>
 */
final class Pools {
    private static final String COLLECTION = "backendAddressPools";
    private static final Kind BALANCERS = Kinds.of("loadBalancers").orElseThrow();

    private Pools() {}

    static Reply get(Store store, ResourceId balancer, ResourceId pool) {
        var there = store.get(balancer);
        var reply = Reply.of(Views.shown(store, there, pool)).with("ETag", there.etag());
        store.running(balancer).ifPresent(store::look);
        return reply;
    }

    static Reply put(Store store, Request request, Contract contract, ResourceId balancer, String name) {
        var there = store.get(balancer);
        var id = balancer.part(COLLECTION, name);
        boolean exists = there.root().part(id).isPresent();
        Preconditions.check(request, id, exists ? Optional.of(there) : Optional.empty());
        Resources.admit(store, BALANCERS, balancer);
        var pool = contract.writable("BackendAddressPool", request.body());
        pool.put("name", name);
        var changed = there.document().deepCopy();
        var pools = Json.array();
        for (var part : new Part(balancer, changed).parts(COLLECTION)) {
            pools.add(part.id().same(id) ? pool : part.node());
        }
        if (!exists) {
            pools.add(pool);
        }
        Json.part(changed, "properties").set(COLLECTION, pools);
        var accepted = accept(store, there, new Part(balancer, changed));
        var reply = Resources.write(store, request, "PutBackendAddressPoolOperation", balancer, accepted);
        return new Reply(exists ? 200 : 201, reply.headers(), Optional.of(Views.shown(store, store.get(balancer), id)));
    }

    static Reply delete(Store store, Request request, ResourceId balancer, ResourceId pool) {
        var there = store.get(balancer);
        if (there.root().part(pool).isEmpty()) {
            return Reply.empty(204);
        }
        Preconditions.check(request, pool, Optional.of(there));
        Resources.admit(store, BALANCERS, balancer);
        References.of(there.root()).stream()
                .filter(reference -> reference.id().toLowerCase(Locale.ROOT).equals(pool.key()))
                .findFirst()
                .ifPresent(reference -> {
                    throw ApiError.of(
                            "InUseBackendAddressPoolCannotBeDeleted",
                            "Backend address pool %s is in use by %s and cannot be deleted."
                                    .formatted(pool, reference.owner().id()));
                });
        var changed = there.document().deepCopy();
        Json.part(changed, "properties")
                .set(
                        COLLECTION,
                        Json.array(new Part(balancer, changed)
                                .parts(COLLECTION).stream()
                                        .filter(part -> !part.id().same(pool))
                                        .map(Part::node)));
        var reply = Resources.write(store, request, "DeleteBackendAddressPoolOperation", balancer, changed);
        return new Reply(202, reply.headers(), Optional.empty());
    }

    private static ObjectNode accept(Store store, Stored there, Part changed) {
        Names.checkParts(changed);
        Lists.check(changed);
        References.check(store, changed);
        return new LoadBalancers().accept(new Draft(store, there.id(), Optional.of(there), changed.node()));
    }

    static void check(Store store, Part pool) {
        var addresses = pool.items("loadBalancerBackendAddresses").toList();
        Limits.check(store, pool.id(), Limits.BALANCER_SERVERS, addresses.size());
        var names = new HashSet<String>();
        var seen = new HashSet<String>();
        for (var given : addresses) {
            var name = Json.text(given, "name");
            var address = Json.text(given, "properties", "ipAddress");
            Checks.that(
                    !name.isEmpty() && names.add(name.toLowerCase(Locale.ROOT)),
                    "LoadBalancerBackendAddressNameInvalid",
                    "Backend address pool %s has a backend address '%s' without a name of its own."
                            .formatted(pool.id(), name));
            boolean regional = Json.find(given, "properties", "loadBalancerFrontendIPConfiguration", "id")
                    .isPresent();
            Checks.that(
                    regional || Checks.isAddress(address),
                    "LoadBalancerBackendAddressInvalid",
                    "Backend address %s of pool %s has IP address '%s', which is not valid."
                            .formatted(name, pool.id(), address));
            Checks.that(
                    regional || seen.add(address),
                    "LoadBalancerBackendAddressDuplicate",
                    "Backend address pool %s has the IP address %s more than once.".formatted(pool.id(), address));
            boolean network = pool.has("virtualNetwork")
                    || Json.at(given, "properties").has("virtualNetwork")
                    || Json.at(given, "properties").has("subnet");
            Checks.that(
                    regional || network,
                    "LoadBalancerBackendAddressNeedsNetwork",
                    "Backend address %s of pool %s needs a virtual network or a subnet.".formatted(name, pool.id()));
        }
    }
}
