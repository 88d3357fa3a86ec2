package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.LoadBalancingScheme;

/** Which of Google's load balancers carries a listener. */
enum Carrier {
    /** An Application Load Balancer: requests. */
    APPLICATION,
    /** A proxy Network Load Balancer: connections, which it ends and opens anew. */
    PROXY,
    /** A passthrough Network Load Balancer: packets, which reach the target as the client sent them. */
    PASSTHROUGH;

    LoadBalancingScheme scheme(boolean internal) {
        if (this == PASSTHROUGH) {
            return internal ? LoadBalancingScheme.INTERNAL : LoadBalancingScheme.EXTERNAL;
        }
        return internal ? LoadBalancingScheme.INTERNAL_MANAGED : LoadBalancingScheme.EXTERNAL_MANAGED;
    }
}
