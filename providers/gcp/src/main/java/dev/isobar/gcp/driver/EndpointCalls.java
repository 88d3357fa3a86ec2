package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.NetworkEndpointGroupsAttachEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointGroupsDetachEndpointsRequest;
import com.google.protobuf.Message;
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

/**
 * Attaches endpoints to groups and detaches them, as many in one call as the service takes.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/negs/zonal-neg-concepts">Zonal network endpoint groups</a>
 */
final class EndpointCalls {
    private static final int MOST_IN_A_CALL = 500;

    private final Wire wire;
    private final Links links;

    EndpointCalls(Wire wire, Links links) {
        this.wire = wire;
        this.links = links;
    }

    /** New endpoints come before old ones go. A global group holds one, so there the old one goes first. */
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
            detach(group, go);
        }
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
