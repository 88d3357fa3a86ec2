package dev.isobar.model.route;

import dev.isobar.model.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tree that proposes rules for a request. It may propose rules that do not match, and one rule several times, but
 * never misses one that matches.
 */
sealed interface Index {
    /** So few rules are checked faster one by one than looked up. */
    int LEAF_SIZE = 4;

    /** Where proposals go. */
    interface Search {
        /** Whether this rule, or a later one, could still be of use; a subtree that starts later is skipped. */
        boolean wants(int rule);

        void candidate(int rule);
    }

    /** The lowest rule in this subtree. */
    int least();

    void search(RequestView request, Search search);

    /** Rules in ascending order. */
    final class Leaf implements Index {
        private final int[] rules;

        Leaf(int[] rules) {
            this.rules = rules;
        }

        @Override
        public int least() {
            return rules.length == 0 ? Integer.MAX_VALUE : rules[0];
        }

        @Override
        public void search(RequestView request, Search search) {
            for (int rule : rules) {
                if (!search.wants(rule)) {
                    return;
                }
                search.candidate(rule);
            }
        }
    }

    /**
     * Rules sorted by what they say about one thing, for instance the host.
     *
     * @param branches a key of the dimension to the rules that need it
     * @param rest the rules that say nothing about it that can be looked up; empty where there is none
     */
    record Branching(Dimension dimension, Map<Object, Index> branches, List<Index> rest, int least) implements Index {
        @Override
        public void search(RequestView request, Search search) {
            if (!search.wants(least)) {
                return;
            }
            dimension.keysOf().each(request, key -> {
                var branch = branches.get(key);
                if (branch != null && search.wants(branch.least())) {
                    branch.search(request, search);
                }
            });
            for (var others : rest) {
                others.search(request, search);
            }
        }
    }

    /** @param rules indices into {@code matches}, ascending */
    static Index over(List<Match> matches, int[] rules) {
        if (rules.length <= LEAF_SIZE) {
            return new Leaf(rules);
        }
        return dimensions(matches, rules).stream()
                .map(dimension -> split(matches, rules, dimension))
                .filter(split -> split.cost() < rules.length)
                .min(Comparator.comparingLong(Split::cost))
                .map(split -> split.build(matches))
                .orElseGet(() -> new Leaf(rules));
    }

    private static Collection<Dimension> dimensions(List<Match> matches, int[] rules) {
        var seen = new TreeMap<String, Dimension>();
        for (int rule : rules) {
            for (var condition : matches.get(rule).conditions()) {
                if (!condition.negated()) {
                    seen.computeIfAbsent(condition.subject(), _ -> Dimension.of(condition, matches));
                }
            }
        }
        return seen.values();
    }

    private static Split split(List<Match> matches, int[] rules, Dimension dimension) {
        var branches = new HashMap<Object, List<Integer>>();
        var rest = new ArrayList<Integer>();
        for (int rule : rules) {
            var keys = dimension.keysOf(matches.get(rule));
            if (keys.isEmpty()) {
                rest.add(rule);
            }
            keys.forEach(
                    key -> branches.computeIfAbsent(key, _ -> new ArrayList<>()).add(rule));
        }
        return new Split(dimension, branches, rest);
    }

    /** A way to divide rules, before it is known to be the best. */
    record Split(Dimension dimension, Map<Object, List<Integer>> branches, List<Integer> rest) {
        /** How many rules a request has to look at, at worst: those without a key and the largest branch. */
        long cost() {
            return rest.size()
                    + 1L
                    + branches.values().stream().mapToInt(List::size).max().orElse(0);
        }

        Index build(List<Match> matches) {
            var built = new HashMap<Object, Index>();
            int least = rest.isEmpty() ? Integer.MAX_VALUE : rest.getFirst();
            for (var branch : branches.entrySet()) {
                var index = over(matches, ints(branch.getValue()));
                least = Math.min(least, index.least());
                built.put(branch.getKey(), index);
            }
            return new Branching(
                    dimension,
                    Map.copyOf(built),
                    rest.isEmpty() ? List.of() : List.of(over(matches, ints(rest))),
                    least);
        }

        private static int[] ints(List<Integer> rules) {
            return rules.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
