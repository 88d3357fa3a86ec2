package dev.isobar.model;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Changes to the header fields of a message, done in this order: remove, set, add. Names are compared without case.
 *
 * @param set fields that exist once afterwards, with this value
 * @param add fields added beside those of the same name
 * @param remove fields taken away
 */
public record HeaderEdits(
        SortedMap<String, String> set, SortedMap<String, List<String>> add, SortedSet<String> remove) {
    /** Nothing changes. */
    public static final HeaderEdits NONE = new HeaderEdits(Map.of(), Map.of(), Set.of());

    /** The proxy itself writes these; see RFC 9110 §7.6.1 and RFC 9112 §6. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    public HeaderEdits {
        set = copied(set);
        add = copied(add);
        var removed = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        removed.addAll(remove);
        remove = Collections.unmodifiableSortedSet(removed);
        set.keySet().forEach(HeaderEdits::requireName);
        add.keySet().forEach(HeaderEdits::requireName);
        remove.forEach(HeaderEdits::requireName);
        set.values().forEach(Names::fieldValue);
        add.values().forEach(values -> values.forEach(Names::fieldValue));
    }

    public HeaderEdits(Map<String, String> set, Map<String, List<String>> add, Set<String> remove) {
        this(copied(set), copied(add), new TreeSet<>(remove));
    }

    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }

    private static void requireName(String name) {
        Names.fieldName(name);
        InvalidValue.require(
                !FRAMING.contains(name.toLowerCase(Locale.ROOT)),
                "the header \"" + name + "\" belongs to the framing of messages and is written by the proxy itself",
                name.equalsIgnoreCase("host") ? "use rewrite: {host: ...}" : "remove this header from the list");
    }

    private static <V> SortedMap<String, V> copied(Map<String, V> fields) {
        var sorted = new TreeMap<String, V>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(fields);
        return Collections.unmodifiableSortedMap(sorted);
    }
}
