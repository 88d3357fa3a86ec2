package dev.isobar.provider.testkit;

import dev.isobar.provider.Ref;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A record with one value in it changed, for each value in it: a text is longer, a number greater, a choice is the next
 * one, and something that is optional or one of several is there or not. What a constructor refuses is left out.
 */
public final class Mutations {
    private Mutations() {}

    /**
     * One change.
     *
     * @param field the innermost record and component that it is in, such as {@code HealthCheck.Timing.interval}
     * @param record the whole, changed
     */
    public record Mutation(String field, Record record) {}

    /** A part that differs, and where; of a value of its own the field is still to be named. */
    private record Changed(String field, Object value) {}

    /** All changes of a record. */
    public static List<Mutation> of(Record record) {
        return ofRecord(record).stream()
                .map(each -> new Mutation(each.field(), (Record) each.value()))
                .toList();
    }

    /** What {@link Mutation#field} is of a component. */
    public static String field(RecordComponent component) {
        var name = component.getDeclaringRecord().getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + "." + component.getName();
    }

    private static List<Changed> ofRecord(Record record) {
        var components = record.getClass().getRecordComponents();
        var values = Arrays.stream(components).map(each -> read(record, each)).toArray();
        var changed = new ArrayList<Changed>();
        for (int i = 0; i < components.length; i++) {
            for (var part : ofValue(values[i], components[i].getGenericType())) {
                var others = values.clone();
                others[i] = part.value();
                var field = part.field().isEmpty() ? field(components[i]) : part.field();
                construct(record, components, others)
                        .filter(whole -> !whole.equals(record))
                        .ifPresent(whole -> changed.add(new Changed(field, whole)));
            }
        }
        return changed;
    }

    private static List<Changed> ofValue(Object value, Type type) {
        return switch (value) {
            case Ref _ -> List.of();
            case Record record -> ofRecord(record);
            case String text -> own(text + "x", text.isEmpty() ? "y" : text.substring(1));
            case Integer number -> own(number + 1, number * 2);
            case Long number -> own(number + 1, number * 2);
            case Double number -> own(number + 1, number / 2);
            case Boolean flag -> own(!flag);
            case Duration time -> own(time.plusSeconds(1), time.multipliedBy(2));
            case Enum<?> choice -> others(choice);
            case Optional<?> optional -> ofOptional(optional, argument(type, 0));
            case OptionalInt number -> own(OptionalInt.of(number.orElse(7) + 1), OptionalInt.empty());
            case OptionalLong number -> own(OptionalLong.of(number.orElse(7) + 1), OptionalLong.empty());
            case Map<?, ?> map -> ofMap(map, argument(type, 0), argument(type, 1));
            case Collection<?> many -> ofMany(many, argument(type, 0));
            default -> throw new IllegalArgumentException("no change is known for " + value.getClass());
        };
    }

    private static List<Changed> own(Object... values) {
        return Arrays.stream(values).map(value -> new Changed("", value)).toList();
    }

    private static List<Changed> others(Enum<?> choice) {
        return Arrays.stream(choice.getDeclaringClass().getEnumConstants())
                .filter(other -> !other.equals(choice))
                .map(other -> new Changed("", other))
                .toList();
    }

    private static List<Changed> ofOptional(Optional<?> optional, Type type) {
        if (optional.isEmpty()) {
            return samples(type).stream()
                    .map(each -> new Changed("", Optional.of(each)))
                    .toList();
        }
        var changed = new ArrayList<>(own(Optional.empty()));
        for (var part : ofValue(optional.get(), type)) {
            changed.add(new Changed(part.field(), Optional.of(part.value())));
        }
        return changed;
    }

    private static List<Changed> ofMap(Map<?, ?> map, Type keys, Type values) {
        var changed = new ArrayList<Changed>();
        map.forEach((key, value) -> {
            var without = new TreeMap<Object, Object>(map);
            without.remove(key);
            changed.add(new Changed("", without));
            for (var part : ofValue(value, values)) {
                var other = new TreeMap<Object, Object>(map);
                other.put(key, part.value());
                changed.add(new Changed(part.field(), other));
            }
        });
        for (var key : samples(keys)) {
            for (var value : samples(values)) {
                var more = new TreeMap<Object, Object>(map);
                more.put(key, value);
                changed.add(new Changed("", more));
            }
        }
        return changed;
    }

    private static List<Changed> ofMany(Collection<?> many, Type type) {
        var changed = new ArrayList<Changed>();
        var list = new ArrayList<Object>(many);
        for (int i = 0; i < list.size(); i++) {
            var without = new ArrayList<>(list);
            without.remove(i);
            changed.add(new Changed("", like(many, without)));
            for (var part : ofValue(list.get(i), type)) {
                var other = new ArrayList<>(list);
                other.set(i, part.value());
                changed.add(new Changed(part.field(), like(many, other)));
            }
        }
        for (var one : samples(type)) {
            var more = new ArrayList<>(list);
            more.add(one);
            changed.add(new Changed("", like(many, more)));
        }
        return changed;
    }

    private static Collection<Object> like(Collection<?> many, List<Object> values) {
        return switch (many) {
            case SortedSet<?> _ -> new TreeSet<>(values);
            case Set<?> _ -> Set.copyOf(values);
            default -> values;
        };
    }

    /** Values that a field could have that has none; of records none are known. */
    private static List<Object> samples(Type type) {
        if (type == String.class) {
            return List.of("sample");
        }
        if (type == Integer.class) {
            return List.of(8);
        }
        if (type == Boolean.class) {
            return List.of(true, false);
        }
        if (type == Duration.class) {
            return List.of(Duration.ofSeconds(8));
        }
        return type instanceof Class<?> kind && kind.isEnum() ? List.of(kind.getEnumConstants()) : List.of();
    }

    private static Type argument(Type type, int number) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[number] : Object.class;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty where the constructor refuses the values. */
    private static Optional<Record> construct(Record like, RecordComponent[] components, Object[] values) {
        try {
            var constructor = like.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
