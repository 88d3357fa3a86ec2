package dev.isobar.model.file;

import dev.isobar.model.Location;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A piece of YAML that knows where it stands. */
sealed interface Node {
    Location at();

    /** The value as a person would recognise it in a message. */
    String shown();

    /** How many nodes this one unfolds to; an alias counts in full wherever it is used. */
    long size();

    /** Whether the other says the same, wherever it stands and in whichever order its keys are. */
    default boolean sameValue(Node other) {
        return switch (this) {
            case Scalar mine ->
                other instanceof Scalar its && its.isNull == mine.isNull && its.written.equals(mine.written);
            case Items(var _, var mine, var _) ->
                other instanceof Items(var _, var its, var _)
                        && mine.size() == its.size()
                        && IntStream.range(0, mine.size())
                                .allMatch(i -> mine.get(i).sameValue(its.get(i)));
            case Mapping(var _, var mine, var _) ->
                other instanceof Mapping(var _, var its, var _)
                        && mine.keySet().equals(its.keySet())
                        && mine.entrySet().stream().allMatch(entry -> {
                            var twin = its.get(entry.getKey());
                            return twin != null && entry.getValue().value().sameValue(twin.value());
                        });
        };
    }

    /**
     * Text, number, truth value or nothing.
     *
     * @param text with variables filled in; empty for nothing
     * @param written as it stands in the file; what messages show, so that values of variables stay out of them
     * @param isNull whether the file has nothing here: {@code ~}, {@code null} or an empty value
     */
    record Scalar(Location at, String text, String written, boolean isNull) implements Node {
        @Override
        public String shown() {
            var oneLine = written.replace("\n", "\\n");
            return isNull
                    ? "empty"
                    : "\"" + (oneLine.length() > 80 ? oneLine.substring(0, 77) + "..." : oneLine) + "\"";
        }

        @Override
        public long size() {
            return 1;
        }
    }

    record Items(Location at, List<Node> items, long size) implements Node {
        @Override
        public String shown() {
            return "a list";
        }
    }

    record Mapping(Location at, Map<String, Entry> entries, long size) implements Node {
        @Override
        public String shown() {
            return "a map";
        }

        @Nullable
        Node get(String key) {
            var entry = entries.get(key);
            return entry == null ? null : entry.value();
        }
    }

    /** @param at where the key stands */
    record Entry(Location at, Node value) {}
}
