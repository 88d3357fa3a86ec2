package dev.isobar.azure.resources;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parts of a document by their names. */
final class Named {
    private Named() {}

    static <T> SortedMap<String, T> copy(Map<String, T> parts) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }
}
