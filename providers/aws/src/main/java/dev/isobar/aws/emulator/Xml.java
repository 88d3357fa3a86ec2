package dev.isobar.aws.emulator;

import java.util.function.UnaryOperator;

/** Writes trees as the XML of the query protocols. */
final class Xml {
    private Xml() {}

    /**
     * A whole document.
     *
     * @param member the name of the elements of a list
     * @param contents one after the other: clients take the first element for the result
     */
    static String document(String root, String namespace, String member, Tree... contents) {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append('<').append(root).append(" xmlns=\"").append(namespace).append("\">");
        for (var content : contents) {
            content(out, content, name -> name.equals(Tree.MEMBER) ? member : name);
        }
        return out.append("</").append(root).append(">\n").toString();
    }

    private static void content(StringBuilder out, Tree tree, UnaryOperator<String> names) {
        escaped(out, tree.text());
        tree.parts().forEach((name, part) -> {
            if (name.equals(Tree.MEMBER)) {
                part.parts().values().forEach(item -> element(out, name, item, names));
            } else {
                element(out, name, part, names);
            }
        });
    }

    private static void element(StringBuilder out, String name, Tree tree, UnaryOperator<String> names) {
        var written = names.apply(name);
        out.append('<').append(written).append('>');
        content(out, tree, names);
        out.append("</").append(written).append('>');
    }

    private static void escaped(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xD;");
                default -> out.append(c);
            }
        }
    }
}
