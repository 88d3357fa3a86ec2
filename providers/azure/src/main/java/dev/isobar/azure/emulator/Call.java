package dev.isobar.azure.emulator;

/**
 * A call that came in.
 *
 * @param method such as {@code PUT}
 * @param path without host and query
 * @param outcome {@code OK}, the code of an error, or in words what became of the answer
 * @param body what was sent, as it came: JSON, or nothing
 */
public record Call(String method, String path, String outcome, String body) {
    /** Without the body, which may hold a key. */
    @Override
    public String toString() {
        return method + " " + path + " " + outcome;
    }
}
