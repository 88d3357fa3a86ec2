package dev.isobar.aws.driver;

import java.time.Duration;

/** The steps of a plan. */
final class Rollout {
    /**
     * How long new targets may take to pass their checks. The service checks every 5 to 300 s and wants 2 to 10 successes:
     * with usual settings that is seconds; whoever needs longer than this has a target that does not start.
     */
    static final Duration LONGEST_UNHEALTHY = Duration.ofMinutes(5);

    private Rollout() {}
}
