package dev.isobar.aws.translate;

import dev.isobar.provider.Ref;
import java.util.List;

/**
 * What a target group of the model became: one target group of AWS for each weight of targets.
 *
 * @param parts heaviest first; never empty
 */
record Pool(List<Part> parts) {
    Pool {
        parts = List.copyOf(parts);
    }

    /** @param share of the group's traffic, in the same unit for all parts of a pool; positive */
    record Part(Ref targetGroup, long share) {}

    long total() {
        return parts.stream().mapToLong(Part::share).sum();
    }
}
