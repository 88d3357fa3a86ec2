package dev.isobar.azure.driver;

import dev.isobar.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * By what we know what is ours: a tag of the resource and, of the parts of a document, how their names begin; and which
 * tags are ours: those that others put there are left alone, and are no drift.
 *
 * @param model its name
 * @param labels keys of the labels that the model has now
 */
record Marks(String model, Set<String> labels) {
    private static final String NAME = "isobar:name";
    private static final String ID = "isobar:id";

    /** Which tags are labels of the model: a label that leaves the model leaves the resource too. */
    private static final String LABELS = "isobar:labels";

    private static final String OURS = "isobar:";
    /** Names of tags have no slash. */
    private static final String BETWEEN = " / ";

    private static final int LONGEST_VALUE = 256;
    private static final int MOST = 50;

    Marks {
        labels = Set.copyOf(labels);
    }

    static Marks of(Model model) {
        return new Marks(model.name(), model.labels().keySet());
    }

    boolean isOurs(ObjectNode document) {
        return model.equals(Json.text(document, "tags", NAME));
    }

    /** By the name of a part; names of models have no underscore. */
    boolean isOurs(String part) {
        return part.startsWith(model + "_");
    }

    /** The tags that are ours. */
    SortedMap<String, String> read(ObjectNode document) {
        var ours = new TreeSet<>(labels);
        ours.addAll(List.of(NAME, ID));
        ours.addAll(Arrays.asList(Json.text(document, "tags", LABELS).split(BETWEEN, -1)));
        var tags = all(document);
        tags.keySet().retainAll(ours);
        return tags;
    }

    /** All tags. */
    static SortedMap<String, String> all(ObjectNode document) {
        var tags = new TreeMap<String, String>();
        document.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
        return tags;
    }

    /** All tags as they shall be: those of others stay. */
    ObjectNode written(ObjectNode there, SortedMap<String, String> wanted) {
        var all = all(there);
        all.keySet().removeAll(read(there).keySet());
        all.remove(LABELS);
        all.putAll(wanted);
        var keys = new StringBuilder();
        for (var key : wanted.keySet()) {
            if (!key.startsWith(OURS) && keys.length() + BETWEEN.length() + key.length() <= LONGEST_VALUE) {
                keys.append(keys.isEmpty() ? "" : BETWEEN).append(key);
            }
        }
        if (!keys.isEmpty() && all.size() < MOST) {
            all.put(LABELS, keys.toString());
        }
        var tags = Json.object();
        all.forEach(tags::put);
        return tags;
    }
}
