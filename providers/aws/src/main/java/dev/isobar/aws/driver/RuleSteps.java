package dev.isobar.aws.driver;

import dev.isobar.aws.resources.RuleTable.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What leads from some rules of a listener to others, in this order: first all priorities at once, so that no two rules
 * ever have one; then new and changed rules, side by side; then those that go.
 *
 * @param priorities new ones of rules that are there, by id
 * @param creates rules that are not there
 * @param modifies rules that are there and differ in more than their priority
 * @param deletes ids
 */
record RuleSteps(
        SortedMap<String, Integer> priorities, List<Rule> creates, List<Modified> modifies, List<String> deletes) {
    private static final int LAST = 50_000;

    record Modified(Rule before, Rule after) {}

    static RuleSteps of(Collection<Rule> before, Collection<Rule> after) {
        return of(before, after, List.of());
    }

    /** @param foreign priorities of rules that are not ours */
    static RuleSteps of(Collection<Rule> before, Collection<Rule> after, Collection<Integer> foreign) {
        var there = byId(before);
        var wanted = byId(after);
        var creates = new ArrayList<Rule>();
        var modifies = new ArrayList<Modified>();
        var deletes = new ArrayList<String>();
        wanted.forEach((id, rule) -> {
            var old = there.get(id);
            if (old == null) {
                creates.add(rule);
            } else if (!at(old, rule.priority()).equals(rule)) {
                modifies.add(new Modified(old, rule));
            }
        });
        there.keySet().stream().filter(id -> !wanted.containsKey(id)).forEach(deletes::add);
        return new RuleSteps(priorities(there, wanted, foreign), creates, modifies, deletes);
    }

    private static Map<String, Rule> byId(Collection<Rule> rules) {
        return rules.stream()
                .collect(Collectors.toMap(Rule::id, Function.identity(), (first, _) -> first, LinkedHashMap::new));
    }

    private static Rule at(Rule rule, int priority) {
        return new Rule(rule.id(), priority, rule.conditions(), rule.action(), rule.transforms());
    }

    /** A rule that goes moves only where its priority is wanted: behind it, so that it still comes before those it did. */
    private static SortedMap<String, Integer> priorities(
            Map<String, Rule> there, Map<String, Rule> wanted, Collection<Integer> foreign) {
        var moves = new TreeMap<String, Integer>();
        var used = new TreeSet<>(foreign);
        wanted.values().forEach(rule -> used.add(rule.priority()));
        there.values().forEach(rule -> {
            var after = wanted.get(rule.id());
            if (after == null) {
                return;
            }
            if (after.priority() != rule.priority()) {
                moves.put(rule.id(), after.priority());
            }
        });
        var doomed = there.values().stream()
                .filter(rule -> !wanted.containsKey(rule.id()))
                .toList();
        var inTheWay =
                doomed.stream().filter(rule -> used.contains(rule.priority())).toList();
        doomed.forEach(rule -> used.add(rule.priority()));
        for (var rule : inTheWay) {
            int free = free(rule.priority(), used);
            used.add(free);
            moves.put(rule.id(), free);
        }
        return moves;
    }

    /** The next behind that nothing has; where there is none, the last before. */
    private static int free(int priority, TreeSet<Integer> used) {
        for (int next = priority + 1; next <= LAST; next++) {
            if (!used.contains(next)) {
                return next;
            }
        }
        int free = priority - 1;
        while (used.contains(free)) {
            free--;
        }
        return free;
    }
}
