package dev.isobar.provider.calls;

import java.time.Duration;
import java.util.Optional;

/** A call may be made again: it failed in a way that passes. */
public final class Retryable extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean throttled;
    private final transient Optional<Duration> after;

    private Retryable(String what, boolean throttled, Optional<Duration> after, Throwable cause) {
        super(what, cause);
        this.throttled = throttled;
        this.after = after;
    }

    /**
     * The cloud wants fewer calls. This one had no effect.
     *
     * @param after how long the cloud asks to wait, as in Retry-After
     */
    public static Retryable throttled(String what, Optional<Duration> after, Throwable cause) {
        return new Retryable(what, true, after, cause);
    }

    /** The connection broke, or the service had an accident: the call had its effect, or had none. */
    public static Retryable unclear(String what, Throwable cause) {
        return new Retryable(what, false, Optional.empty(), cause);
    }

    /** Something else is in the way for a while; this call had no effect. */
    public static Retryable inTheWay(String what, Optional<Duration> after, Throwable cause) {
        return new Retryable(what, false, after, cause);
    }

    boolean isThrottled() {
        return throttled;
    }

    Optional<Duration> after() {
        return after;
    }
}
