package dev.isobar.proxy.snapshot;

import dev.isobar.model.Model;
import java.util.Collection;
import java.util.SortedMap;

/**
 * All that a request needs, from one model. Immutable but for the turns that each event loop keeps of its own; a request
 * uses the snapshot that it began with.
 *
 * @param generation 1 for the first, one more for each reload
 * @param sites by the name of the listener
 * @param groups by name; those that no rule names too
 */
public record Snapshot(long generation, Model model, SortedMap<String, Served> sites, SortedMap<String, Group> groups) {
    public Collection<Backend> backends() {
        return groups.values().stream()
                .flatMap(group -> group.backends().stream())
                .toList();
    }
}
