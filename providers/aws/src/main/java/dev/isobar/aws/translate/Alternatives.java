package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of one condition before they are shared out to rules. A rule of AWS has at most five values and five
 * wildcards in all its conditions together, so that a rule of the model may become several with the same action.
 *
 * @param globs whether {@code *} and {@code ?} in the values are wildcards
 * @param condition makes a condition of some of the values
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">Quotas:
 *     condition values per rule, condition wildcards per rule</a>
 */
record Alternatives(List<String> values, boolean globs, Function<List<String>, RuleCondition> condition) {
    static final int MOST_VALUES = 5;
    static final int MOST_WILDCARDS = 5;

    Alternatives {
        values = List.copyOf(values);
    }

    /** The conditions of the fewest rules that say the same; empty where not even one value of each fits. */
    static Optional<List<List<RuleCondition>>> rules(List<Alternatives> all) {
        List<Integer> best = null;
        long fewest = Long.MAX_VALUE;
        for (var sizes : sizes(all, MOST_VALUES)) {
            long count = 1;
            int wildcards = 0;
            for (int i = 0; i < sizes.size(); i++) {
                count *= all.get(i).chunks(sizes.get(i)).size();
                wildcards += all.get(i).mostWildcards(sizes.get(i));
            }
            if (wildcards <= MOST_WILDCARDS && count < fewest) {
                best = sizes;
                fewest = count;
            }
        }
        return Optional.ofNullable(best).map(sizes -> product(all, sizes));
    }

    /** Every way to give each condition one value or more out of so many. */
    private static List<List<Integer>> sizes(List<Alternatives> all, int budget) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        var found = new ArrayList<List<Integer>>();
        var rest = all.subList(1, all.size());
        for (int most = Math.min(budget - rest.size(), all.getFirst().values().size()); most >= 1; most--) {
            for (var others : sizes(rest, budget - most)) {
                var sizes = new ArrayList<Integer>();
                sizes.add(most);
                sizes.addAll(others);
                found.add(sizes);
            }
        }
        return found;
    }

    private static List<List<RuleCondition>> product(List<Alternatives> all, List<Integer> sizes) {
        List<List<RuleCondition>> rules = List.of(List.of());
        for (int i = 0; i < sizes.size(); i++) {
            var next = new ArrayList<List<RuleCondition>>();
            for (var before : rules) {
                for (var chunk : all.get(i).chunks(sizes.get(i))) {
                    var conditions = new ArrayList<>(before);
                    conditions.add(all.get(i).condition().apply(chunk));
                    next.add(conditions);
                }
            }
            rules = next;
        }
        return rules;
    }

    private List<List<String>> chunks(int size) {
        var chunks = new ArrayList<List<String>>();
        for (int from = 0; from < values.size(); from += size) {
            chunks.add(values.subList(from, Math.min(from + size, values.size())));
        }
        return chunks;
    }

    private int mostWildcards(int size) {
        return chunks(size).stream()
                .mapToInt(chunk -> chunk.stream().mapToInt(this::wildcards).sum())
                .max()
                .orElse(0);
    }

    private int wildcards(String value) {
        int count = 0;
        for (int i = 0; globs && i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?') {
                count++;
            }
        }
        return count;
    }
}
