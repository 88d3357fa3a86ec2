package dev.isobar.model.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The shape of a value, for JSON Schema and for the reference page. */
sealed interface Schema {
    /**
     * One word or number.
     *
     * @param label for people, as in {@code whole number, 1 to 65535}
     * @param constraints keywords of JSON Schema
     */
    record Scalar(String label, Map<String, Object> constraints) implements Schema {}

    record ItemsOf(Schema item) implements Schema {}

    /**
     * @param key what the keys are, for people
     * @param keyPattern regular expression of the keys; empty for any
     */
    record MapOf(String key, String keyPattern, Schema value) implements Schema {}

    /**
     * A map with known keys.
     *
     * @param title heading of its section, unique
     */
    record Known(String title, String description, List<KnownKey> keys) implements Schema {}

    record KnownKey(String name, Schema schema, String description, Need need) {}

    /** Any of these. */
    record Either(List<Schema> forms) implements Schema {}

    /** Whether a key must be there. */
    sealed interface Need {
        record Required() implements Need {}

        record Optional() implements Need {}

        /** @param written the default, as a person would write it */
        record Defaulted(String written) implements Need {}
    }

    /** A short description of the type, for a table cell. */
    default String label() {
        return switch (this) {
            case Scalar(var label, var _) -> label;
            case ItemsOf(var item) -> "list of " + item.label();
            case MapOf(var key, var _, var value) -> "map of " + key + " to " + value.label();
            case Known known -> "[" + known.title() + "](#" + known.title().replace(' ', '-') + ")";
            case Either(var forms) ->
                String.join(
                        ", or ", forms.stream().map(Schema::label).distinct().toList());
        };
    }

    /** The known maps in and below this schema, outermost first. */
    default List<Known> known() {
        return switch (this) {
            case Scalar _ -> List.of();
            case ItemsOf(var item) -> item.known();
            case MapOf(var _, var _, var value) -> value.known();
            case Either(var forms) ->
                forms.stream().flatMap(form -> form.known().stream()).distinct().toList();
            case Known known ->
                Stream.concat(Stream.of(known), known.keys().stream().flatMap(key -> key.schema().known().stream()))
                        .distinct()
                        .toList();
        };
    }

    /** The default as written, if the key has one. */
    static Optional<String> defaultOf(KnownKey key) {
        return key.need() instanceof Need.Defaulted(var written) ? Optional.of(written) : Optional.empty();
    }
}
