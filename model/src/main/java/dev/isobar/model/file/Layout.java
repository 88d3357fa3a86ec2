package dev.isobar.model.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Lays a file out anew: keys in the order of the reference, two spaces of indentation. Comments and values stay. */
final class Layout {
    private Layout() {}

    /** @param text of valid YAML */
    static String of(String text, Schema schema) {
        var load = LoadSettings.builder()
                .setParseComments(true)
                .setCodePointLimit(NodeReader.MOST_CHARACTERS)
                .build();
        var root = new Compose(load).composeString(text);
        if (root.isEmpty()) {
            return text;
        }
        reorder(root.get(), schema);
        return new LayoutWriter(text).write(root.get());
    }

    private static void reorder(Node node, Schema schema) {
        switch (schema) {
            case Schema.Scalar _ -> {}
            case Schema.ItemsOf(var item) -> {
                if (node instanceof SequenceNode items) {
                    items.getValue().forEach(each -> reorder(each, item));
                }
            }
            case Schema.MapOf(var _, var _, var value) -> {
                if (node instanceof MappingNode map) {
                    map.getValue().forEach(entry -> reorder(entry.getValueNode(), value));
                }
            }
            case Schema.Either(var forms) -> forms.forEach(form -> reorder(node, form));
            case Schema.Known known -> {
                if (node instanceof MappingNode map) {
                    reorder(map, known);
                }
            }
        }
    }

    private static void reorder(MappingNode map, Schema.Known known) {
        var names = known.keys().stream().map(Schema.KnownKey::name).toList();
        for (var entry : map.getValue()) {
            name(entry)
                    .flatMap(name -> known.keys().stream()
                            .filter(key -> key.name().equals(name))
                            .findFirst())
                    .ifPresent(key -> reorder(entry.getValueNode(), key.schema()));
        }
        List<NodeTuple> ordered = new ArrayList<>(map.getValue());
        ordered.sort(Comparator.comparingInt(entry -> {
            int place = name(entry).map(names::indexOf).orElse(-1);
            return place < 0 ? names.size() : place;
        }));
        map.setValue(ordered);
    }

    private static Optional<String> name(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key ? Optional.of(key.getValue()) : Optional.empty();
    }
}
