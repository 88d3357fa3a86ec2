package dev.isobar.provider;

import dev.isobar.provider.Imported.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an import has to say: all that a model cannot have. */
public final class Losses {
    private final List<Loss> all = new ArrayList<>();

    /** @param place of the value that is lost */
    public void add(Place place, String field, String what) {
        all.add(new Loss(
                place.resource(), place.field().isEmpty() ? field : place.field() + "." + field, what, place.path()));
    }

    public void addAll(Losses more) {
        all.addAll(more.all);
    }

    public List<Loss> all() {
        return List.copyOf(all);
    }

    /**
     * Where something stands: in the cloud, and in the model.
     *
     * @param field path in the resource; empty for the whole
     */
    public record Place(Ref resource, String field, String path) {
        public Place of(String inner) {
            return new Place(resource, field.isEmpty() ? inner : field + "." + inner, path);
        }
    }

    /**
     * Attributes that nothing of a model stands for, where somebody changed them.
     *
     * @param read those that were looked at
     * @param usual what others are where nobody says
     */
    public void attributes(Place place, Map<String, String> attributes, Set<String> read, Map<String, String> usual) {
        attributes.forEach((key, value) -> {
            if (!read.contains(key) && !value.equals(usual.getOrDefault(key, ""))) {
                add(place, "attributes." + key, "is \"" + value + "\"; a model has no word for it");
            }
        });
    }
}
