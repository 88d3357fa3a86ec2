package dev.isobar.provider;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What may be done: functions from plan to plan. What they leave can be carried out as it stands: a change that needs
 * one that is left out is left out too.
 */
public final class Policies {
    private Policies() {}

    /** Nothing is deleted. */
    public static UnaryOperator<Plan> noDelete() {
        return plan -> feasible(plan, change -> !(change instanceof Change.Delete));
    }

    /** Only resources of these kinds change. */
    public static UnaryOperator<Plan> onlyKinds(Set<String> kinds) {
        var wanted = Set.copyOf(kinds);
        return plan -> feasible(plan, change -> wanted.contains(change.ref().kind()));
    }

    private static Plan feasible(Plan plan, Predicate<Change> wanted) {
        var left = plan.only(wanted);
        while (true) {
            var kept = left;
            var next = kept.only(change -> isFeasible(change, kept.changes(), plan.changes()));
            if (next.equals(left)) {
                return left;
            }
            left = next;
        }
    }

    /** Whether a change can be made where of all the changes of a consistent plan only some are. */
    private static boolean isFeasible(Change change, List<Change> kept, List<Change> all) {
        return switch (change) {
            case Change.Create(var after) -> isThere(after, kept, all);
            case Change.Update(var _, var after) -> isThere(after, kept, all);
            case Change.Delete(var before) ->
                all.stream()
                        .filter(other -> usedBefore(other).contains(before.ref()))
                        .allMatch(kept::contains);
        };
    }

    /** Whether nothing that it uses would still have to be created. */
    private static boolean isThere(Resource after, List<Change> kept, List<Change> all) {
        var missing = new HashSet<Ref>();
        all.stream()
                .filter(other -> other instanceof Change.Create && !kept.contains(other))
                .forEach(other -> missing.add(other.ref()));
        return after.uses().stream().noneMatch(missing::contains);
    }

    private static Set<Ref> usedBefore(Change change) {
        return switch (change) {
            case Change.Create _ -> Set.of();
            case Change.Update(var before, var _) -> before.uses();
            case Change.Delete(var before) -> before.uses();
        };
    }
}
