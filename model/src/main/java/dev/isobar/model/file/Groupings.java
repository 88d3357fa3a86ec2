package dev.isobar.model.file;

import dev.isobar.model.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Formats of lists and of maps with free keys, and alternatives. */
final class Groupings {
    private Groupings() {}

    static <T> Format<List<T>> list(Format<T> item) {
        return new Format<>() {
            @Override
            public @Nullable List<T> read(Node node, Context in) {
                if (!(node instanceof Node.Items(var _, var items, var _))) {
                    in.wrong(node, "it should be a list", "begin each item with \"- \", or write [a, b]");
                    return null;
                }
                var values = new ArrayList<T>();
                for (int i = 0; i < items.size(); i++) {
                    var value = item.read(items.get(i), in.item(i));
                    if (value != null) {
                        values.add(value);
                    }
                }
                return values.size() == items.size() ? values : null;
            }

            @Override
            public Schema schema() {
                return new Schema.ItemsOf(item.schema());
            }
        };
    }

    /** A list, or one item without the brackets. */
    static <T> Format<List<T>> oneOrMore(Format<T> item) {
        var list = list(item);
        return new Format<>() {
            @Override
            public @Nullable List<T> read(Node node, Context in) {
                if (node instanceof Node.Items) {
                    return list.read(node, in);
                }
                var value = item.read(node, in);
                return value == null ? null : List.of(value);
            }

            @Override
            public Schema schema() {
                return new Schema.Either(List.of(item.schema(), list.schema()));
            }
        };
    }

    /**
     * The keys of a map.
     *
     * @param label what they are, for people
     * @param pattern of JSON Schema; empty for any
     */
    record KeyForm(String label, String pattern, KeyCheck checked) {
        /** Keys that may be anything. */
        static KeyForm any(String label) {
            return new KeyForm(label, "", (_, _, _) -> true);
        }

        boolean check(String key, Location at, Context in) {
            return checked.check(key, at, in);
        }
    }

    /** Whether a key of a map is right; reports what is wrong with it. */
    interface KeyCheck {
        boolean check(String key, Location at, Context in);
    }

    static <T> Format<SortedMap<String, T>> map(KeyForm keys, Format<T> value) {
        return map(keys, _ -> value, value.schema());
    }

    /**
     * A map whose values know their key. What cannot be read is left out, so that the rest can still be checked; the
     * file is refused all the same.
     */
    static <T> Format<SortedMap<String, T>> map(KeyForm keys, Function<String, Format<T>> value, Schema schema) {
        return new Format<>() {
            @Override
            public @Nullable SortedMap<String, T> read(Node node, Context in) {
                if (!(node instanceof Node.Mapping(var _, var entries, var _))) {
                    in.wrong(node, "it should be a map", "write one \"key: value\" on each line");
                    return null;
                }
                Map<String, T> values = new LinkedHashMap<>();
                entries.forEach((name, entry) -> {
                    boolean right = keys.check(name, entry.at(), in.key(name));
                    // What stands under a wrong name is looked at as well, under one that is not reported again.
                    var read = value.apply(right ? name : "x").read(entry.value(), in.key(name));
                    if (read != null && right) {
                        values.put(name, read);
                    }
                });
                return new TreeMap<>(values);
            }

            @Override
            public Schema schema() {
                return new Schema.MapOf(keys.label(), keys.pattern(), schema);
            }
        };
    }

    /** One form for single words, another for everything else. */
    static <T> Format<T> shortOrLong(Format<T> word, Format<T> whole) {
        return new Format<>() {
            @Override
            public @Nullable T read(Node node, Context in) {
                return node instanceof Node.Scalar ? word.read(node, in) : whole.read(node, in);
            }

            @Override
            public Schema schema() {
                return new Schema.Either(List.of(word.schema(), whole.schema()));
            }
        };
    }

    /** The same way of writing for another type. */
    static <A, B> Format<B> as(Format<A> format, Function<A, B> change) {
        return new Format<>() {
            @Override
            public @Nullable B read(Node node, Context in) {
                var value = format.read(node, in);
                return value == null ? null : in.made(node, () -> change.apply(value));
            }

            @Override
            public Schema schema() {
                return format.schema();
            }
        };
    }

    /** Reads a text against the directory of the file that it stands in. */
    static Format<String> file(String label) {
        var text = Scalars.text(label);
        return new Format<>() {
            @Override
            public @Nullable String read(Node node, Context in) {
                var name = text.read(node, in);
                var directory = in.directories().get(node.at().file());
                return name == null || directory == null
                        ? name
                        : directory.resolve(name).normalize().toString();
            }

            @Override
            public Schema schema() {
                return text.schema();
            }
        };
    }
}
