package dev.isobar.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.generate.Pick;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    record Node(String name, int version, Set<Ref> uses) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("Node", name);
        }
    }

    private static Node node(String name, int version, String... uses) {
        var refs = new TreeSet<Ref>();
        for (var used : uses) {
            refs.add(new Ref("Node", used));
        }
        return new Node(name, version, refs);
    }

    @Test
    void waitsForWhatIsUsedAndDeletesWhenNobodyUsesItAnyMore() {
        var observed = Snapshot.of(List.of(node("old", 1), node("rule", 1, "old")));
        var desired = Snapshot.of(List.of(node("new", 1), node("rule", 1, "new"), node("alone", 1)));
        var schedule = Schedule.of(Differ.diff(desired, observed));
        assertThat(schedule.tasks())
                .extracting(task -> task.step().line() + " after " + task.after())
                .containsExactly(
                        "+ Node/alone after []",
                        "+ Node/new after []",
                        "~ Node/rule after [1]",
                        "- Node/old after [2]");
        assertThat(schedule.depth()).isEqualTo(3);
    }

    @Test
    void refusesAnOrderThatCannotBe() {
        var step = new Step.Make(new Change.Create(node("a", 1)));
        assertThatThrownBy(() -> new Schedule(List.of(new Schedule.Task(step, Set.of(0)))))
                .hasMessage("task 0 waits for task 0");
    }

    /** In whatever order the graph allows: what a resource uses is there at every moment. */
    @Test
    void nothingIsEverUsedThatIsNotThere() {
        long seed = Pick.seed("ScheduleTest");
        for (int round = 0; round < 2_000; round++) {
            var pick = Pick.from(seed + round);
            var observed = snapshot(pick);
            var desired = snapshot(pick);
            var schedule = Schedule.of(Differ.diff(desired, observed));
            assertThat(done(schedule, observed, pick, seed + round))
                    .as("seed %d", seed + round)
                    .isEqualTo(desired);
        }
    }

    private static Snapshot snapshot(Pick pick) {
        var nodes = new ArrayList<Node>();
        for (var name : new TreeSet<>(pick.some(1, 8, () -> pick.of("a", "b", "c", "d", "e", "f", "g", "h")))) {
            var below = nodes.stream().map(Node::name).toList();
            var uses = below.isEmpty() ? List.<String>of() : pick.some(0, 3, () -> pick.of(below));
            nodes.add(node(name, pick.number(1, 2), uses.toArray(String[]::new)));
        }
        return Snapshot.of(nodes);
    }

    private static Snapshot done(Schedule schedule, Snapshot from, Pick pick, long seed) {
        var there = new TreeMap<>(from.resources());
        var done = new HashSet<Integer>();
        while (done.size() < schedule.tasks().size()) {
            var ready = new ArrayList<Integer>();
            for (int i = 0; i < schedule.tasks().size(); i++) {
                if (!done.contains(i)
                        && done.containsAll(schedule.tasks().get(i).after())) {
                    ready.add(i);
                }
            }
            int next = pick.of(ready);
            done.add(next);
            switch (((Step.Make) schedule.tasks().get(next).step()).change()) {
                case Change.Create(var after) -> there.put(after.ref(), after);
                case Change.Update(var _, var after) -> there.put(after.ref(), after);
                case Change.Delete(var before) -> there.remove(before.ref());
            }
            assertThat(there.values())
                    .as("seed %d", seed)
                    .allMatch(resource -> there.keySet().containsAll(resource.uses()));
        }
        return new Snapshot(there);
    }
}
