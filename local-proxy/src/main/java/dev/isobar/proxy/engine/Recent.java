package dev.isobar.proxy.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Things that are kept as long as they are used. Times are in nanoseconds, from any origin, and never go back. */
final class Recent<K, V> {
    private static final class Entry<V> {
        final V value;
        long used;

        Entry(V value, long used) {
            this.value = value;
            this.used = used;
        }
    }

    /** The one that was not used for longest comes first. */
    private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** Uses it, where it is there. */
    @Nullable
    V use(K key, long now) {
        var found = entries.get(key);
        if (found == null) {
            return null;
        }
        found.used = now;
        return found.value;
    }

    void put(K key, V value, long now) {
        entries.put(key, new Entry<>(value, now));
    }

    void remove(K key) {
        entries.remove(key);
    }

    /** Those that were not used for so long, longest first. They stay until they are removed. */
    List<V> unused(long idle, long now) {
        var found = new ArrayList<V>();
        for (var entry : entries.values()) {
            if (now - entry.used < idle) {
                break;
            }
            found.add(entry.value);
        }
        return found;
    }

    /** How long the one that was not used for longest was not used; -1 where there is none. */
    long longestUnused(long now) {
        var first = entries.firstEntry();
        return first == null ? -1 : now - first.getValue().used;
    }

    List<V> all() {
        return entries.values().stream().map(entry -> entry.value).toList();
    }
}
