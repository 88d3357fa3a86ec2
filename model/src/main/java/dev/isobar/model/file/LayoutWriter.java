package dev.isobar.model.file;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Writes YAML nodes. Scalars are copied as they stand in the source; maps and lists in braces stay so where they fit on
 * a line.
 */
final class LayoutWriter {
    private static final int WIDTH = 120;

    private final int[] source;
    private final StringBuilder out = new StringBuilder();
    /** Of the nodes with an anchor, those that stand in the text already: the next time, an alias is written. */
    private final Set<Node> anchored = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<CommentLine> done = new HashSet<>();

    LayoutWriter(String source) {
        this.source = source.codePoints().toArray();
    }

    String write(Node root) {
        comments(root.getBlockComments(), 0);
        if (root instanceof CollectionNode<?> collection && isBlock(collection)) {
            block(root, 0);
        } else {
            out.append(flow(root)).append('\n');
        }
        comments(root.getEndComments(), 0);
        return out.toString().strip() + "\n";
    }

    /** The lines of a map or list that is not in braces; the cursor is at the start of a line. */
    private void block(Node node, int indent) {
        switch (node) {
            case MappingNode map -> map.getValue().forEach(entry -> entry(entry, indent));
            case SequenceNode items -> items.getValue().forEach(item -> item(item, indent));
            default -> throw new IllegalStateException("not a map or list: " + node);
        }
    }

    private void entry(NodeTuple entry, int indent) {
        comments(entry.getKeyNode().getBlockComments(), indent);
        hoistComments(entry.getValueNode(), indent);
        pad(indent);
        entryWithoutPadding(entry, indent);
    }

    /** Comments behind an anchor go before its key: the parser does not read them where they would stand. */
    private void hoistComments(Node value, int indent) {
        if (value.getAnchor().isPresent()
                && value instanceof CollectionNode<?> inside
                && !inside.getValue().isEmpty()) {
            var first = inside.getValue().getFirst();
            comments(first instanceof NodeTuple entry ? entry.getKeyNode().getBlockComments() : null, indent);
            comments(first instanceof Node node ? node.getBlockComments() : null, indent);
        }
    }

    private void entryWithoutPadding(NodeTuple entry, int indent) {
        out.append(flow(entry.getKeyNode())).append(':');
        value(entry.getValueNode(), indent, entry.getKeyNode().getInLineComments());
    }

    private void item(Node item, int indent) {
        comments(item.getBlockComments(), indent);
        if (item instanceof MappingNode map && anchor(map).isEmpty() && (isBlock(map) || isTooLong(map, indent + 2))) {
            var first = map.getValue().getFirst();
            comments(first.getKeyNode().getBlockComments(), indent);
            pad(indent);
            out.append("- ");
            entryWithoutPadding(first, indent + 2);
            map.getValue().stream().skip(1).forEach(entry -> entry(entry, indent + 2));
            comments(map.getEndComments(), indent + 2);
            return;
        }
        hoistComments(item, indent);
        pad(indent);
        out.append('-');
        value(item, indent, null);
    }

    /** What stands behind a key or a dash, up to the end of its last line. */
    private void value(Node node, int indent, @Nullable List<CommentLine> beside) {
        if (anchored.contains(node)) {
            out.append(" *").append(node.getAnchor().get().getValue());
            endOfLine(beside, null);
        } else if (node instanceof ScalarNode scalar && isLiteral(scalar)) {
            out.append(' ').append(anchor(node)).append(literal(scalar, indent));
        } else if (node instanceof CollectionNode<?> collection
                && (isBlock(collection) || isTooLong(collection, column() + 1))) {
            var anchor = anchor(node);
            out.append(anchor.isEmpty() ? "" : " " + anchor.strip());
            endOfLine(beside, node.getInLineComments());
            comments(node instanceof MappingNode ? node.getBlockComments() : null, indent + 2);
            remember(node);
            block(node, indent + 2);
            comments(node.getEndComments(), indent + 2);
        } else {
            var text = flow(node);
            out.append(text.isEmpty() ? "" : " " + text);
            endOfLine(beside, node.getInLineComments());
            comments(node.getEndComments(), indent);
        }
    }

    private String anchor(Node node) {
        return node.getAnchor().map(anchor -> "&" + anchor.getValue() + " ").orElse("");
    }

    private static boolean isBlock(CollectionNode<?> node) {
        return node.getFlowStyle() != FlowStyle.FLOW && !node.getValue().isEmpty();
    }

    /**
     * In braces, but on one line it would be too wide, or would lose a comment.
     *
     * @param column where it would begin
     */
    private boolean isTooLong(CollectionNode<?> node, int column) {
        if (node.getValue().isEmpty()) {
            return false;
        }
        var before = List.copyOf(anchored);
        int width = column + flow(node).length();
        anchored.retainAll(before);
        return width > WIDTH || hasCommentInside(node);
    }

    private void remember(Node node) {
        if (node.getAnchor().isPresent()) {
            anchored.add(node);
        }
    }

    /** How much of the current line is written. */
    private int column() {
        return out.length() - out.lastIndexOf("\n") - 1;
    }

    private static boolean hasCommentInside(Node node) {
        return switch (node) {
            case MappingNode map ->
                map.getValue().stream()
                        .anyMatch(entry -> hasComment(entry.getKeyNode())
                                || hasComment(entry.getValueNode())
                                || hasCommentInside(entry.getValueNode()));
            case SequenceNode items ->
                items.getValue().stream().anyMatch(item -> hasComment(item) || hasCommentInside(item));
            default -> false;
        };
    }

    private static boolean hasComment(Node node) {
        return isComment(node.getBlockComments())
                || isComment(node.getInLineComments())
                || isComment(node.getEndComments());
    }

    private static boolean isComment(@Nullable List<CommentLine> lines) {
        return lines != null && lines.stream().anyMatch(line -> line.getCommentType() != CommentType.BLANK_LINE);
    }

    /** On one line. */
    private String flow(Node node) {
        if (anchored.contains(node)) {
            return "*" + node.getAnchor().get().getValue();
        }
        remember(node);
        var anchor = anchor(node);
        return switch (node) {
            case ScalarNode scalar -> anchor + slice(scalar);
            case MappingNode map -> {
                var parts = map.getValue().stream()
                        .map(entry -> flow(entry.getKeyNode()) + ": " + flow(entry.getValueNode()))
                        .toList();
                yield anchor + (parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }");
            }
            case SequenceNode items ->
                anchor + items.getValue().stream().map(this::flow).toList();
            default -> throw new IllegalStateException("unknown kind of node: " + node);
        };
    }

    private static boolean isLiteral(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
    }

    /** The source of a scalar; one of several lines is folded as YAML folds it. */
    private String slice(Node scalar) {
        var start = scalar.getStartMark().orElseThrow().getIndex();
        var end = scalar.getEndMark().orElseThrow().getIndex();
        return new String(source, start, end - start).strip().replaceAll("[ \\t]*\\n[ \\t]*(?!\\n)", " ");
    }

    /** A block scalar with its lines moved to the new indentation. */
    private String literal(ScalarNode scalar, int indent) {
        var start = scalar.getStartMark().orElseThrow().getIndex();
        var end = scalar.getEndMark().orElseThrow().getIndex();
        var lines = new String(source, start, end - start).lines().toList();
        var body = lines.subList(1, lines.size());
        int least = body.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        var text = new StringBuilder(lines.getFirst().strip()).append('\n');
        for (var line : body) {
            text.append(line.isBlank() ? "" : " ".repeat(indent + 2) + line.substring(least))
                    .append('\n');
        }
        return text.toString();
    }

    private void endOfLine(@Nullable List<CommentLine> first, @Nullable List<CommentLine> second) {
        beside(first);
        beside(second);
        out.append('\n');
    }

    private void beside(@Nullable List<CommentLine> lines) {
        if (lines != null) {
            for (var line : lines) {
                if (done.add(line) && line.getCommentType() != CommentType.BLANK_LINE) {
                    out.append(" #").append(line.getValue().stripTrailing());
                }
            }
        }
    }

    /** Comments on lines of their own; several empty lines become one. */
    private void comments(@Nullable List<CommentLine> lines, int indent) {
        if (lines == null) {
            return;
        }
        for (var line : lines) {
            if (!done.add(line)) {
                continue;
            }
            if (line.getCommentType() == CommentType.BLANK_LINE) {
                if (!out.isEmpty() && !endsWithEmptyLine()) {
                    out.append('\n');
                }
            } else {
                pad(indent);
                out.append('#').append(line.getValue().stripTrailing()).append('\n');
            }
        }
    }

    private boolean endsWithEmptyLine() {
        int length = out.length();
        return length >= 2 && out.charAt(length - 1) == '\n' && out.charAt(length - 2) == '\n';
    }

    private void pad(int indent) {
        out.repeat(' ', indent);
    }
}
