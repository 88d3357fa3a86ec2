package dev.isobar.provider.emulate;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong on purpose, at whichever cloud. Calls are counted from 1 over all services. May be set by any thread at
 * any time, and holds for calls that come after.
 */
public class CallFaults {
    /** What becomes of a call. */
    public enum Fate {
        ANSWERED,
        THROTTLED,
        /** Has its effect; the connection is closed without an answer. */
        ANSWER_LOST,
        /** Has no effect; the connection is closed. */
        UNREACHABLE
    }

    /** A call by its number, and what becomes of it. */
    public record Turn(int call, Fate fate) {}

    private final AtomicInteger calls = new AtomicInteger();
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final Set<String> unhealthy = ConcurrentHashMap.newKeySet();
    private volatile int throttledEvery;
    private volatile int reachable = Integer.MAX_VALUE;
    private volatile Duration latency = Duration.ZERO;

    /**
     * Refuses every n-th call as one too many.
     *
     * @param n 0 for none, else 2 or more, so that a client that tries again succeeds
     */
    public void throttleEvery(int n) {
        if (n == 1 || n < 0) {
            throw new IllegalArgumentException("every call would be throttled; use 0, or 2 and more, not " + n);
        }
        throttledEvery = n;
    }

    /** Closes the connection of a call after its effect, before its answer. */
    public void loseAnswerOf(int call) {
        lost.add(call);
    }

    /** Lets that many calls pass, from now, and closes the connection of all after them. */
    public void unreachableAfter(int more) {
        reachable = calls.get() + more;
    }

    /** Undoes {@link #unreachableAfter}. */
    public void reachable() {
        reachable = Integer.MAX_VALUE;
    }

    /** Answers this much later. */
    public void latency(Duration duration) {
        latency = duration;
    }

    /** What has this address, name or id fails its health checks. */
    public void unhealthy(String target) {
        unhealthy.add(target);
    }

    /** Undoes {@link #unhealthy}. */
    public void healthy(String target) {
        unhealthy.remove(target);
    }

    /** Live: changes are seen at once. */
    public Set<String> unhealthyTargets() {
        return unhealthy;
    }

    /** For the emulator: counts a call, waits, and says what becomes of it. */
    public Turn next() throws InterruptedException {
        int call = calls.incrementAndGet();
        if (latency.isPositive()) {
            Thread.sleep(latency);
        }
        return new Turn(call, fate(call));
    }

    private Fate fate(int call) {
        if (call > reachable) {
            return Fate.UNREACHABLE;
        }
        if (throttledEvery > 0 && call % throttledEvery == 0) {
            return Fate.THROTTLED;
        }
        return lost.contains(call) ? Fate.ANSWER_LOST : Fate.ANSWERED;
    }
}
