package dev.isobar.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A field that differs between two records.
 *
 * @param path names of components joined by dots, list items in brackets, keys of maps after a dot; a set has empty
 *     brackets behind its name, and a change for each member that came or went
 * @param before absent: the field or member is new
 * @param after absent: the field or member is gone
 */
public record FieldChange(String path, Optional<String> before, Optional<String> after) {
    private static final String MEMBER = "[]";

    /** The fields that differ, by path. */
    public static List<FieldChange> between(Object before, Object after) {
        return between(Fields.of(before), Fields.of(after));
    }

    /** All fields of a record that comes into being. */
    public static List<FieldChange> created(Object after) {
        return between(Fields.none(), Fields.of(after));
    }

    /** All fields of a record that goes. */
    public static List<FieldChange> deleted(Object before) {
        return between(Fields.of(before), Fields.none());
    }

    private static List<FieldChange> between(Fields old, Fields now) {
        var paths = new TreeSet<>(old.single().keySet());
        paths.addAll(now.single().keySet());
        paths.addAll(old.sets().keySet());
        paths.addAll(now.sets().keySet());
        var changes = new ArrayList<FieldChange>();
        for (var path : paths) {
            var was = Optional.ofNullable(old.single().get(path));
            var is = Optional.ofNullable(now.single().get(path));
            if (!was.equals(is)) {
                changes.add(new FieldChange(path, was, is));
            }
            var before = old.sets().getOrDefault(path, new TreeSet<>());
            var after = now.sets().getOrDefault(path, new TreeSet<>());
            before.stream()
                    .filter(member -> !after.contains(member))
                    .forEach(member ->
                            changes.add(new FieldChange(path + MEMBER, Optional.of(member), Optional.empty())));
            after.stream()
                    .filter(member -> !before.contains(member))
                    .forEach(member ->
                            changes.add(new FieldChange(path + MEMBER, Optional.empty(), Optional.of(member))));
        }
        return List.copyOf(changes);
    }

    /** What a record has, sets apart from what has one value. */
    private record Fields(SortedMap<String, String> single, Map<String, SortedSet<String>> sets) {
        static Fields none() {
            return new Fields(new TreeMap<>(), new TreeMap<>());
        }

        static Fields of(Object record) {
            var fields = none();
            RecordFields.visit(record, new RecordFields.Visitor() {
                @Override
                public void field(String path, String value) {
                    fields.single().put(path, value);
                }

                @Override
                public void members(String path, List<String> members) {
                    fields.sets().put(path, new TreeSet<>(members));
                }
            });
            return fields;
        }
    }

    /** {@code path: before -> after}; of a set {@code path: + member} or {@code path: - member}. */
    @Override
    public String toString() {
        if (path.endsWith(MEMBER)) {
            var set = path.substring(0, path.length() - MEMBER.length());
            return set
                    + after.map(member -> ": + " + member).orElse("")
                    + before.map(member -> ": - " + member).orElse("");
        }
        return path + ": " + before.orElse("(none)") + " -> " + after.orElse("(none)");
    }
}
