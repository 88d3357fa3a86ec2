package dev.isobar.azure.driver;

import java.util.SortedMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lists of a document while it is changed.
 *
 * @param ours by the names of parts
 */
record Lists(ObjectNode properties, Predicate<String> ours) {
    /** A list that is neither there nor wanted is not made. */
    <T> void put(Words<T> words, SortedMap<String, T> wanted) {
        var merged = words.merged(properties.path(words.collection()), wanted, ours);
        if (!merged.isEmpty() || properties.has(words.collection())) {
            properties.set(words.collection(), merged);
        }
    }
}
