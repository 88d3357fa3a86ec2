package dev.isobar.azure.emulator;

/**
 * A call that came in.
 *
 * @param method such as {@code PUT}
 * @param path without host and query
 * @param outcome {@code OK}, the code of an error, or in words what became of the answer
 */
public record Call(String method, String path, String outcome) {}
