package dev.isobar.gcp.driver;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known to be there: first what was observed, then also what was made and removed since. Safe for many threads.
 */
final class World {
    private final Map<Ref, GcpResource> resources = new ConcurrentHashMap<>();
    private final Map<Ref, String> numbers;
    private final Set<Ref> taken;

    /**
     * @param numbers of our reserved addresses, such as {@code 203.0.113.5}
     * @param taken what has a name and is not ours
     */
    World(Map<Ref, String> numbers, Set<Ref> taken) {
        this.numbers = Map.copyOf(numbers);
        this.taken = Set.copyOf(taken);
    }

    Map<Ref, String> numbers() {
        return numbers;
    }

    Set<Ref> taken() {
        return taken;
    }

    Snapshot snapshot() {
        return Snapshot.of(java.util.List.copyOf(resources.values()));
    }

    Optional<GcpResource> find(Ref ref) {
        return Optional.ofNullable(resources.get(ref));
    }

    void put(GcpResource resource) {
        resources.put(resource.ref(), resource);
    }

    /** A resource is gone; with a group go its endpoints. */
    void remove(Ref ref) {
        resources.remove(ref);
        if (Kind.of(ref) == Kind.NETWORK_ENDPOINT_GROUP) {
            resources.remove(new Ref("NetworkEndpoints", ref.name()));
        }
    }
}
