package dev.isobar.cli.check;

/**
 * Something of a model that a target may have, or not.
 *
 * @param name in words of the file, such as {@code weights of targets}
 * @param path where a model uses it
 */
public record Feature(String name, String path) {
    /** Whether a path is that of this feature, or leads to a part of it. */
    boolean holds(String other) {
        return other.startsWith(path)
                && (other.length() == path.length() || ".[".indexOf(other.charAt(path.length())) >= 0);
    }
}
