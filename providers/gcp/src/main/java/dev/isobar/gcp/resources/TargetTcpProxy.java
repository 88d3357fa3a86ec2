package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Set;

/**
 * Passes TCP connections on. The backend service of a global one can change, that of a regional one cannot: it is then
 * in the digest of the name.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/targetTcpProxies">targetTcpProxies</a>
 */
public record TargetTcpProxy(Id id, Ref service, String description) implements GcpResource {
    @Override
    public Set<Ref> uses() {
        return Set.of(service);
    }
}
