package dev.isobar.proxy.snapshot;

import dev.isobar.model.RateLimit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each key, without locks. It keeps the time at which the bucket will be full again, which moves by
 * one token with every request (the generic cell rate algorithm).
 */
public final class RateLimiter {
    /** Keys that are kept; beyond that, full buckets are forgotten first. */
    private static final int MOST_KEYS = 100_000;

    private final RateLimit limit;
    private final long token;
    private final long depth;
    private final AtomicLong everyone = new AtomicLong(Long.MIN_VALUE);
    private final ConcurrentHashMap<Object, AtomicLong> byKey = new ConcurrentHashMap<>();

    public RateLimiter(RateLimit limit) {
        this.limit = limit;
        this.token = Math.max(1, limit.per().toNanos() / limit.requests());
        this.depth = token * limit.burst();
    }

    public RateLimit limit() {
        return limit;
    }

    /**
     * Takes a token.
     *
     * @param key whose; not used where the limit is one for everyone
     * @param now nanoseconds, from any origin
     * @return 0 where the request may pass, else nanoseconds until one may
     */
    public long take(Object key, long now) {
        var full = limit.key() instanceof RateLimit.Key.Everyone ? everyone : bucket(key, now);
        while (true) {
            long before = full.get();
            long start = before == Long.MIN_VALUE || before - now < 0 ? now : before;
            long after = start + token;
            if (after - now > depth) {
                return after - now - depth;
            }
            if (full.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    private AtomicLong bucket(Object key, long now) {
        var found = byKey.get(key);
        if (found != null) {
            return found;
        }
        if (byKey.size() >= MOST_KEYS) {
            byKey.values().removeIf(full -> full.get() - now < 0);
            if (byKey.size() >= MOST_KEYS) {
                // Better too strict with newcomers than without bounds in memory: they share one bucket.
                return everyone;
            }
        }
        return byKey.computeIfAbsent(key, _ -> new AtomicLong(Long.MIN_VALUE));
    }
}
