package dev.isobar.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what leads from one snapshot to another. */
public final class Differ {
    private Differ() {}

    /**
     * The plan that turns what was observed into what is wanted.
     *
     * @throws IllegalArgumentException where a wanted resource uses one that is neither wanted nor there, or where
     *     resources use each other in a circle
     */
    public static Plan diff(Snapshot desired, Snapshot observed) {
        requireKnownUses(desired, observed);
        var changes = new ArrayList<Change>();
        for (var after : bottomUp(desired.resources())) {
            var before = observed.find(after.ref());
            if (before.isEmpty()) {
                changes.add(new Change.Create(after));
            } else if (!before.get().equals(after)) {
                changes.add(new Change.Update(before.get(), after));
            }
        }
        var gone = new TreeMap<>(observed.resources());
        gone.keySet().removeAll(desired.resources().keySet());
        bottomUp(gone).reversed().forEach(before -> changes.add(new Change.Delete(before)));
        return new Plan(changes);
    }

    private static void requireKnownUses(Snapshot desired, Snapshot observed) {
        for (var resource : desired.resources().values()) {
            for (var used : resource.uses()) {
                if (desired.find(used).isEmpty() && observed.find(used).isEmpty()) {
                    throw new IllegalArgumentException(resource.ref() + " uses " + used + ", which is not there");
                }
                if (desired.find(used).isEmpty()) {
                    throw new IllegalArgumentException(resource.ref() + " uses " + used + ", which is to be deleted");
                }
            }
        }
    }

    /** Each after all it uses; ties by reference. */
    private static List<Resource> bottomUp(Map<Ref, Resource> resources) {
        Map<Ref, Set<Ref>> waitsFor = new HashMap<>();
        Map<Ref, Collection<Ref>> usedBy = new HashMap<>();
        var ready = new TreeSet<Ref>();
        resources.forEach((ref, resource) -> {
            var open = new HashSet<>(resource.uses());
            open.retainAll(resources.keySet());
            waitsFor.put(ref, open);
            open.forEach(
                    used -> usedBy.computeIfAbsent(used, _ -> new ArrayList<>()).add(ref));
            if (open.isEmpty()) {
                ready.add(ref);
            }
        });
        var ordered = new ArrayList<Resource>();
        while (!ready.isEmpty()) {
            var next = ready.removeFirst();
            ordered.add(Objects.requireNonNull(resources.get(next)));
            for (var user : usedBy.getOrDefault(next, List.of())) {
                var open = waitsFor.getOrDefault(user, Set.of());
                open.remove(next);
                if (open.isEmpty()) {
                    ready.add(user);
                }
            }
        }
        if (ordered.size() < resources.size()) {
            var rest = new TreeSet<>(resources.keySet());
            ordered.forEach(resource -> rest.remove(resource.ref()));
            throw new IllegalArgumentException("these resources use each other in a circle: " + rest);
        }
        return ordered;
    }
}
