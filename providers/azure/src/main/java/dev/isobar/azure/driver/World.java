package dev.isobar.azure.driver;

import dev.isobar.azure.resources.AzureResource;
import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known to be there: first what was observed, then also what was made and removed since. Safe for many threads.
 */
final class World {
    private final Map<Ref, AzureResource> resources = new ConcurrentHashMap<>();
    private final SortedMap<Ref, ObjectNode> documents;
    private final Set<Ref> taken;
    private final List<Loss> losses;

    /**
     * @param documents of what was looked at, as they were observed
     * @param taken what has a name and was not looked at, because it is not ours
     * @param losses what the documents say and the records do not
     */
    World(SortedMap<Ref, ObjectNode> documents, Set<Ref> taken, List<Loss> losses) {
        this.documents = documents;
        this.taken = Set.copyOf(taken);
        this.losses = List.copyOf(losses);
    }

    SortedMap<Ref, ObjectNode> documents() {
        return documents;
    }

    Set<Ref> taken() {
        return taken;
    }

    List<Loss> losses() {
        return losses;
    }

    Snapshot snapshot() {
        return Snapshot.of(List.copyOf(resources.values()));
    }

    Optional<AzureResource> find(Ref ref) {
        return Optional.ofNullable(resources.get(ref));
    }

    void put(AzureResource resource) {
        resources.put(resource.ref(), resource);
    }

    void remove(Ref ref) {
        resources.remove(ref);
    }
}
