package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;

/** What the Compute Engine API knows of load balancing. */
public sealed interface GcpResource extends Resource
        permits Address,
                BackendService,
                ForwardingRule,
                HealthCheck,
                NetworkEndpointGroup,
                NetworkEndpoints,
                SecurityPolicy,
                SslCertificate,
                SslPolicy,
                TargetHttpProxy,
                TargetHttpsProxy,
                TargetSslProxy,
                TargetTcpProxy,
                UrlMap {
    Id id();

    /** In the kind of the resource, which is the name of its record. */
    @Override
    default Ref ref() {
        return id().ref(getClass().getSimpleName());
    }
}
