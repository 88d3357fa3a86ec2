package dev.isobar.provider;

import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes records apart into their innermost fields. The only reflection of the project: difference, printing and JSON all
 * read records through it.
 */
public final class RecordFields {
    private RecordFields() {}

    /**
     * The fields of a record, and of the records, lists, sets, maps and optional values in it.
     *
     * @return path to value as text, as in {@code healthCheck.interval} or {@code targets[0].port}; sets have their
     *     values sorted; a record without components is its own name
     */
    public static SortedMap<String, String> of(Object record) {
        var fields = new TreeMap<String, String>();
        walk("", record, fields);
        return Collections.unmodifiableSortedMap(fields);
    }

    private static void walk(String path, Object value, Map<String, String> fields) {
        switch (value) {
            case Ref ref -> fields.put(path, ref.toString());
            case Record record
            when record.getClass().getRecordComponents().length == 0 ->
                fields.put(path, record.getClass().getSimpleName());
            case Record record -> components(path, record, fields);
            case Optional<?> optional -> optional.ifPresent(inner -> walk(path, inner, fields));
            case OptionalInt number -> number.ifPresent(inner -> fields.put(path, Integer.toString(inner)));
            case Map<?, ?> map -> map.forEach((key, each) -> walk(join(path, key.toString()), each, fields));
            case Set<?> set ->
                items(path, set.stream().map(RecordFields::textOf).sorted().toList(), fields);
            case Collection<?> items -> items(path, items, fields);
            default -> fields.put(path, value.toString());
        }
    }

    private static void items(String path, Collection<?> items, Map<String, String> fields) {
        int i = 0;
        for (var item : items) {
            walk(path + "[" + i++ + "]", item, fields);
        }
    }

    private static String textOf(Object value) {
        return value instanceof Record && !(value instanceof Ref) ? of(value).toString() : value.toString();
    }

    private static void components(String path, Record record, Map<String, String> fields) {
        for (var component : record.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                walk(join(path, component.getName()), accessor.invoke(record), fields);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component + " of " + record.getClass(), e);
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
