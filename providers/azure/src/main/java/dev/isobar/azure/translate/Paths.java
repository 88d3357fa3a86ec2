package dev.isobar.azure.translate;

import dev.isobar.model.PathPattern;
import java.util.List;
import java.util.Locale;

/**
 * Patterns of paths.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/url-route-overview#pathpattern">PathPattern</a>
 */
final class Paths {
    private Paths() {}

    /** A prefix needs two: {@code /api/*} does not match {@code /api}. */
    static List<String> of(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact(var path) -> List.of(path);
            case PathPattern.Prefix(var path) -> path.equals("/") ? List.of("/*") : List.of(path, path + "/*");
            case PathPattern.Regex(var regex) ->
                throw new IllegalArgumentException("refused before: " + regex.pattern());
        };
    }

    /** Whether some path goes by both patterns for Azure, and by one of them only for the model. */
    static boolean differOnlyByCase(PathPattern one, PathPattern other) {
        return !overlap(one, other) && overlap(lower(one), lower(other));
    }

    private static boolean overlap(PathPattern one, PathPattern other) {
        return one.covers(other) || other.covers(one);
    }

    private static PathPattern lower(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact(var path) -> new PathPattern.Exact(path.toLowerCase(Locale.ROOT));
            case PathPattern.Prefix(var path) -> new PathPattern.Prefix(path.toLowerCase(Locale.ROOT));
            case PathPattern.Regex _ -> pattern;
        };
    }
}
