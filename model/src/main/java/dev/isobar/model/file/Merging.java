package dev.isobar.model.file;

import java.util.LinkedHashMap;

/** Lays one file over another. */
final class Merging {
    private Merging() {}

    /** Maps are merged key by key; anything else replaces; nothing ({@code key: ~}) removes the key. */
    static Node merged(Node below, Node above) {
        if (!(below instanceof Node.Mapping lower) || !(above instanceof Node.Mapping upper)) {
            return above;
        }
        var entries = new LinkedHashMap<>(lower.entries());
        upper.entries().forEach((key, entry) -> {
            var before = entries.get(key);
            if (before != null && entry.value() instanceof Node.Scalar scalar && scalar.isNull()) {
                entries.remove(key);
            } else if (before == null) {
                entries.put(key, entry);
            } else {
                entries.put(key, new Node.Entry(entry.at(), merged(before.value(), entry.value())));
            }
        });
        return new Node.Mapping(upper.at(), entries, lower.size() + upper.size());
    }
}
