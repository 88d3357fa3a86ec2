package dev.isobar.model.file;

import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/** A value on its way into a file. */
sealed interface Written {
    /** A number or a word of the format, which needs no quotes. */
    record Word(String word) implements Written {}

    /** Any text; it is quoted where YAML or an editor would take it for something else. */
    record Text(String text) implements Written {}

    record Items(List<Written> items) implements Written {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * @param entries in the order in which they are written
     * @param block whether each entry gets a line of its own; otherwise they stand in braces, as long as they fit
     */
    record Entries(SequencedMap<String, Written> entries, boolean block) implements Written {
        boolean isEmpty() {
            return entries.isEmpty();
        }
    }

    static Written word(Object word) {
        return new Word(word.toString());
    }

    static Written text(String text) {
        return new Text(text);
    }

    static <T> Written items(Collection<T> values, Function<? super T, Written> item) {
        return new Items(values.stream().<Written>map(item).toList());
    }

    /** One value without the brackets of a list, or a list. */
    static <T> Written oneOrMore(Collection<T> values, Function<? super T, Written> item) {
        return values.size() == 1 ? item.apply(values.iterator().next()) : items(values, item);
    }
}
