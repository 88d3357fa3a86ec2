package dev.isobar.cli;

import java.util.stream.Collectors;

/**
 * A graph in the language of Mermaid, which Git forges draw.
 *
 * @see <a href="https://mermaid.js.org/syntax/flowchart.html">Mermaid, flowcharts</a>
 */
final class Mermaid {
    private Mermaid() {}

    static String of(Graph graph) {
        var out = new StringBuilder("flowchart LR\n");
        graph.nodes().forEach(node -> out.append("  ").append(node(node)).append('\n'));
        graph.edges().forEach(edge -> out.append("  ").append(edge(edge)).append('\n'));
        return out.toString();
    }

    private static String node(Graph.Node node) {
        var label = "\"" + node.lines().stream().map(Mermaid::escaped).collect(Collectors.joining("<br/>")) + "\"";
        return node.id()
                + switch (node.kind()) {
                    case LISTENER -> "([" + label + "])";
                    case RULE -> "[" + label + "]";
                    case GROUP -> "[[" + label + "]]";
                    case TARGET -> "(" + label + ")";
                    case ANSWER -> "{{" + label + "}}";
                };
    }

    private static String edge(Graph.Edge edge) {
        var arrow = edge.label().isEmpty() ? " --> " : " -->|\"" + escaped(edge.label()) + "\"| ";
        return edge.from() + arrow + edge.to();
    }

    /** Everything that Mermaid, HTML or Markdown could take for its own becomes a numeric entity. */
    private static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ') {
                out.append(' ');
            } else if ("\"#&<>`*_\\[]{}|;".indexOf(c) >= 0) {
                out.append('#').append(c).append(';');
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
