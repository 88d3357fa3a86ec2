package dev.isobar.provider;

import dev.isobar.model.Model;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was made of resources that are there already.
 *
 * @param losses all that the resources say and the model does not; nothing is left unsaid. In the order of the resources
 */
public record Imported(Model model, List<Loss> losses) {
    private static final Comparator<Loss> ORDER =
            Comparator.comparing(Loss::resource).thenComparing(Loss::field).thenComparing(Loss::what);

    public Imported {
        losses = losses.stream().distinct().sorted(ORDER).toList();
    }

    /**
     * Something that the model says in another way, or not at all.
     *
     * @param resource whose it is
     * @param field path of the value in the resource, as in {@code rules[20].conditions[0]}
     * @param what the value, why the model cannot have it, and what was done instead
     * @param path where in the model it would stand, as in {@code listeners.https.rules[1]}; empty for the whole
     */
    public record Loss(Ref resource, String field, String what, String path) {
        /** {@code kind/name field: what}. */
        @Override
        public String toString() {
            return resource + " " + field + ": " + what;
        }
    }

    /** The losses as comments of a file: path in the model to lines about it. */
    public SortedMap<String, List<String>> comments() {
        var comments = new TreeMap<String, List<String>>();
        for (var loss : losses) {
            comments.merge(
                    loss.path(),
                    List.of("import: " + loss),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
        return comments;
    }
}
