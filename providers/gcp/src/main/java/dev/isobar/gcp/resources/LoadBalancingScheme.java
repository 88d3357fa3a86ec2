package dev.isobar.gcp.resources;

/** Which of Google's load balancers a backend service or forwarding rule belongs to. It cannot change. */
public enum LoadBalancingScheme {
    /** Passthrough, from outside. */
    EXTERNAL,
    /** Proxies, from outside. */
    EXTERNAL_MANAGED,
    /** Passthrough, from inside. */
    INTERNAL,
    /** Proxies, from inside. */
    INTERNAL_MANAGED
}
