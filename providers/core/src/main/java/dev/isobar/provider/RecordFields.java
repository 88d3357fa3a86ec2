package dev.isobar.provider;

import dev.isobar.model.Durations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
    private record Part(String name, Method accessor) {}

    /** Looked up once: Java makes new accessors each time it is asked. */
    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> {
                        var accessor = component.getAccessor();
                        accessor.setAccessible(true);
                        return new Part(component.getName(), accessor);
                    })
                    .toList();
        }
    };

    private RecordFields() {}

    /**
     * The fields of a record, and of the records, lists, sets, maps and optional values in it.
     *
     * @return path to value as text, as in {@code healthCheck.interval} or {@code targets[0].port}; sets have their
     *     values sorted; a record without components is its own name
     */
    public static SortedMap<String, String> of(Object record) {
        var fields = new TreeMap<String, String>();
        visit(record, new Visitor() {
            @Override
            public void field(String path, String value) {
                fields.put(path, value);
            }

            @Override
            public void members(String path, List<String> members) {
                for (int i = 0; i < members.size(); i++) {
                    fields.put(path + "[" + i + "]", members.get(i));
                }
            }
        });
        return Collections.unmodifiableSortedMap(fields);
    }

    /** Sees what is in a record. */
    interface Visitor {
        void field(String path, String value);

        /** A set, which has no order of its own: its members as text, sorted. */
        void members(String path, List<String> members);
    }

    static void visit(Object record, Visitor visitor) {
        walk("", record, visitor);
    }

    private static void walk(String path, Object value, Visitor visitor) {
        switch (value) {
            case Ref ref -> visitor.field(path, ref.toString());
            case Record record
            when record.getClass().getRecordComponents().length == 0 ->
                visitor.field(path, record.getClass().getSimpleName());
            case Record record -> components(path, record, visitor);
            case Optional<?> optional -> optional.ifPresent(inner -> walk(path, inner, visitor));
            case OptionalInt number -> number.ifPresent(inner -> visitor.field(path, Integer.toString(inner)));
            case Duration duration -> visitor.field(path, Durations.text(duration));
            case Map<?, ?> map -> map.forEach((key, each) -> walk(join(path, key.toString()), each, visitor));
            case Set<?> set ->
                visitor.members(
                        path, set.stream().map(RecordFields::textOf).sorted().toList());
            case Collection<?> items -> items(path, items, visitor);
            default -> visitor.field(path, value.toString());
        }
    }

    private static void items(String path, Collection<?> items, Visitor visitor) {
        int i = 0;
        for (var item : items) {
            walk(path + "[" + i++ + "]", item, visitor);
        }
    }

    private static String textOf(Object value) {
        return value instanceof Record && !(value instanceof Ref) ? of(value).toString() : value.toString();
    }

    private static void components(String path, Record record, Visitor visitor) {
        for (var part : PARTS.get(record.getClass())) {
            try {
                walk(join(path, part.name()), part.accessor().invoke(record), visitor);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + part.name() + " of " + record.getClass(), e);
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
