package dev.isobar.gcp.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A target group as one kind of load balancer sees it.
 *
 * @param listeners those of this kind that send traffic to the group, by name; never empty
 */
record Use(String group, Carrier carrier, List<Listener> listeners) {
    Use {
        listeners = List.copyOf(listeners);
    }

    /** What identifies a use. */
    record Key(String group, Carrier carrier) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byGroup = group.compareTo(other.group);
            return byGroup != 0 ? byGroup : carrier.compareTo(other.carrier);
        }
    }

    /** All uses; groups that no listener names have none. */
    static List<Use> of(Model model, Map<String, Carrier> carriers) {
        SortedMap<Key, List<Listener>> found = new TreeMap<>();
        model.listeners().forEach((name, listener) -> {
            var carrier = carriers.get(name);
            if (carrier != null) {
                groups(listener)
                        .distinct()
                        .forEach(group -> found.computeIfAbsent(new Key(group, carrier), _ -> new ArrayList<>())
                                .add(listener));
            }
        });
        return found.entrySet().stream()
                .map(entry -> new Use(entry.getKey().group(), entry.getKey().carrier(), entry.getValue()))
                .toList();
    }

    static Stream<Action> actions(Listener listener) {
        var table = listener.table();
        return Stream.concat(table.rules().stream().map(Rule::action), Stream.of(table.otherwise()));
    }

    /** Those that get something: of connections, a group with weight 0 has no place on Google. */
    static Stream<String> groups(Listener listener) {
        if (!(listener instanceof Listener.Http)) {
            return actions(listener)
                    .flatMap(action -> ((Action.Forward) action)
                            .weights().entrySet().stream()
                                    .filter(group -> group.getValue() > 0)
                                    .map(Map.Entry::getKey));
        }
        return actions(listener)
                .filter(Action.Forward.class::isInstance)
                .flatMap(action -> ((Action.Forward) action).weights().keySet().stream());
    }
}
