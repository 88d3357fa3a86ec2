package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.NetworkEndpointGroupsAttachEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointGroupsDetachEndpointsRequest;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.NetworkEndpoints.NetworkEndpoint;
import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Attaches endpoints to groups and detaches them, as many in one call as the service takes.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/negs/zonal-neg-concepts">Zonal network endpoint groups</a>
 */
final class EndpointCalls {
    private static final int MOST_IN_A_CALL = 500;

    private final Wire wire;
    private final Links links;
    private final World world;

    EndpointCalls(Wire wire, Links links, World world) {
        this.wire = wire;
        this.links = links;
        this.world = world;
    }

    /**
     * Old endpoints go when one of the new ones is healthy. A global group holds one, so there the old one goes first.
     *
     * @throws CloudFailure where no new one becomes healthy; the old ones then stay
     */
    void change(NetworkEndpoints wanted) {
        var group = NetworkEndpointGroup.ref(wanted.id());
        var there = Observation.endpoints(wire, links, group);
        var come = new TreeSet<>(wanted.networkEndpoints());
        come.removeAll(there);
        var go = new TreeSet<>(there);
        go.removeAll(wanted.networkEndpoints());
        if (group.name().startsWith("global/")) {
            detach(group, go);
            attach(group, come);
        } else {
            attach(group, come);
            if (!come.isEmpty() && !go.isEmpty()) {
                services(group).forEach(service -> healthy(service, come));
            }
            detach(group, go);
        }
    }

    private List<BackendService> services(Ref group) {
        return world.snapshot().resources().values().stream()
                .filter(BackendService.class::isInstance)
                .map(BackendService.class::cast)
                .filter(service -> service.uses().contains(group))
                .toList();
    }

    /** What no forwarding rule leads to is not checked, and serves nobody. */
    private void healthy(BackendService service, Set<NetworkEndpoint> come) {
        var names = come.stream().map(EndpointCalls::name).collect(Collectors.toSet());
        boolean healthy = wire.poll(Rollout.LONGEST_UNHEALTHY, () -> {
            var states = Health.of(wire, links, service);
            return states.isEmpty()
                    || states.stream().anyMatch(state -> Health.serves(state) && names.contains(Health.name(state)));
        });
        if (!healthy) {
            throw new CloudFailure(
                    "none of the new endpoints %s of %s is healthy after %d s; those of before stay and serve"
                            .formatted(names, service.ref(), Rollout.LONGEST_UNHEALTHY.toSeconds()),
                    Waiting.FIX);
        }
    }

    private static String name(NetworkEndpoint endpoint) {
        var host =
                endpoint.instance().or(endpoint::ipAddress).or(endpoint::fqdn).orElse("");
        return endpoint.port().isPresent() ? host + ":" + endpoint.port().getAsInt() : host;
    }

    /** Of a group that is gone there is nothing left to detach. */
    void delete(NetworkEndpoints before) {
        try {
            change(new NetworkEndpoints(before.id(), new TreeSet<>()));
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isMissing).isEmpty()) {
                throw e;
            }
        }
    }

    private void attach(Ref group, Set<NetworkEndpoint> endpoints) {
        inBatches(group, "attachNetworkEndpoints", endpoints, batch -> {
            var body = NetworkEndpointGroupsAttachEndpointsRequest.newBuilder();
            batch.forEach(endpoint -> body.addNetworkEndpoints(Words.write(endpoint)));
            return body.build();
        });
    }

    private void detach(Ref group, Set<NetworkEndpoint> endpoints) {
        inBatches(group, "detachNetworkEndpoints", endpoints, batch -> {
            var body = NetworkEndpointGroupsDetachEndpointsRequest.newBuilder();
            batch.forEach(endpoint -> body.addNetworkEndpoints(Words.write(endpoint)));
            return body.build();
        });
    }

    private void inBatches(
            Ref group,
            String method,
            Collection<NetworkEndpoint> endpoints,
            Function<List<NetworkEndpoint>, Message> body) {
        var all = List.copyOf(endpoints);
        for (int from = 0; from < all.size(); from += MOST_IN_A_CALL) {
            var some = all.subList(from, Math.min(all.size(), from + MOST_IN_A_CALL));
            wire.change(
                    Rest.post("networkEndpointGroups." + method, links.path(group) + "/" + method, body.apply(some)));
        }
    }
}
