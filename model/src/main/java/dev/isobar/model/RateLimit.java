package dev.isobar.model;

import java.time.Duration;
import java.util.Locale;

/**
 * How many requests are let through: a token bucket for each key. Requests over it are answered with 429.
 *
 * @param requests 1 to 1,000,000 in each {@code per}
 * @param per 1 second to 1 hour
 * @param burst how many may come at once, 1 to 1,000,000
 */
public record RateLimit(int requests, Duration per, int burst, Key key) {
    private static final int MOST = 1_000_000;

    public RateLimit {
        InvalidValue.require(
                requests >= 1 && requests <= MOST, "requests is 1 to 1000000", "use a number in this range");
        InvalidValue.require(burst >= 1 && burst <= MOST, "burst is 1 to 1000000", "use a number in this range");
        Limits.requireBetween(per, Duration.ofSeconds(1), Duration.ofHours(1), "per");
    }

    /** Whose requests are counted together. */
    public sealed interface Key {
        /** Those of one client address. */
        record Source() implements Key {}

        /** Those with the same value of a header field. */
        record Header(String name) implements Key {
            public Header {
                name = Names.fieldName(name).toLowerCase(Locale.ROOT);
            }
        }

        /** All of them. */
        record Everyone() implements Key {}
    }
}
