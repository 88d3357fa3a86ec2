package dev.isobar.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A field that differs between two records.
 *
 * @param path names of components joined by dots, list items in brackets, keys of maps after a dot
 * @param before absent: the field is new
 * @param after absent: the field is gone
 */
public record FieldChange(String path, Optional<String> before, Optional<String> after) {
    /** The fields that differ, by path. */
    public static List<FieldChange> between(Object before, Object after) {
        var old = RecordFields.of(before);
        var now = RecordFields.of(after);
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        var changes = new ArrayList<FieldChange>();
        for (var path : paths) {
            var was = Optional.ofNullable(old.get(path));
            var is = Optional.ofNullable(now.get(path));
            if (!was.equals(is)) {
                changes.add(new FieldChange(path, was, is));
            }
        }
        return List.copyOf(changes);
    }

    /** {@code path: before -> after}. */
    @Override
    public String toString() {
        return path + ": " + before.orElse("(none)") + " -> " + after.orElse("(none)");
    }
}
