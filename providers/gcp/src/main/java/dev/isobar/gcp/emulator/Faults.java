package dev.isobar.gcp.emulator;

import dev.isobar.provider.emulate.CallFaults;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * What goes wrong on purpose at Google: operations end badly too, and others write first. What is unhealthy may be a domain
 * as well, which then is not visible to a managed certificate.
 */
public final class Faults extends CallFaults {
    private static final Pattern FINGERPRINT = Pattern.compile("\"(fingerprint|labelFingerprint)\"");

    private final AtomicInteger throttled = new AtomicInteger();
    private final Set<String> guarded = ConcurrentHashMap.newKeySet();
    private final Set<Integer> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean staleAtFirst;

    Faults() {}

    /** Refuses the first change of each resource that goes by a fingerprint, as if somebody else had been faster. */
    public void staleAtFirst() {
        staleAtFirst = true;
    }

    /** Whether a change comes too late, since it goes by a fingerprint. */
    boolean isStale(String path, String body) {
        return staleAtFirst && FINGERPRINT.matcher(body).find() && guarded.add(path);
    }

    /**
     * The operation that this call begins has no effect: it ends with an error of the service. The call itself is answered
     * well.
     */
    public void failOperationOf(int call) {
        failing.add(call);
    }

    boolean fails(Turn turn) {
        return failing.contains(turn.call());
    }

    /** What the service says to a client that calls too often: in turns with status 403, and with status 429. */
    ApiError refusal() {
        return throttled.getAndIncrement() % 2 == 0
                ? ApiError.of(403, "rateLimitExceeded", "Rate Limit Exceeded")
                : ApiError.of(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Queries' per minute");
    }
}
