package dev.isobar.model;

import java.time.Duration;

/** How a client comes back to the target that it had before. */
public sealed interface Stickiness {
    /**
     * A cookie that the load balancer sets.
     *
     * @param name some clouds have a fixed name and say so in {@code check}
     * @param ttl 1 second to 7 days
     */
    record BalancerCookie(String name, Duration ttl) implements Stickiness {
        public BalancerCookie {
            Names.fieldName(name);
            requireTtl(ttl);
        }
    }

    /** A cookie that the application sets. */
    record ApplicationCookie(String name, Duration ttl) implements Stickiness {
        public ApplicationCookie {
            Names.fieldName(name);
            requireTtl(ttl);
        }
    }

    /** The address of the client. */
    record Source() implements Stickiness {}

    private static void requireTtl(Duration ttl) {
        Limits.requireBetween(ttl, Duration.ofSeconds(1), Duration.ofDays(7), "ttl");
    }
}
