package dev.isobar.gcp.translate;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One ordered list of rules, cut by host. Google looks at the host first, and then only at the rules of the most specific
 * pattern that matches it; so every pattern gets a copy of each rule that some of its hosts may meet. Patterns lie
 * within each other or apart, never across, so whether a condition on the host holds is known for a whole pattern: for
 * all hosts that have no more specific one.
 */
final class HostScopes {
    private final List<Rule> rules;
    private final TreeSet<HostPattern> patterns = new TreeSet<>();

    private HostScopes(List<Rule> rules) {
        this.rules = rules;
        for (var rule : rules) {
            for (var condition : rule.match().conditions()) {
                if (condition instanceof Condition.Host(var any, var _)) {
                    patterns.addAll(any);
                }
            }
        }
    }

    /**
     * Hosts for which the same rules count.
     *
     * @param hosts in order; absent stands for all hosts that no pattern has
     * @param rules indices into the list, ascending
     */
    record HostScope(List<Optional<HostPattern>> hosts, List<Integer> rules) {}

    /** Those that need a path matcher of their own; other hosts meet no rule. */
    static List<HostScope> of(List<Rule> rules) {
        return new HostScopes(rules).scopes();
    }

    private List<HostScope> scopes() {
        Map<HostPattern, List<Integer>> byPattern = new TreeMap<>();
        patterns.forEach(pattern -> byPattern.put(pattern, applying(Optional.of(pattern))));
        var elsewhere = applying(Optional.empty());
        var scopes = new ArrayList<HostScope>();
        if (!elsewhere.isEmpty()) {
            add(scopes, Optional.empty(), elsewhere);
        }
        byPattern.forEach((pattern, own) -> {
            var wider = parent(pattern)
                    .map(found -> byPattern.getOrDefault(found, List.of()))
                    .orElse(elsewhere);
            if (!own.equals(wider)) {
                add(scopes, Optional.of(pattern), own);
            }
        });
        return scopes;
    }

    private static void add(List<HostScope> scopes, Optional<HostPattern> host, List<Integer> rules) {
        for (int i = 0; i < scopes.size(); i++) {
            if (scopes.get(i).rules().equals(rules)) {
                var hosts = new ArrayList<>(scopes.get(i).hosts());
                hosts.add(host);
                scopes.set(i, new HostScope(List.copyOf(hosts), rules));
                return;
            }
        }
        scopes.add(new HostScope(List.of(host), rules));
    }

    /** The most specific pattern around this one. */
    private Optional<HostPattern> parent(HostPattern pattern) {
        return patterns.stream()
                .filter(other -> !other.equals(pattern) && other.covers(pattern))
                .max(Comparator.comparingInt(other -> other.text().length()));
    }

    /** What is behind a rule that always applies is never reached. */
    private List<Integer> applying(Optional<HostPattern> pattern) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < rules.size(); i++) {
            var conditions = rules.get(i).match().conditions();
            if (conditions.stream().allMatch(condition -> mayHold(condition, pattern))) {
                found.add(i);
                if (conditions.stream().allMatch(Condition.Host.class::isInstance)) {
                    break;
                }
            }
        }
        return found;
    }

    private static boolean mayHold(Condition condition, Optional<HostPattern> pattern) {
        if (!(condition instanceof Condition.Host(var any, var negated))) {
            return true;
        }
        boolean found = pattern.isPresent() && any.stream().anyMatch(wanted -> wanted.covers(pattern.get()));
        return found != negated;
    }
}
