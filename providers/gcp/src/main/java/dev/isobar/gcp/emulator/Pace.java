package dev.isobar.gcp.emulator;

/**
 * How fast things come about, and how much one call shows. Time is counted in calls of any kind that come in after.
 *
 * @param pageSize the most that one page holds, 1 or more; the service has 500
 * @param untilRunning how many calls an operation is pending
 * @param untilDone how many calls an operation takes in all; with 0 it is done when it is answered
 * @param untilHealthy how many calls it takes a new endpoint to pass its health checks
 * @param untilActive how many calls it takes to provision a managed certificate that a proxy presents
 */
public record Pace(int pageSize, int untilRunning, int untilDone, int untilHealthy, int untilActive) {
    public Pace {
        if (pageSize < 1 || untilRunning < 0 || untilDone < untilRunning || untilHealthy < 0 || untilActive < 0) {
            throw new IllegalArgumentException(
                    "a page holds 1 or more, and 0 <= untilRunning <= untilDone; not %d, %d, %d, %d, %d"
                            .formatted(pageSize, untilRunning, untilDone, untilHealthy, untilActive));
        }
    }
}
