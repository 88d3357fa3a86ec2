package dev.isobar.gcp.emulator;

/**
 * A call that came in.
 *
 * @param service such as {@code UrlMaps}; empty where the path is not one of the API
 * @param operation such as {@code Insert}
 * @param outcome {@code OK}, the reason of an error, or in words what became of the answer
 */
public record Call(String service, String operation, String outcome) {}
