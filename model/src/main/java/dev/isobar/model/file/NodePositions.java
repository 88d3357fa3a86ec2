package dev.isobar.model.file;

import dev.isobar.model.Location;
import org.jspecify.annotations.Nullable;

/** Finds places by walking the nodes that a model was read from. */
record NodePositions(Node root) implements Positions {
    @Override
    public Location of(String path) {
        var node = root;
        var found = root.at();
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                at++;
            } else if (c == '[' && node instanceof Node.Items(var _, var items, var _)) {
                int end = path.indexOf(']', at);
                int index = end < 0 ? -1 : Integer.parseInt(path.substring(at + 1, end));
                if (index < 0 || index >= items.size()) {
                    return found;
                }
                node = items.get(index);
                found = node.at();
                at = end + 1;
            } else if (node instanceof Node.Mapping mapping) {
                var key = longestKey(mapping, path.substring(at));
                var entry = key == null ? null : mapping.entries().get(key);
                if (key == null || entry == null) {
                    return found;
                }
                node = entry.value();
                found = entry.at();
                at += key.length();
            } else {
                return found;
            }
        }
        return found;
    }

    /** Keys may have dots in them, as header names have; the longest that fits is meant. */
    private static @Nullable String longestKey(Node.Mapping mapping, String path) {
        String longest = null;
        int end = path.length();
        while (end > 0) {
            var key = path.substring(0, end);
            if (mapping.entries().containsKey(key)) {
                longest = key;
                break;
            }
            end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1));
        }
        return longest;
    }
}
