package dev.isobar.gcp.translate;

import dev.isobar.model.Model;
import dev.isobar.provider.Report;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The marks by which our resources are known again: labels where Google has them, which is forwarding rules, addresses
 * and security policies, and one token in the description elsewhere.
 *
 * @see <a href="https://cloud.google.com/compute/docs/labeling-resources#requirements">Requirements for labels</a>
 */
final class Ownership {
    private static final String OURS = "isobar-";
    private static final String LISTENERS = "listeners_";
    private static final int MOST = 64;
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

    private Ownership() {}

    /** @param id path of the part in the model, such as {@code targetGroups/web} */
    static String description(Model model, String id) {
        return "isobar/" + model.name() + "/" + id;
    }

    /** @param id path of the part in the model; labels have no slashes */
    static SortedMap<String, String> labels(Model model, String id) {
        var labels = new TreeMap<>(model.labels());
        labels.put(OURS + "name", model.name());
        labels.put(OURS + "id", id.replace('/', '_'));
        return labels;
    }

    /**
     * The inverse of {@link #description}.
     *
     * @param kind of the part, such as {@code targetGroups/}
     * @return its name; empty where somebody else wrote the description
     */
    static Optional<String> partOf(String description, String kind) {
        var parts = description.split("/", 3);
        return parts.length == 3 && parts[0].equals("isobar") && parts[2].startsWith(kind)
                ? Optional.of(parts[2].substring(kind.length()))
                : Optional.empty();
    }

    /** Whether a description is one of {@link #description}. */
    static boolean isMark(String description) {
        return partOf(description, "").isPresent();
    }

    /** The inverse of {@link #labels}: the name of the listener that a resource is for. */
    static Optional<String> listenerOf(SortedMap<String, String> labels) {
        var id = labels.getOrDefault(OURS + "id", "");
        return id.startsWith(LISTENERS) ? Optional.of(id.substring(LISTENERS.length())) : Optional.empty();
    }

    /** The name of the model that a resource is of. */
    static Optional<String> modelOf(SortedMap<String, String> labels) {
        return Optional.ofNullable(labels.get(OURS + "name"));
    }

    /** The labels that the model itself has. */
    static SortedMap<String, String> ofModel(SortedMap<String, String> labels) {
        var rest = new TreeMap<>(labels);
        rest.keySet().removeIf(key -> key.startsWith(OURS));
        return rest;
    }

    static void check(Model model, Report report) {
        if (model.labels().isEmpty()) {
            return;
        }
        report.emulated(
                "labels",
                "labels",
                "Google has labels for forwarding rules, addresses and security policies only; the other resources have"
                        + " none, and are known again by their description");
        if (model.labels().size() + 2 > MOST) {
            report.refuse(
                    "labels",
                    "has %d labels; Google takes %d for a resource, of which two are ours"
                            .formatted(model.labels().size(), MOST),
                    "use at most %d labels".formatted(MOST - 2));
        }
        model.labels().forEach((key, value) -> check(key, value, report));
    }

    private static void check(String key, String value, Report report) {
        var path = "labels." + key;
        if (key.startsWith(OURS)) {
            report.refuse(path, "begins with isobar-, which belongs to this program", "use another key");
        }
        if (!KEY.matcher(key).matches()) {
            report.refuse(
                    path,
                    "is no label of Google Cloud; its key has 1 to 63 lower-case letters, digits, dashes and"
                            + " underscores, and begins with a letter",
                    "rename it");
        }
        if (!VALUE.matcher(value).matches()) {
            report.refuse(
                    path,
                    "is \"%s\"; Google takes at most 63 lower-case letters, digits, dashes and underscores in a label"
                            .formatted(value),
                    "write it with these characters, or shorten it");
        }
    }
}
