package dev.isobar.model.file;

import dev.isobar.model.Location;

/** Where the parts of a model stand in the file. */
@FunctionalInterface
public interface Positions {
    /**
     * The place of a part, or of the nearest part around it that the file has.
     *
     * @param path keys joined by dots, list items counted from 0 in brackets, as in
     *     {@code listeners.https.rules[2].forward}
     */
    Location of(String path);
}
