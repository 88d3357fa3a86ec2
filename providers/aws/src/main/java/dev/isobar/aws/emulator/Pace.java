package dev.isobar.aws.emulator;

/**
 * How fast things come about, counted in describing calls instead of time, and how much one call shows.
 *
 * @param pageSize the most that one page holds, 1 or more; the service has 400
 * @param untilActive how often a load balancer is described as provisioning
 * @param untilHealthy how often a target is described as initial
 * @param untilDrained how often a deregistered target is described as draining
 */
public record Pace(int pageSize, int untilActive, int untilHealthy, int untilDrained) {}
