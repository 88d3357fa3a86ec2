package dev.isobar.azure.translate;

import dev.isobar.model.HostPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Priorities of rules: listeners of one host before those of wildcards, the longer before the shorter, and those of any
 * host last. Unique in a gateway.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview#request-routing-rules-evaluation-order">
 *     "You can specify an integer value from 1 to 20000"</a>
 */
final class Priorities {
    private static final int EXACT = 1_000;
    private static final int WILDCARD = 7_000;
    private static final int BASIC = 14_000;

    private Priorities() {}

    /** @param name of the listener */
    record Key(String name, Optional<HostPattern> host) {
        private int tier() {
            return host.map(pattern -> switch (pattern) {
                        case HostPattern.Exact _ -> EXACT;
                        case HostPattern.Wildcard _ -> WILDCARD;
                    })
                    .orElse(BASIC);
        }

        private long labels() {
            return host.map(pattern ->
                            pattern.text().chars().filter(c -> c == '.').count())
                    .orElse(0L);
        }
    }

    private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::tier)
            .thenComparing(Comparator.comparingLong(Key::labels).reversed())
            .thenComparing(Key::name);

    /** By the names of the listeners. */
    static Map<String, Integer> of(List<Key> listeners) {
        var priorities = new TreeMap<String, Integer>();
        int tier = 0;
        int next = 0;
        for (var key : listeners.stream().sorted(ORDER).toList()) {
            next = key.tier() == tier ? next + 1 : key.tier();
            tier = key.tier();
            priorities.put(key.name(), next);
        }
        return priorities;
    }
}
