package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The targets of a target group: what {@code RegisterTargets} and {@code DeregisterTargets} change. */
public record Registrations(Ref targetGroup, SortedSet<TargetDescription> targets) implements AwsResource {
    public Registrations {
        targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
    }

    /**
     * @param id an instance id, an IP address, or an ARN
     * @param availabilityZone {@code all} for addresses outside the VPC
     */
    public record TargetDescription(String id, OptionalInt port, Optional<String> availabilityZone)
            implements Comparable<TargetDescription> {
        private static final Comparator<TargetDescription> ORDER = Comparator.comparing(TargetDescription::id)
                .thenComparingInt(target -> target.port().orElse(0))
                .thenComparing(target -> target.availabilityZone().orElse(""));

        @Override
        public int compareTo(TargetDescription other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public Ref ref() {
        return new Ref("Registrations", targetGroup.name());
    }

    @Override
    public Set<Ref> uses() {
        return Set.of(targetGroup);
    }
}
