package dev.isobar.model;

import java.util.Comparator;

/**
 * A place in a file that a person wrote.
 *
 * @param file as it was named on the command line; {@code -} is standard input
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Location(String file, int line, int column) implements Comparable<Location> {
    private static final Comparator<Location> ORDER = Comparator.comparing(Location::file)
            .thenComparingInt(Location::line)
            .thenComparingInt(Location::column);

    @Override
    public int compareTo(Location other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
