package dev.isobar.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * When a rule applies: where all its conditions hold. A match without conditions always holds.
 *
 * @param conditions in canonical order; no two with the same subject and negation
 */
public record Match(List<Condition> conditions) {
    /** Holds for every request. */
    public static final Match ALWAYS = new Match(List.of());

    public Match {
        conditions = conditions.stream().sorted().toList();
        var seen = new HashSet<String>();
        for (var condition : conditions) {
            InvalidValue.require(
                    seen.add(condition.subject() + condition.negated()),
                    "a match has one condition for each " + condition.subject(),
                    "list the values under one key");
        }
    }

    public static Match of(Collection<? extends Condition> conditions) {
        return new Match(List.copyOf(conditions));
    }
}
