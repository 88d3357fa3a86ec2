package dev.isobar.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A schedule in the making: steps in the order in which they were added, and which wait for which. */
public final class Steps {
    /** A step with those that it waits for. */
    public static final class Node {
        private final Step step;
        private final Set<Node> after = new LinkedHashSet<>();

        private Node(Step step) {
            this.step = step;
        }

        public void waitsFor(Node before) {
            if (before != this) {
                after.add(before);
            }
        }

        public void waitsFor(Collection<Node> before) {
            before.forEach(this::waitsFor);
        }

        public void waitsNoMoreFor(Node before) {
            after.remove(before);
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    public Node add(Step step) {
        var node = new Node(step);
        nodes.add(node);
        return node;
    }

    /** @throws IllegalStateException where steps wait for each other in a circle */
    public Schedule schedule() {
        Map<Node, Integer> numbers = new HashMap<>();
        var tasks = new ArrayList<Schedule.Task>();
        var rest = new ArrayList<>(nodes);
        while (!rest.isEmpty()) {
            var next = rest.stream()
                    .filter(node -> numbers.keySet().containsAll(node.after))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("these steps wait for each other in a circle: "
                            + rest.stream().map(node -> node.step.line()).toList()));
            rest.remove(next);
            numbers.put(next, tasks.size());
            var after = new LinkedHashSet<Integer>();
            next.after.forEach(before -> after.add(numbers.get(before)));
            tasks.add(new Schedule.Task(next.step, after));
        }
        return new Schedule(tasks);
    }
}
