package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reserved IP address. Only its labels can change.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/addresses">addresses</a>
 */
public record Address(Id id, Fixed fixed, SortedMap<String, String> labels) implements GcpResource {
    public Address {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * What cannot change after creation.
     *
     * @param networkTier of external addresses
     * @param purpose of internal addresses
     * @param subnetwork of internal addresses
     */
    public record Fixed(
            AddressType addressType,
            Optional<NetworkTier> networkTier,
            Optional<Purpose> purpose,
            Optional<String> subnetwork) {}

    public enum AddressType {
        EXTERNAL,
        INTERNAL
    }

    public enum NetworkTier {
        PREMIUM,
        STANDARD
    }

    public enum Purpose {
        /** Several forwarding rules may use it. */
        SHARED_LOADBALANCER_VIP
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
