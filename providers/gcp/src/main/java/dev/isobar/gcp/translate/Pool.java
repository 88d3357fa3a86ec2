package dev.isobar.gcp.translate;

import dev.isobar.provider.Ref;
import java.util.List;

/**
 * What a target group of the model became: one backend service for each weight of targets.
 *
 * @param parts heaviest first; never empty
 */
record Pool(List<Part> parts) {
    Pool {
        parts = List.copyOf(parts);
    }

    /** @param share of the group's traffic, in the same unit for all parts of a pool; positive */
    record Part(Ref backendService, long share) {}

    long total() {
        return parts.stream().mapToLong(Part::share).sum();
    }
}
