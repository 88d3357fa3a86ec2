package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Set;

/**
 * Speaks HTTP with clients. Of a regional one only the URL map can change: its timeout is then in the digest of the name.
 *
 * @param httpKeepAliveTimeoutSec 5 to 1200 of global, to 600 of regional load balancers
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/targetHttpProxies">targetHttpProxies</a>
 */
public record TargetHttpProxy(Id id, Ref urlMap, int httpKeepAliveTimeoutSec, String description)
        implements GcpResource {
    @Override
    public Set<Ref> uses() {
        return Set.of(urlMap);
    }
}
