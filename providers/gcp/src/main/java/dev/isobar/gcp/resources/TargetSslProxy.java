package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.HashSet;
import java.util.Set;

/**
 * Ends TLS and passes on what is inside. Always global.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/targetSslProxies">targetSslProxies</a>
 */
public record TargetSslProxy(Id id, Ref service, ServerTls tls, String description) implements GcpResource {
    @Override
    public Set<Ref> uses() {
        var used = new HashSet<>(tls.uses());
        used.add(service);
        return Set.copyOf(used);
    }
}
