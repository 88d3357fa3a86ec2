package dev.isobar.cli.check;

import dev.isobar.model.Location;
import dev.isobar.model.file.Positions;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Places that are paths of the model: what a target says of a model is so said of its parts, and not of lines of a file.
 * Parts that the file does not have are at the place of those around them, as everywhere.
 */
final class PathPositions implements Positions {
    private final Positions file;
    private final Set<String> used;

    /** @param used what the file has whatever its lines look like: the first key of a list item is where the item is */
    PathPositions(Positions file, Collection<Feature> used) {
        this.file = file;
        this.used = used.stream().map(Feature::path).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Location of(String path) {
        return new Location(nearest(path), 1, 1);
    }

    /** The path that {@link #of} gave. */
    static String path(Location at) {
        return at.file();
    }

    private String nearest(String path) {
        if (used.contains(path)) {
            return path;
        }
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        if (end < 0) {
            return path;
        }
        var around = path.substring(0, end);
        return file.of(path).equals(file.of(around)) ? nearest(around) : path;
    }
}
