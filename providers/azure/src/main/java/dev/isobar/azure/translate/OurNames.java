package dev.isobar.azure.translate;

import java.util.List;
import java.util.Optional;

/**
 * The names of parts, read again: the inverse of {@link Names}.
 *
 * @param model whose parts they are; empty: they are those of others, and say nothing
 */
record OurNames(Optional<String> model) {
    /** The names of the model that a part was called by; empty where it is not ours. */
    List<String> of(String part) {
        return model.map(name -> name + "_")
                .filter(part::startsWith)
                .map(prefix -> List.of(part.substring(prefix.length()).split("_", -1)))
                .orElse(List.of());
    }

    /** The first of these names; of a part of others the whole. */
    String first(String part) {
        var names = of(part);
        return names.isEmpty() ? part : names.getFirst();
    }

    /** The rule that a part was made for; empty where none is named, and for the default. */
    Optional<String> rule(String part) {
        var names = of(part);
        return names.size() > 1 && !names.get(1).isEmpty() ? Optional.of(names.get(1)) : Optional.empty();
    }

    /** Whether a part was made for the default of a listener. */
    boolean isOfDefault(String part) {
        var names = of(part);
        return names.size() > 2 && names.get(1).isEmpty() && Names.DEFAULT.equals("_" + names.get(2));
    }
}
