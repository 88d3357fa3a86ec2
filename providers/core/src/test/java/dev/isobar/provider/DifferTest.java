package dev.isobar.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.generate.Pick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DifferTest {
    record Group(String name, int port, Set<String> targets) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("Group", name);
        }

        @Override
        public Set<Ref> uses() {
            return Set.of();
        }
    }

    record Share(Ref group, int weight) {}

    record Table(String name, List<Share> shares, Optional<String> comment) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("Table", name);
        }

        @Override
        public Set<Ref> uses() {
            var used = new TreeSet<Ref>();
            shares.forEach(share -> used.add(share.group()));
            return used;
        }
    }

    private static Group group(String name) {
        return new Group(name, 80, Set.of("10.0.0.1", "10.0.0.2"));
    }

    private static Table table(String name, String... groups) {
        var shares = new ArrayList<Share>();
        for (var group : groups) {
            shares.add(new Share(new Ref("Group", group), 1));
        }
        return new Table(name, shares, Optional.empty());
    }

    @Test
    void createsFromTheBottomUpAndDeletesFromTheTopDown() {
        var observed = Snapshot.of(List.of(group("old"), table("main", "old"), table("spare", "old")));
        var desired = Snapshot.of(List.of(group("new"), table("main", "new")));
        assertThat(Differ.diff(desired, observed).text()).isEqualTo("""
            + Group/new
            ~ Table/main
                shares[0].group: Group/old -> Group/new
            - Table/spare
            - Group/old
            """);
    }

    @Test
    void namesTheFieldsThatChange() {
        var before = new Group("web", 80, Set.of("a", "b"));
        var after = new Group("web", 8080, Set.of("b", "c"));
        assertThat(FieldChange.between(before, after))
                .extracting(FieldChange::toString)
                .containsExactly("port: 80 -> 8080", "targets: - a", "targets: + c");
        var commented = new Table("t", List.of(), Optional.of("x"));
        assertThat(FieldChange.between(new Table("t", List.of(), Optional.empty()), commented))
                .extracting(FieldChange::toString)
                .containsExactly("comment: (none) -> x");
    }

    @Test
    void optionalNumbersArePrintedAsNumbers() {
        record Port(OptionalInt number) {}
        assertThat(FieldChange.between(new Port(OptionalInt.of(80)), new Port(OptionalInt.empty())))
                .extracting(FieldChange::toString)
                .containsExactly("number: 80 -> (none)");
    }

    @Test
    void refusesWhatCannotBeBuilt() {
        assertThatThrownBy(() -> Differ.diff(Snapshot.of(List.of(table("main", "nowhere"))), Snapshot.EMPTY))
                .hasMessage("Table/main uses Group/nowhere, which is not there");
        assertThatThrownBy(() ->
                        Differ.diff(Snapshot.of(List.of(table("main", "old"))), Snapshot.of(List.of(group("old")))))
                .hasMessage("Table/main uses Group/old, which is to be deleted");
        assertThatThrownBy(() -> Snapshot.of(List.of(group("a"), group("a"))))
                .hasMessage("two resources are called Group/a");
    }

    @Test
    void policiesTakeChangesOutOfAPlan() {
        var plan = Differ.diff(
                Snapshot.of(List.of(group("new"))), Snapshot.of(List.of(group("old"), table("main", "old"))));
        assertThat(Policies.noDelete().apply(plan).text()).isEqualTo("+ Group/new\n");
        assertThat(Policies.onlyKinds(Set.of("Table")).apply(plan).text()).isEqualTo("- Table/main\n");
    }

    @Test
    void aPolicyLeavesNoChangeThatNeedsOneThatItTook() {
        var plan = Differ.diff(
                Snapshot.of(List.of(group("new"), table("main", "new"), table("next", "kept"), group("kept"))),
                Snapshot.of(List.of(group("kept"), group("old"), table("main", "old"), table("gone", "old"))));
        assertThat(Policies.onlyKinds(Set.of("Table")).apply(plan).text())
                .as("main would use a group that is not made")
                .isEqualTo("+ Table/next\n- Table/gone\n");
        assertThat(Policies.onlyKinds(Set.of("Group")).apply(plan).text())
                .as("old is still used by tables that stay as they are")
                .isEqualTo("+ Group/new\n");
    }

    @Test
    void whatAPolicyLeavesCanBeCarriedOut() {
        long seed = Pick.seed("DifferTest.policies");
        for (int i = 0; i < 1_000; i++) {
            var pick = Pick.from(seed + i);
            var observed = snapshot(pick);
            var plan = Differ.diff(snapshot(pick), observed);
            applied(Policies.noDelete().apply(plan), observed, seed + i);
            applied(Policies.onlyKinds(Set.of(pick.of("Group", "Table"))).apply(plan), observed, seed + i);
        }
    }

    @Test
    void aDigestTellsSnapshotsApart() {
        var one = Snapshot.of(List.of(group("a"), table("main", "a")));
        assertThat(one.digest())
                .hasSize(64)
                .isEqualTo(Snapshot.of(List.of(table("main", "a"), group("a"))).digest())
                .isNotEqualTo(Snapshot.of(List.of(group("a"), table("main"))).digest())
                .isNotEqualTo(Snapshot.EMPTY.digest());
    }

    @Test
    void aPlanLeadsToWhatIsWantedAndAnEmptyPlanFollows() {
        long seed = Pick.seed("DifferTest");
        for (int i = 0; i < 2_000; i++) {
            var pick = Pick.from(seed + i);
            var desired = snapshot(pick);
            var observed = snapshot(pick);
            var plan = Differ.diff(desired, observed);
            assertThat(applied(plan, observed, seed + i))
                    .as("seed %d", seed + i)
                    .isEqualTo(desired);
            assertThat(Differ.diff(desired, desired).isEmpty())
                    .as("seed %d", seed + i)
                    .isTrue();
        }
    }

    private static Snapshot snapshot(Pick pick) {
        var resources = new ArrayList<Resource>();
        var names = new TreeSet<>(pick.some(1, 5, () -> pick.of("a", "b", "c", "d", "e")));
        names.forEach(name -> resources.add(new Group(name, pick.of(80, 81), Set.of(pick.of("x", "y")))));
        for (var name : new TreeSet<>(pick.some(0, 3, () -> pick.of("m", "n")))) {
            resources.add(table(
                    name, pick.some(0, 3, () -> pick.of(List.copyOf(names))).toArray(String[]::new)));
        }
        return Snapshot.of(resources);
    }

    /** Does a plan step by step, as strictly as a cloud: what is used must be there. */
    private static Snapshot applied(Plan plan, Snapshot from, long seed) {
        var there = new TreeMap<>(from.resources());
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(var after) -> {
                    assertThat(there.put(after.ref(), after))
                            .as("seed %d: name taken", seed)
                            .isNull();
                    assertThat(there.keySet()).as("seed %d", seed).containsAll(after.uses());
                }
                case Change.Update(var before, var after) -> {
                    assertThat(there.put(after.ref(), after))
                            .as("seed %d", seed)
                            .isEqualTo(before);
                    assertThat(there.keySet()).as("seed %d", seed).containsAll(after.uses());
                }
                case Change.Delete(var before) -> {
                    assertThat(there.remove(before.ref())).as("seed %d", seed).isEqualTo(before);
                    assertThat(there.values())
                            .as("seed %d: in use", seed)
                            .noneMatch(other -> other.uses().contains(before.ref()));
                }
            }
        }
        return new Snapshot(there);
    }
}
