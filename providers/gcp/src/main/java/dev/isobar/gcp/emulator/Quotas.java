package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Quota;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How many resources there may be of a kind in a scope. */
final class Quotas {
    private Quotas() {}

    /** Checks that there is room for one more. Those that are being built do not count yet. */
    static void room(Store store, Link link) {
        if (used(store, link) >= limit(store, link)) {
            throw ApiError.of(403, "quotaExceeded", exceeded(store, link));
        }
    }

    /** Why one more that was built cannot stay: others that were built meanwhile took the room. */
    static Optional<Task.Failure> failure(Store store, Link link) {
        return used(store, link) < limit(store, link)
                ? Optional.empty()
                : Optional.of(new Task.Failure(403, "FORBIDDEN", "QUOTA_EXCEEDED", exceeded(store, link)));
    }

    private static String exceeded(Store store, Link link) {
        return "Quota '%s' exceeded.  Limit: %d.0 %s."
                .formatted(
                        metric(link.collection()),
                        limit(store, link),
                        link.scope().inWords());
    }

    /** All quotas of a scope, as projects and regions show them. */
    static List<Quota> all(Store store, Scope scope) {
        return Kinds.ALL.stream()
                .filter(kind -> kind.services().containsKey(scope.level())
                        && store.settings().quotas().containsKey(metric(kind.collection())))
                .map(kind -> {
                    var any = new Link(store.settings().project().id(), scope, kind.collection(), "");
                    return Quota.newBuilder()
                            .setMetric(metric(kind.collection()))
                            .setLimit(limit(store, any))
                            .setUsage((double) used(store, any))
                            .build();
                })
                .toList();
    }

    private static long used(Store store, Link link) {
        return store.resources().entrySet().stream()
                .filter(entry -> entry.getKey().collection().equals(link.collection())
                        && entry.getKey().scope().equals(link.scope())
                        && entry.getValue().state() != Stored.State.BUILDING)
                .count();
    }

    private static int limit(Store store, Link link) {
        return store.settings().quotas().getOrDefault(metric(link.collection()), Integer.MAX_VALUE);
    }

    private static String metric(String collection) {
        return collection.equals("addresses")
                ? "STATIC_ADDRESSES"
                : collection.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
