package dev.isobar.cli.memory;

import dev.isobar.provider.Change;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.CloudFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One cloud. Used by many threads. */
public final class MemoryCloud {
    private static final Map<URI, MemoryCloud> CLOUDS = new ConcurrentHashMap<>();

    private final Map<Ref, Resource> resources = new TreeMap<>();
    private final Map<Ref, Trouble> troubles = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private Optional<String> obstacle = Optional.empty();
    private long calls;

    /** What happens where a resource is made or changed. */
    public enum Trouble {
        /** It is refused. */
        REFUSED,
        /** It waits until an end is asked for. */
        ENDLESS
    }

    private MemoryCloud() {}

    /**
     * The cloud behind an endpoint; each has its own. One with a query, as in {@code memory://x?Pool/web}, never comes to
     * an end with that resource.
     */
    public static MemoryCloud at(URI endpoint) {
        return CLOUDS.computeIfAbsent(endpoint, MemoryCloud::made);
    }

    private static MemoryCloud made(URI endpoint) {
        var cloud = new MemoryCloud();
        if (endpoint.getQuery() != null) {
            var parts = endpoint.getQuery().split("/", 2);
            cloud.trouble(new Ref(parts[0], parts[1]), Trouble.ENDLESS);
        }
        return cloud;
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(new TreeMap<>(resources));
    }

    /** What was done, a line for each change. */
    public synchronized List<String> done() {
        return List.copyOf(done);
    }

    /** Somebody changes it from outside. */
    public synchronized void put(Resource resource) {
        resources.put(resource.ref(), resource);
    }

    /** Somebody deletes it from outside. */
    public synchronized void remove(Ref ref) {
        resources.remove(ref);
    }

    public synchronized void trouble(Ref ref, Trouble trouble) {
        troubles.put(ref, trouble);
    }

    public synchronized void noTroubles() {
        troubles.clear();
    }

    /** What the next plans meet. */
    public synchronized void obstacle(String what) {
        obstacle = Optional.of(what);
    }

    synchronized Optional<String> obstacle() {
        return obstacle;
    }

    synchronized void count() {
        calls++;
    }

    synchronized long calls() {
        return calls;
    }

    synchronized Optional<Trouble> trouble(Ref ref) {
        return Optional.ofNullable(troubles.get(ref));
    }

    synchronized void make(Change change) {
        calls++;
        if (troubles.get(change.ref()) == Trouble.REFUSED) {
            throw new CloudFailure("the memory is full", "forget something");
        }
        switch (change) {
            case Change.Create(var after) -> {
                requireUses(after);
                resources.put(after.ref(), after);
            }
            case Change.Update(var _, var after) -> {
                requireUses(after);
                resources.put(after.ref(), after);
            }
            case Change.Delete(var before) -> {
                if (resources.values().stream().anyMatch(other -> other.uses().contains(before.ref()))) {
                    throw new CloudFailure(before.ref() + " is in use", "delete what uses it");
                }
                resources.remove(before.ref());
            }
        }
        done.add(change.line());
    }

    private void requireUses(Resource resource) {
        if (!resources.keySet().containsAll(resource.uses())) {
            throw new CloudFailure(resource.ref() + " uses what is not there", "make it first");
        }
    }
}
