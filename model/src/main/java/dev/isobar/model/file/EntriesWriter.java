package dev.isobar.model.file;

import dev.isobar.model.Durations;
import dev.isobar.model.InvalidValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The entries of one map of the format: in the order of the reference, and without those that the reader supplies by
 * itself. Which keys there are and what their defaults are is known from the {@link Schema} alone.
 */
final class EntriesWriter {
    private static final Map<String, Schema.Known> KNOWN = ModelFormat.FORMAT.schema().known().stream()
            .collect(Collectors.toUnmodifiableMap(Schema.Known::title, Function.identity()));

    private final Schema.Known known;
    private final TreeMap<Integer, Written> byPlace = new TreeMap<>();

    private EntriesWriter(Schema.Known known) {
        this.known = known;
    }

    /** @param title of the map in the reference */
    static EntriesWriter of(String title) {
        var known = KNOWN.get(title);
        if (known == null) {
            throw new IllegalArgumentException("the format has no map \"" + title + "\"");
        }
        return new EntriesWriter(known);
    }

    /** Leaves the key out where the value is its default. */
    EntriesWriter put(String key, Written value) {
        int place = known.keys().stream().map(Schema.KnownKey::name).toList().indexOf(key);
        if (place < 0) {
            throw new IllegalArgumentException("\"" + known.title() + "\" has no key \"" + key + "\"");
        }
        if (!isDefault(value, known.keys().get(place))) {
            byPlace.put(place, value);
        }
        return this;
    }

    EntriesWriter put(String key, Optional<Written> value) {
        value.ifPresent(there -> put(key, there));
        return this;
    }

    /** A map whose keys all have defaults, and which means the same where it is missing. */
    EntriesWriter section(String key, Written.Entries value) {
        return value.isEmpty() ? this : put(key, value);
    }

    /** In braces. */
    Written.Entries flow() {
        return entries(false);
    }

    /** On lines of their own. */
    Written.Entries block() {
        return entries(true);
    }

    private Written.Entries entries(boolean block) {
        var entries = new LinkedHashMap<String, Written>();
        byPlace.forEach((place, value) -> entries.put(known.keys().get(place).name(), value));
        return new Written.Entries(entries, block);
    }

    private static boolean isDefault(Written value, Schema.KnownKey key) {
        return Schema.defaultOf(key)
                .map(written -> switch (value) {
                    case Written.Word(var word) -> sameWord(word, written);
                    case Written.Text(var text) -> text.equals(written);
                    case Written.Items _, Written.Entries _ -> false;
                })
                .orElse(false);
    }

    /** One duration has many written forms: {@code 60s} and {@code 1m}. */
    private static boolean sameWord(String word, String written) {
        if (word.equals(written)) {
            return true;
        }
        try {
            return Durations.parse(word).equals(Durations.parse(written));
        } catch (InvalidValue _) {
            return false;
        }
    }
}
