package dev.isobar.azure.emulator;

/**
 * How fast things come about, counted in looks instead of time, and how much one call shows. A look at an operation is
 * a poll of it, a read of its resource, or a write that is refused because it is under way.
 *
 * @param pageSize the most that one page holds, 1 or more
 * @param untilDone how often an operation is seen under way
 * @param untilHealthy how often the health of a server is unknown, after a change of its gateway
 * @param retryAfterSeconds what {@code Retry-After} says; 0 for none with an answer that is not an error. The Java SDK
 *     waits as long as its client is told otherwise, 30 seconds by default, where there is none
 */
public record Pace(int pageSize, int untilDone, int untilHealthy, int retryAfterSeconds) {}
