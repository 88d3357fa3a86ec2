package dev.isobar.model;

import java.util.Locale;
import java.util.OptionalInt;

/** How a target of a group is chosen for a request. Weights of targets count in all of them. */
public sealed interface Algorithm {
    /** In turn, spread evenly: smooth weighted round robin. */
    record RoundRobin() implements Algorithm {}

    /** The target with the fewest requests under way, divided by its weight. */
    record LeastConnections() implements Algorithm {}

    /** Any target, by weight. */
    record Random() implements Algorithm {}

    /** Of two random targets the one with fewer requests under way. */
    record RandomOfTwo() implements Algorithm {}

    /** The target that lately answered fastest, by a moving average. */
    record LeastResponseTime() implements Algorithm {}

    /** The same client address gets the same target while the group does not change. */
    record IpHash() implements Algorithm {}

    /**
     * The same key gets the same target, and few keys move where the group changes.
     *
     * @param boundedLoad in percent of the average load, 110 to 1000: no target gets more; empty: no bound
     */
    record ConsistentHash(HashKey key, Table table, OptionalInt boundedLoad) implements Algorithm {
        public ConsistentHash {
            boundedLoad.ifPresent(percent -> Limits.requireBetween(percent, 110, 1_000, "boundedLoad"));
        }
    }

    /** How a consistent hash finds its target. */
    enum Table {
        RING,
        MAGLEV,
        RENDEZVOUS
    }

    /** What of a request is hashed. */
    sealed interface HashKey {
        record Source() implements HashKey {}

        record Path() implements HashKey {}

        record Header(String name) implements HashKey {
            public Header {
                name = Names.fieldName(name).toLowerCase(Locale.ROOT);
            }
        }

        record Cookie(String name) implements HashKey {
            public Cookie {
                Names.fieldName(name);
            }
        }
    }
}
