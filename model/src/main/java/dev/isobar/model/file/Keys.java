package dev.isobar.model.file;

import dev.isobar.model.InvalidValue;
import dev.isobar.model.Location;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The known keys of a map. A format of such a map is made by {@link #object}: it declares its keys, and gives a function
 * that makes the value out of what was read. The function runs only where every key was readable, and may throw
 * {@link InvalidValue}.
 */
final class Keys {
    private final Map<String, Declared<?>> declared = new LinkedHashMap<>();

    private Keys() {}

    /** One declared key. */
    static final class Declared<T> {
        private final Schema.KnownKey doc;
        private final Format<T> format;
        private final Function<Context, @Nullable T> missing;

        private Declared(Schema.KnownKey doc, Format<T> format, Function<Context, @Nullable T> missing) {
            this.doc = doc;
            this.format = format;
            this.missing = missing;
        }

        String name() {
            return doc.name();
        }
    }

    /** The values that were read from one map. */
    static final class Values {
        private final Node.Mapping node;
        private final Context in;
        private final Map<Declared<?>, Object> read = new HashMap<>();

        private Values(Node.Mapping node, Context in) {
            this.node = node;
            this.in = in;
        }

        @SuppressWarnings("unchecked") // put under its own key by the only writer
        <T> T get(Declared<T> key) {
            var value = (T) read.get(key);
            if (value == null) {
                throw new NoSuchElementException("not read: " + key.doc.name());
            }
            return value;
        }

        /** A whole number that may be missing. */
        OptionalInt number(Declared<Optional<Integer>> key) {
            return get(key).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }

        boolean has(Declared<?> key) {
            return node.get(key.doc.name()) != null;
        }

        /** The keys of these that the file has. */
        List<String> present(Declared<?>... keys) {
            return Arrays.stream(keys)
                    .filter(this::has)
                    .map(key -> key.doc.name())
                    .toList();
        }

        /** Refuses the key, where the file has it. */
        void refuse(Declared<?> key, String rule, String fix) {
            var value = node.entries().get(key.doc.name());
            if (value != null) {
                in.problems().error(value.at(), in.key(key.doc.name()).path() + ": " + rule, fix);
            }
        }

        Context context() {
            return in;
        }

        /** Where a key stands; the map itself where it is not there. */
        Location at(Declared<?> key) {
            var entry = node.entries().get(key.doc.name());
            return entry == null ? node.at() : entry.at();
        }

        /** Where the first key is, the second must be. */
        void requireTogether(Declared<?> first, Declared<?> second) {
            InvalidValue.require(
                    has(second),
                    first.doc.name() + " needs " + second.doc.name(),
                    "add " + second.doc.name() + ": " + second.doc.description());
        }

        /** Exactly one of these keys must be there. */
        void requireOne(String what, Declared<?>... keys) {
            var present = present(keys);
            var names = Arrays.stream(keys).map(key -> key.doc.name()).toList();
            InvalidValue.require(
                    present.size() == 1,
                    present.isEmpty()
                            ? what + " needs one of " + String.join(", ", names)
                            : what + " has " + String.join(" and ", present) + ", which exclude each other",
                    present.isEmpty() ? "add one of these keys" : "keep one of them");
        }
    }

    /** The key must be there. */
    <T> Declared<T> required(String name, Format<T> format, String description) {
        return declare(new Declared<>(
                new Schema.KnownKey(name, format.schema(), description, new Schema.Need.Required()),
                format,
                _ -> null));
    }

    /** The key may be missing. */
    <T> Declared<Optional<T>> optional(String name, Format<T> format, String description) {
        return declare(new Declared<>(
                new Schema.KnownKey(name, format.schema(), description, new Schema.Need.Optional()),
                Groupings.as(format, Optional::of),
                _ -> Optional.empty()));
    }

    /** A missing key means this value. */
    <T> Declared<T> optional(String name, Format<T> format, T none, String description) {
        return declare(new Declared<>(
                new Schema.KnownKey(name, format.schema(), description, new Schema.Need.Optional()),
                format,
                _ -> none));
    }

    /** A missing key is read as if the file had this default. */
    <T> Declared<T> defaulted(String name, Format<T> format, String written, String description) {
        var node = new Node.Scalar(new Location("default of " + name, 1, 1), written, written, false);
        return declare(new Declared<>(
                new Schema.KnownKey(name, format.schema(), description, new Schema.Need.Defaulted(written)),
                format,
                in -> format.read(node, in.key(name))));
    }

    /** A missing key is read as if the file had an empty map there, so that each key in it has its default. */
    <T> Declared<T> section(String name, Format<T> format, String description) {
        var empty = new Node.Mapping(new Location("default of " + name, 1, 1), Map.of(), 1);
        return declare(new Declared<>(
                new Schema.KnownKey(name, format.schema(), description, new Schema.Need.Optional()),
                format,
                in -> format.read(empty, in.key(name))));
    }

    private <T> Declared<T> declare(Declared<T> key) {
        declared.put(key.doc.name(), key);
        return key;
    }

    /**
     * @param title of its section in the reference, unique
     * @param keys declares the keys, and returns what makes the value
     */
    static <T> Format<T> object(String title, String description, Function<Keys, Function<Values, T>> keys) {
        var known = new Keys();
        var make = keys.apply(known);
        var schema = new Schema.Known(
                title,
                description,
                known.declared.values().stream().map(key -> key.doc).toList());
        return new Format<>() {
            @Override
            public @Nullable T read(Node node, Context in) {
                if (!(node instanceof Node.Mapping mapping)) {
                    in.wrong(
                            node,
                            "it should be a map with " + String.join(", ", known.declared.keySet()),
                            "write one \"key: value\" on each line");
                    return null;
                }
                var values = new Values(mapping, in);
                return known.read(values) ? in.made(mapping, () -> make.apply(values)) : bestEffort(make, values);
            }

            @Override
            public Schema schema() {
                return schema;
            }
        };
    }

    /**
     * A value without the parts that could not be read, so that checks across the file still see the rest. The file is
     * refused all the same; what such a value lacks was said already.
     */
    private static <T> @Nullable T bestEffort(Function<Values, T> make, Values values) {
        try {
            return make.apply(values);
        } catch (InvalidValue | NoSuchElementException e) {
            return null;
        }
    }

    /** Whether all keys were readable. */
    private boolean read(Values values) {
        boolean whole = refuseUnknown(values.node, values.in);
        for (var key : declared.values()) {
            var value = readKey(key, values.node, values.in);
            whole &= value != null;
            var known = value == null ? key.missing.apply(values.in) : value;
            if (known != null) {
                values.read.put(key, known);
            }
        }
        return whole;
    }

    private static @Nullable Object readKey(Declared<?> key, Node.Mapping node, Context in) {
        var entry = node.entries().get(key.doc.name());
        if (entry != null) {
            return key.format.read(entry.value(), in.key(key.doc.name()));
        }
        if (key.doc.need() instanceof Schema.Need.Required) {
            in.problems()
                    .error(
                            node.at(),
                            (in.path().isEmpty() ? "the file" : in.path()) + " has no \"" + key.doc.name()
                                    + "\", which is required",
                            "add " + key.doc.name() + ": " + key.doc.description());
        }
        return key.missing.apply(in);
    }

    private boolean refuseUnknown(Node.Mapping node, Context in) {
        boolean all = true;
        for (var entry : node.entries().entrySet()) {
            var name = entry.getKey();
            if (!declared.containsKey(name)) {
                all = false;
                in.problems()
                        .error(
                                entry.getValue().at(),
                                (in.path().isEmpty() ? "the file" : in.path()) + " has the unknown key \"" + name
                                        + "\"",
                                Nearest.to(name, declared.keySet())
                                        .map(near -> "did you mean \"" + near + "\"?")
                                        .orElse("remove it; known here: " + String.join(", ", declared.keySet())));
            }
        }
        return all;
    }
}
