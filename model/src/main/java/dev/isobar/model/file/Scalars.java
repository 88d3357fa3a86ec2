package dev.isobar.model.file;

import dev.isobar.model.Durations;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Names;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats of single words and numbers. */
final class Scalars {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)?");

    private Scalars() {}

    /** Text that a function of the model turns into a value, or refuses. */
    static <T> Format<T> text(String label, Map<String, Object> constraints, Function<String, T> parse) {
        return new Format<>() {
            @Override
            public @Nullable T read(Node node, Context in) {
                if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
                    in.wrong(node, "it should be " + label, "write one value");
                    return null;
                }
                return in.made(node, () -> parse.apply(scalar.text()));
            }

            @Override
            public Schema schema() {
                return new Schema.Scalar(label, constraints);
            }
        };
    }

    /** Any text. */
    static Format<String> text(String label) {
        return text(label, Map.of("type", "string"), Function.identity());
    }

    /** Any text; also numbers and truth values, taken as they are written. */
    static Format<String> anything(String label) {
        return text(label, Map.of("type", List.of("string", "number", "boolean")), Function.identity());
    }

    /** A name of something in the model. */
    static Format<String> name() {
        return text("name", Map.of("type", "string", "pattern", Names.PATTERN), Names::requireName);
    }

    /** The name of something that stands elsewhere in the file. */
    static Format<String> reference(References.Section section) {
        var text = text("name of a " + section.noun());
        return new Format<>() {
            @Override
            public @Nullable String read(Node node, Context in) {
                var name = text.read(node, in);
                if (name != null) {
                    in.references().add(section, name, node.at());
                }
                return name;
            }

            @Override
            public Schema schema() {
                return text.schema();
            }
        };
    }

    static Format<Integer> whole(int least, int most) {
        var label = "whole number, %d to %d".formatted(least, most);
        return text(label, Map.of("type", "integer", "minimum", least, "maximum", most), text -> {
            var rule = "it should be a " + label;
            var fix = "write a number in this range";
            try {
                int value = Integer.parseInt(text);
                if (value < least || value > most) {
                    throw new InvalidValue(rule, fix);
                }
                return value;
            } catch (NumberFormatException e) {
                var invalid = new InvalidValue(rule, fix);
                invalid.initCause(e);
                throw invalid;
            }
        });
    }

    static Format<Boolean> truth() {
        return text("true or false", Map.of("type", "boolean"), text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValue("it should be true or false", "write true or false");
        });
    }

    static Format<Duration> duration() {
        return text("duration", Map.of("type", "string", "pattern", "^([0-9]{1,9}(ms|s|m|h|d))+$"), Durations::parse);
    }

    /** Bytes. */
    static Format<Long> size() {
        return text(
                "size",
                Map.of("type", List.of("string", "integer"), "pattern", "^[0-9]{1,12}(B|KiB|MiB|GiB)?$", "minimum", 0),
                text -> {
                    var parts = SIZE.matcher(text);
                    if (!parts.matches()) {
                        throw new InvalidValue(
                                "a size is a number with a unit: B, KiB, MiB or GiB", "write it as in 16KiB or 10MiB");
                    }
                    long unit = switch (parts.group(2) == null ? "B" : parts.group(2)) {
                        case "KiB" -> 1L << 10;
                        case "MiB" -> 1L << 20;
                        case "GiB" -> 1L << 30;
                        default -> 1L;
                    };
                    return Long.parseLong(parts.group(1)) * unit;
                });
    }

    /** One of the constants, written in lower case with dashes. */
    static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
        var words = new LinkedHashMap<String, E>();
        for (var constant : type.getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return oneOf(words);
    }

    /** Words and what they mean, in this order. */
    @SafeVarargs
    static <T> SequencedMap<String, T> words(Map.Entry<String, ? extends T>... entries) {
        var words = new LinkedHashMap<String, T>();
        for (var entry : entries) {
            words.put(entry.getKey(), entry.getValue());
        }
        return words;
    }

    /** One of these words. */
    static <T> Format<T> oneOf(SequencedMap<String, T> words) {
        var known = List.copyOf(words.keySet());
        var label = String.join(", ", known.subList(0, known.size() - 1))
                + (known.size() > 1 ? " or " : "")
                + known.getLast();
        return text(label, Map.of("enum", withNumbers(known)), text -> {
            var value = words.get(text);
            if (value == null) {
                throw new InvalidValue(
                        "it should be " + label,
                        Nearest.to(text, known)
                                .map(near -> "did you mean \"" + near + "\"?")
                                .orElse("use one of these words"));
            }
            return value;
        });
    }

    /** Words that look like numbers may be written without quotes, and are numbers to an editor then. */
    private static List<Object> withNumbers(List<String> words) {
        var values = new ArrayList<Object>(words);
        for (var word : words) {
            if (word.matches("[0-9]+(\\.[0-9]+)?")) {
                values.add(new BigDecimal(word));
            }
        }
        return values;
    }
}
