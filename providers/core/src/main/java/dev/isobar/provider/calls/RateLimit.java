package dev.isobar.provider.calls;

import java.time.Duration;

/**
 * A token bucket whose rate halves when the cloud throttles and grows again by steps while it does not, as congestion
 * control does. Pure but for its own state; the caller brings the time and does the waiting. Safe for many threads.
 */
final class RateLimit {
    private static final double SLOWEST = 0.5;
    private static final double GROWTH = 1.05;
    private static final double SECOND = 1e9;

    private final double fullRate;
    private final double burst;
    private double rate;
    private double tokens;
    private long refilled;
    private long lastHalved;

    /** @param now in nanoseconds, as of {@link System#nanoTime} */
    RateLimit(Limits limits, long now) {
        fullRate = limits.perSecond();
        burst = limits.burst();
        rate = fullRate;
        tokens = burst;
        refilled = now;
        lastHalved = now - (long) SECOND;
    }

    /** Takes a place in the queue, and says how long it is until its turn. */
    synchronized Duration take(long now) {
        refill(now);
        tokens--;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / rate * SECOND));
    }

    /** The cloud throttled: halves the rate, once a second at most, and forgets what was saved up. */
    synchronized void throttled(long now) {
        refill(now);
        tokens = Math.min(tokens, 1);
        if (now - lastHalved >= SECOND) {
            rate = Math.max(SLOWEST, rate / 2);
            lastHalved = now;
        }
    }

    synchronized void answered() {
        rate = Math.min(fullRate, rate * GROWTH);
    }

    private void refill(long now) {
        tokens = Math.min(burst, tokens + (now - refilled) / SECOND * rate);
        refilled = now;
    }
}
