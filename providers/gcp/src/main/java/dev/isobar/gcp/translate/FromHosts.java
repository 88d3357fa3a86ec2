package dev.isobar.gcp.translate;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * For which hosts a rule counts, as conditions of a model: the inverse of {@link HostScopes}. Of each pattern it is known
 * for the hosts that have no more specific one whether the rule counts there, or that it does not matter, because
 * another one before it always applies there.
 */
final class FromHosts {
    /** Patterns to what is around them: the most specific other pattern that covers them. */
    private final Map<HostPattern, Optional<HostPattern>> parents = new TreeMap<>();

    FromHosts(Collection<HostPattern> patterns) {
        for (var pattern : patterns) {
            parents.put(
                    pattern,
                    patterns.stream()
                            .filter(other -> !other.equals(pattern) && other.covers(pattern))
                            .max(Comparator.comparingInt(other -> other.text().length())));
        }
    }

    /** Whether a rule counts for hosts. */
    enum Counts {
        YES,
        NO,
        /** Nothing that stands there is reached. */
        WHATEVER
    }

    /**
     * The fewest conditions, of which one must hold. Each is a list of at most one condition on the host and one negated
     * one.
     *
     * @param elsewhere for hosts that no pattern has
     * @param counts for each of the patterns
     */
    List<List<Condition>> conditions(Counts elsewhere, Map<HostPattern, Counts> counts) {
        var all = new ArrayList<List<Condition>>();
        boolean everywhere =
                elsewhere == Counts.YES || (elsewhere == Counts.WHATEVER && !counts.containsValue(Counts.NO));
        var first = new Area(everywhere);
        // Wider patterns come before those within them.
        var areas = new TreeMap<HostPattern, Area>();
        var more = new ArrayList<Area>();
        var inOrder = parents.keySet().stream()
                .sorted(Comparator.comparingInt((HostPattern pattern) -> depth(pattern))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (var pattern : inOrder) {
            var around = parents.getOrDefault(pattern, Optional.empty())
                    .map(areas::get)
                    .orElse(first);
            areas.put(pattern, area(pattern, counts.getOrDefault(pattern, Counts.NO), around, more));
        }
        if (everywhere || !first.any.isEmpty()) {
            all.add(first.conditions());
        }
        more.forEach(area -> all.add(area.conditions()));
        return all;
    }

    private Area area(HostPattern pattern, Counts counts, Area around, List<Area> more) {
        if (counts == Counts.WHATEVER || (counts == Counts.YES) == around.inside) {
            return around;
        }
        if (counts == Counts.NO) {
            around.whole.not.add(pattern);
            return new Area(around.whole, false, true);
        }
        if (around.excluded) {
            // What is excluded cannot be let in again by the same conditions.
            var own = new Area(false);
            own.any.add(pattern);
            more.add(own);
            return new Area(own, true, false);
        }
        around.whole.any.add(pattern);
        return new Area(around.whole, true, false);
    }

    private int depth(HostPattern pattern) {
        var parent = parents.getOrDefault(pattern, Optional.empty());
        return parent.isEmpty() ? 0 : 1 + depth(parent.get());
    }

    /** Hosts for which a rule counts, or does not, by the conditions of {@code whole}. */
    private static final class Area {
        private final TreeSet<HostPattern> any;
        private final TreeSet<HostPattern> not;
        private final Area whole;
        private final boolean inside;
        private final boolean excluded;

        Area(boolean inside) {
            any = new TreeSet<>();
            not = new TreeSet<>();
            whole = this;
            this.inside = inside;
            excluded = false;
        }

        Area(Area whole, boolean inside, boolean excluded) {
            any = whole.any;
            not = whole.not;
            this.whole = whole;
            this.inside = inside;
            this.excluded = excluded;
        }

        List<Condition> conditions() {
            var conditions = new ArrayList<Condition>();
            if (!any.isEmpty()) {
                conditions.add(new Condition.Host(any, false));
            }
            if (!not.isEmpty()) {
                conditions.add(new Condition.Host(not, true));
            }
            return conditions;
        }
    }
}
