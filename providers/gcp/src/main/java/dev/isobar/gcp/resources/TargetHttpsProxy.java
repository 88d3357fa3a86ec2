package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.HashSet;
import java.util.Set;

/**
 * Ends TLS and speaks HTTP with clients.
 *
 * @param httpKeepAliveTimeoutSec 5 to 1200 of global, to 600 of regional load balancers
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/targetHttpsProxies">targetHttpsProxies</a>
 */
public record TargetHttpsProxy(Id id, Ref urlMap, ServerTls tls, int httpKeepAliveTimeoutSec, String description)
        implements GcpResource {
    @Override
    public Set<Ref> uses() {
        var used = new HashSet<>(tls.uses());
        used.add(urlMap);
        return Set.copyOf(used);
    }
}
