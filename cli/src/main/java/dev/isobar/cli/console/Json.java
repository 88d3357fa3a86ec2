package dev.isobar.cli.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JSON value (RFC 8259).
 *
 * <p>Numbers are whole: no other are written, and reading refuses them.
 */
public sealed interface Json {
    record Text(String value) implements Json {}

    record Whole(long value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Array(List<Json> items) implements Json {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Members in the order in which they are written. */
    record Members(Map<String, Json> members) implements Json {
        public Members with(String name, Json value) {
            var more = new LinkedHashMap<>(members);
            more.put(name, value);
            return new Members(more);
        }

        public Members with(String name, String value) {
            return with(name, new Text(value));
        }

        public Members with(String name, long value) {
            return with(name, new Whole(value));
        }

        /** Null where it is absent. */
        public Members with(String name, Optional<String> value) {
            return with(name, value.<Json>map(Text::new).orElseGet(Nothing::new));
        }

        public Members with(String name, List<? extends Json> items) {
            return with(name, array(items));
        }

        public Optional<Json> find(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** The text that a member holds. */
        public Optional<String> text(String name) {
            return find(name).map(value -> value instanceof Text(var text) ? text : null);
        }

        /** The texts in the list that a member holds. */
        public List<String> texts(String name) {
            return find(name).orElseGet(Nothing::new) instanceof Array(var items)
                    ? items.stream()
                            .flatMap(item -> item instanceof Text(var text) ? Stream.of(text) : Stream.empty())
                            .toList()
                    : List.of();
        }
    }

    /**
     * Reads a text that holds one value.
     *
     * @return empty where it does not
     */
    static Optional<Json> parse(String text) {
        return JsonReader.read(text);
    }

    static Members object() {
        return new Members(Map.of());
    }

    static Array array(List<? extends Json> items) {
        return new Array(List.copyOf(items));
    }

    static Array texts(List<String> items) {
        return array(items.stream().map(Text::new).toList());
    }

    /** On several lines, two spaces of indentation, without a line break at the end. */
    default String text() {
        var out = new StringBuilder();
        write(out, "\n");
        return out.toString();
    }

    private void write(StringBuilder out, String lineBreak) {
        switch (this) {
            case Text(var value) -> quote(out, value);
            case Whole(var value) -> out.append(value);
            case Flag(var value) -> out.append(value);
            case Nothing() -> out.append("null");
            case Array(var items) -> {
                var parts = new ArrayList<String>();
                for (var item : items) {
                    var part = new StringBuilder();
                    item.write(part, lineBreak + "  ");
                    parts.add(part.toString());
                }
                enclose(out, parts, "[]", lineBreak);
            }
            case Members(var members) -> {
                var parts = new ArrayList<String>();
                members.forEach((name, value) -> {
                    var part = new StringBuilder();
                    quote(part, name);
                    part.append(": ");
                    value.write(part, lineBreak + "  ");
                    parts.add(part.toString());
                });
                enclose(out, parts, "{}", lineBreak);
            }
        }
    }

    private static void enclose(StringBuilder out, List<String> parts, String brackets, String lineBreak) {
        out.append(brackets.charAt(0));
        if (!parts.isEmpty()) {
            out.append(lineBreak).append("  ");
            out.append(String.join("," + lineBreak + "  ", parts));
            out.append(lineBreak);
        }
        out.append(brackets.charAt(1));
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && !isPaired(text, i))) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
