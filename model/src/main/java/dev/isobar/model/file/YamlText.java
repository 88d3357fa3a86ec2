package dev.isobar.model.file;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values as YAML, with comments above the lines that they are about. */
final class YamlText {
    /** Plain words in any place of a line; what begins with a digit may be a number, and is left out. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/_][A-Za-z0-9_/.@%+=~*()-]*([ :;][A-Za-z0-9_/.@%+=~*()-]+)*");

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}([:/][0-9]{1,5})?");

    /** Of YAML 1.1 too, which many editors still read. */
    private static final Pattern SPECIAL_WORD = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n");

    private final SortedMap<String, List<String>> comments;
    private final StringBuilder out = new StringBuilder();

    private YamlText(SortedMap<String, List<String>> comments) {
        this.comments = comments;
    }

    /**
     * @param comments path of a value, as in {@code listeners.web.rules[0]}, to lines about it; those of a path that is
     *     not written stand above the line that it would stand below
     */
    static String of(Written.Entries root, Map<String, List<String>> comments) {
        var lines = new HashSet<String>();
        collectLines(root, "", lines);
        var placed = new TreeMap<String, List<String>>();
        new TreeMap<>(comments)
                .forEach((path, about) -> placed.merge(
                        nearest(path, lines),
                        about,
                        (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream())
                                .toList()));
        var text = new YamlText(placed);
        text.comments("", 0);
        text.entries(root, 0, "");
        return text.out.toString();
    }

    /** The paths that have a line of their own. */
    private static void collectLines(Written value, String path, Set<String> lines) {
        lines.add(path);
        switch (value) {
            case Written.Entries(var entries, var block)
            when block -> entries.forEach((key, each) -> collectLines(each, join(path, key), lines));
            case Written.Items items
            when isBlock(items) -> {
                for (int i = 0; i < items.items().size(); i++) {
                    collectLines(items.items().get(i), path + "[" + i + "]", lines);
                }
            }
            default -> {}
        }
    }

    private static String nearest(String path, Set<String> lines) {
        var at = path;
        while (!lines.contains(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return at;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void comments(String path, int indent) {
        for (var comment : comments.getOrDefault(path, List.of())) {
            comment.lines()
                    .forEach(line ->
                            out.repeat(' ', indent).append("# ").append(line).append('\n'));
        }
    }

    private void entries(Written.Entries map, int indent, String path) {
        map.entries().forEach((key, value) -> {
            boolean section = path.isEmpty() && value instanceof Written.Entries(var _, var block) && block;
            out.append(section ? "\n" : "");
            comments(join(path, key), indent);
            out.repeat(' ', indent);
            entry(key, value, indent, join(path, key));
        });
    }

    private void entry(String key, Written value, int indent, String path) {
        out.append(key(key)).append(':');
        switch (value) {
            case Written.Entries map
            when map.block() -> {
                out.append('\n');
                entries(map, indent + 2, path);
            }
            case Written.Items(var items)
            when isBlock(value) -> {
                out.append('\n');
                for (int i = 0; i < items.size(); i++) {
                    item(items.get(i), indent + 2, path + "[" + i + "]");
                }
            }
            default -> out.append(' ').append(flow(value)).append('\n');
        }
    }

    private void item(Written item, int indent, String path) {
        comments(path, indent);
        out.repeat(' ', indent).append("- ");
        if (item instanceof Written.Entries(var entries, var block) && block) {
            boolean first = true;
            for (var each : entries.entrySet()) {
                var at = join(path, each.getKey());
                if (!first) {
                    comments(at, indent + 2);
                    out.repeat(' ', indent + 2);
                }
                entry(each.getKey(), each.getValue(), indent + 2, at);
                first = false;
            }
        } else {
            out.append(flow(item)).append('\n');
        }
    }

    private static boolean isBlock(Written value) {
        return value instanceof Written.Items(var items) && items.stream().anyMatch(Written.Entries.class::isInstance);
    }

    private static String flow(Written value) {
        return switch (value) {
            case Written.Word(var word) -> word;
            // The reader fills in variables, so what looks like one is escaped.
            case Written.Text(var text) -> scalar(text.replace("${", "$${"));
            case Written.Items(var items) ->
                items.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
            case Written.Entries(var entries, var _) ->
                entries.isEmpty()
                        ? "{}"
                        : entries.entrySet().stream()
                                .map(entry -> key(entry.getKey()) + ": " + flow(entry.getValue()))
                                .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }

    /** Keys are texts to the reader, numbers too. */
    private static String key(String key) {
        return key.matches("[1-9][0-9]*") ? key : scalar(key);
    }

    private static String scalar(String text) {
        boolean plain = ADDRESS.matcher(text).matches()
                || (PLAIN.matcher(text).matches() && !SPECIAL_WORD.matcher(text).matches());
        return plain ? text : quoted(text);
    }

    /** See YAML 1.2.2 §5.7, escaped characters. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if ((c >= ' ' && c < 0x7f) || Character.isLetterOrDigit(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
