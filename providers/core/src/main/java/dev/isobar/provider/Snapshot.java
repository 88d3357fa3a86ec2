package dev.isobar.provider;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Resources at one moment: those that are wanted, or those that were observed. */
public record Snapshot(SortedMap<Ref, Resource> resources) {
    /** Nothing is there. */
    public static final Snapshot EMPTY = of(List.of());

    public Snapshot {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        for (var entry : resources.entrySet()) {
            if (!entry.getKey().equals(entry.getValue().ref())) {
                throw new IllegalArgumentException(
                        "resource " + entry.getValue().ref() + " is filed under " + entry.getKey());
            }
        }
    }

    /** @throws IllegalArgumentException where two resources have one reference */
    public static Snapshot of(Collection<? extends Resource> resources) {
        Map<Ref, Resource> byRef = new TreeMap<>();
        for (var resource : resources) {
            if (byRef.put(resource.ref(), resource) != null) {
                throw new IllegalArgumentException("two resources are called " + resource.ref());
            }
        }
        return new Snapshot(new TreeMap<>(byRef));
    }

    public Optional<Resource> find(Ref ref) {
        return Optional.ofNullable(resources.get(ref));
    }
}
