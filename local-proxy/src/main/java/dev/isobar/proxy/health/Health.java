package dev.isobar.proxy.health;

import dev.isobar.model.HealthCheck.Timing;

/**
 * What probes have found out about a target.
 *
 * @param streak consecutive results that speak against the status
 * @param reason the last result, in words
 */
public record Health(Status status, int streak, String reason) {
    /** Whether a target gets requests. */
    public enum Status {
        /** Not probed yet: gets requests only while no target of its group is healthy. */
        UNKNOWN,
        HEALTHY,
        UNHEALTHY
    }

    /** Before the first probe. */
    public static final Health UNKNOWN = new Health(Status.UNKNOWN, 0, "not probed yet");
    /** Of targets that are not probed. */
    public static final Health UNCHECKED = new Health(Status.HEALTHY, 0, "no health check");

    /** The result of one probe. */
    public record Result(boolean passed, String reason) {}

    /** The first result decides alone; after that it takes as many consecutive ones as the thresholds say. */
    public Health after(Result result, Timing timing) {
        var said = result.passed() ? Status.HEALTHY : Status.UNHEALTHY;
        if (status == Status.UNKNOWN || said == status) {
            return new Health(said, 0, result.reason());
        }
        int threshold = result.passed() ? timing.healthyThreshold() : timing.unhealthyThreshold();
        return streak + 1 >= threshold
                ? new Health(said, 0, result.reason())
                : new Health(status, streak + 1, result.reason());
    }
}
