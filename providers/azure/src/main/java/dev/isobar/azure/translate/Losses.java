package dev.isobar.azure.translate;

import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Ref;
import java.util.ArrayList;
import java.util.List;

/** What an import has to say: all that a model cannot have. */
final class Losses {
    private final List<Loss> all = new ArrayList<>();

    /**
     * @param field path of the value in the resource
     * @param what the value, why the model cannot have it, and what was done instead
     * @param path where in the model it would stand
     */
    void add(Ref resource, String field, String what, String path) {
        all.add(new Loss(resource, field, what, path));
    }

    List<Loss> all() {
        return List.copyOf(all);
    }
}
