package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Optional;
import java.util.Set;

/**
 * A network endpoint group without its endpoints. Nothing of it can change.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/networkEndpointGroups">networkEndpointGroups</a>
 */
public record NetworkEndpointGroup(Id id, Fixed fixed, String description) implements GcpResource {
    /** @param network absent: endpoints on the internet have none */
    public record Fixed(
            NetworkEndpointType networkEndpointType, Optional<String> network, Optional<String> subnetwork) {}

    public enum NetworkEndpointType {
        /** A virtual machine, whatever the port: for passthrough load balancers. */
        GCE_VM_IP,
        /** A virtual machine and a port. */
        GCE_VM_IP_PORT,
        /** A private address outside of Google Cloud and a port. */
        NON_GCP_PRIVATE_IP_PORT,
        /** A DNS name and a port. */
        INTERNET_FQDN_PORT,
        /** A public address and a port. */
        INTERNET_IP_PORT
    }

    /** The reference of a group with this id. */
    public static Ref ref(Id id) {
        return id.ref("NetworkEndpointGroup");
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
