package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The endpoints of a network endpoint group: what {@code attachNetworkEndpoints} and {@code detachNetworkEndpoints}
 * change.
 *
 * @param id of the group
 * @see <a
 *     href="https://cloud.google.com/compute/docs/reference/rest/v1/networkEndpointGroups/attachNetworkEndpoints">
 *     attachNetworkEndpoints</a>
 */
public record NetworkEndpoints(Id id, SortedSet<NetworkEndpoint> networkEndpoints) implements GcpResource {
    public NetworkEndpoints {
        networkEndpoints = Collections.unmodifiableSortedSet(new TreeSet<>(networkEndpoints));
    }

    /**
     * @param instance name of a virtual machine in the zone of the group
     * @param port absent in groups of the type {@code GCE_VM_IP}
     */
    public record NetworkEndpoint(
            Optional<String> instance, Optional<String> ipAddress, Optional<String> fqdn, OptionalInt port)
            implements Comparable<NetworkEndpoint> {
        private static final Comparator<NetworkEndpoint> ORDER = Comparator.<NetworkEndpoint, String>comparing(
                        endpoint -> endpoint.instance().orElse(""))
                .thenComparing(endpoint -> endpoint.ipAddress().orElse(""))
                .thenComparing(endpoint -> endpoint.fqdn().orElse(""))
                .thenComparingInt(endpoint -> endpoint.port().orElse(0));

        @Override
        public int compareTo(NetworkEndpoint other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public Set<Ref> uses() {
        return Set.of(NetworkEndpointGroup.ref(id));
    }
}
