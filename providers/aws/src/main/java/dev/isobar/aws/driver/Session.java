package dev.isobar.aws.driver;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What a step works with. */
record Session(Clients clients, Wire wire, World world) {
    /**
     * Errors about what was only just made: the service knows a thing a few seconds before all of its parts do.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html">Errors of
     *     CreateListener</a>
     */
    static final Set<String> FRESH = Set.of(
            "LoadBalancerNotFound",
            "TargetGroupNotFound",
            "ListenerNotFound",
            "RuleNotFound",
            "CertificateNotFound",
            "TrustStoreNotFound",
            "TrustStoreNotReady");

    /** Errors about what was only just let go. */
    static final Set<String> STILL_USED = Set.of("ResourceInUse", "ResourceInUseException", "TrustStoreInUse");

    Ids ids() {
        return world.ids();
    }

    boolean poll(Duration longest, BooleanSupplier answered) {
        return wire.poll(longest, answered);
    }
}
