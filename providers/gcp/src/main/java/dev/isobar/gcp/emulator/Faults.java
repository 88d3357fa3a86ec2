package dev.isobar.gcp.emulator;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong on purpose. Calls are counted from 1. May be set by any thread at any time, and holds for calls that
 * come after.
 */
public final class Faults {
    /** What becomes of a call. */
    enum Fate {
        ANSWERED,
        THROTTLED,
        /** Has its effect; the connection is closed without an answer. */
        ANSWER_LOST,
        /** Has no effect; the connection is closed. */
        UNREACHABLE,
        /** Answered well, with an operation that ends badly. */
        OPERATION_FAILS
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private final Set<String> guarded = ConcurrentHashMap.newKeySet();
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final Set<Integer> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> unhealthy = ConcurrentHashMap.newKeySet();
    private volatile int throttledEvery;
    private volatile boolean staleAtFirst;
    private volatile int reachable = Integer.MAX_VALUE;
    private volatile Duration latency = Duration.ZERO;

    Faults() {}

    /**
     * Refuses every n-th call as one too many, in turns with status 403 and reason rateLimitExceeded, and with status
     * 429.
     *
     * @param n 0 for none, else 2 or more, so that a client that tries again succeeds
     */
    public void throttleEvery(int n) {
        if (n == 1 || n < 0) {
            throw new IllegalArgumentException("every call would be throttled; use 0, or 2 and more, not " + n);
        }
        throttledEvery = n;
    }

    /** Refuses the first change of each resource that goes by a fingerprint, as if somebody else had been faster. */
    public void staleAtFirst() {
        staleAtFirst = true;
    }

    /** Whether a change that goes by a fingerprint comes too late. */
    boolean isStale(String path) {
        return staleAtFirst && guarded.add(path);
    }

    /** Closes the connection of a call after its effect, before its answer. */
    public void loseAnswerOf(int call) {
        lost.add(call);
    }

    /** The operation that this call begins has no effect: it ends with an error of the service. */
    public void failOperationOf(int call) {
        failing.add(call);
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

    /**
     * The endpoints with this address, host name or instance name fail their health checks; a domain of a managed
     * certificate is not visible.
     */
    public void unhealthy(String target) {
        unhealthy.add(target);
    }

    /** Undoes {@link #unhealthy}. */
    public void healthy(String target) {
        unhealthy.remove(target);
    }

    /** Live: changes are seen at once. */
    Set<String> unhealthyTargets() {
        return unhealthy;
    }

    /** Counts a call, waits, and says what becomes of it. */
    Fate next() throws InterruptedException {
        int call = calls.incrementAndGet();
        Thread.sleep(latency);
        if (call > reachable) {
            return Fate.UNREACHABLE;
        }
        if (throttledEvery > 0 && call % throttledEvery == 0) {
            return Fate.THROTTLED;
        }
        if (lost.contains(call)) {
            return Fate.ANSWER_LOST;
        }
        return failing.contains(call) ? Fate.OPERATION_FAILS : Fate.ANSWERED;
    }

    /** What the service says to a client that calls too often. */
    ApiError refusal() {
        return throttled.getAndIncrement() % 2 == 0
                ? ApiError.of(403, "rateLimitExceeded", "Rate Limit Exceeded")
                : ApiError.of(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Queries' per minute");
    }
}
