package dev.isobar.model.file;

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

    /** @param key what the keys are, for people */
    static <T> Format<SortedMap<String, T>> map(String key, String keyPattern, Format<T> value) {
        return named(key, keyPattern, _ -> value, value.schema());
    }

    /** A map whose values know their key. */
    static <T> Format<SortedMap<String, T>> named(
            String key, String keyPattern, Function<String, Format<T>> value, Schema schema) {
        return new Format<>() {
            @Override
            public @Nullable SortedMap<String, T> read(Node node, Context in) {
                if (!(node instanceof Node.Mapping(var _, var entries, var _))) {
                    in.wrong(node, "it should be a map", "write one \"key: value\" on each line");
                    return null;
                }
                Map<String, T> values = new LinkedHashMap<>();
                entries.forEach((name, entry) -> {
                    var read = value.apply(name).read(entry.value(), in.key(name));
                    if (read != null) {
                        values.put(name, read);
                    }
                });
                return values.size() == entries.size() ? new TreeMap<>(values) : null;
            }

            @Override
            public Schema schema() {
                return new Schema.MapOf(key, keyPattern, schema);
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
