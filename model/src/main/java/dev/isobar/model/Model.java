package dev.isobar.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One load balancer, described for every place that it can live in.
 *
 * @param labels for people and for the clouds' tags
 */
public record Model(String name, SortedMap<String, String> labels, Parts parts, List<RoutingTest> tests, Place place) {
    public Model {
        Names.requireName(name);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        tests = List.copyOf(tests);
    }

    /**
     * What traffic meets, each by its name.
     *
     * @param listeners at least one
     */
    public record Parts(
            SortedMap<String, Listener> listeners,
            SortedMap<String, TargetGroup> targetGroups,
            SortedMap<String, Certificate> certificates) {
        public Parts {
            listeners = byName(listeners);
            targetGroups = byName(targetGroups);
            certificates = byName(certificates);
            InvalidValue.require(
                    !listeners.isEmpty(), "a load balancer has at least one listener", "add one under listeners");
        }

        private static <T> SortedMap<String, T> byName(Map<String, T> things) {
            return Collections.unmodifiableSortedMap(new TreeMap<>(things));
        }
    }

    public SortedMap<String, Listener> listeners() {
        return parts.listeners();
    }

    public SortedMap<String, TargetGroup> targetGroups() {
        return parts.targetGroups();
    }

    public SortedMap<String, Certificate> certificates() {
        return parts.certificates();
    }

    /**
     * A listener by its name.
     *
     * @throws IllegalArgumentException where it is not there
     */
    public Listener listener(String name) {
        var listener = parts.listeners().get(name);
        if (listener == null) {
            throw new IllegalArgumentException("no listener \"" + name + "\"");
        }
        return listener;
    }

    /**
     * A target group that a forward of this model names.
     *
     * @throws IllegalArgumentException where it is not there; the reader of files lets no such model through
     */
    public TargetGroup group(String name) {
        var group = parts.targetGroups().get(name);
        if (group == null) {
            throw new IllegalArgumentException("no target group \"" + name + "\"");
        }
        return group;
    }
}
