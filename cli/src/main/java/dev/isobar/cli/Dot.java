package dev.isobar.cli;

import java.util.stream.Collectors;

/**
 * A graph in the language of Graphviz.
 *
 * @see <a href="https://graphviz.org/doc/info/lang.html">the DOT language</a>
 */
final class Dot {
    private Dot() {}

    static String of(Graph graph) {
        var out = new StringBuilder("digraph isobar {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
        graph.nodes().forEach(node -> out.append("  ").append(node(node)).append('\n'));
        graph.edges().forEach(edge -> out.append("  ").append(edge(edge)).append('\n'));
        return out.append("}\n").toString();
    }

    private static String node(Graph.Node node) {
        var shape = switch (node.kind()) {
            case LISTENER -> "oval";
            case RULE -> "box";
            case GROUP -> "component";
            case TARGET -> "box, style=rounded";
            case ANSWER -> "hexagon";
        };
        var label = node.lines().stream().map(Dot::escaped).collect(Collectors.joining("\\n"));
        return "%s [label=\"%s\", shape=%s];".formatted(node.id(), label, shape);
    }

    private static String edge(Graph.Edge edge) {
        var label = edge.label().isEmpty() ? "" : " [label=\"" + escaped(edge.label()) + "\"]";
        return edge.from() + " -> " + edge.to() + label + ";";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
