package dev.isobar.provider;

import java.util.Set;
import java.util.function.UnaryOperator;

/** What may be done: functions from plan to plan. */
public final class Policies {
    private Policies() {}

    /** Nothing is deleted. */
    public static UnaryOperator<Plan> noDelete() {
        return plan -> plan.only(change -> !(change instanceof Change.Delete));
    }

    /** Only resources of these kinds change. */
    public static UnaryOperator<Plan> onlyKinds(Set<String> kinds) {
        var wanted = Set.copyOf(kinds);
        return plan -> plan.only(change -> wanted.contains(change.ref().kind()));
    }
}
