package dev.isobar.gcp.emulator;

/**
 * Whose cloud it is.
 *
 * @param id such as {@code shop-prod}
 * @param number what the service counts it as
 */
public record Project(String id, long number) {}
