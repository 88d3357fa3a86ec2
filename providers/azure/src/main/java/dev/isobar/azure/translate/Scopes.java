package dev.isobar.azure.translate;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The hosts of a routing table, taken apart. Azure chooses a listener by the host, and never looks at the rules of
 * another; so each host that a rule names becomes a scope of its own, which has all rules that can hold there, in the
 * order of the model.
 *
 * <p>A scope is for the hosts that its pattern matches and no more special pattern does. Patterns contain each other or
 * have nothing in common, so that a condition on hosts holds for all hosts of a scope or for none.
 */
final class Scopes {
    private Scopes() {}

    /**
     * @param host absent: all hosts that no other scope has
     * @param rules those that hold here as far as the host goes
     */
    record Scope(Optional<HostPattern> host, List<Numbered> rules) {
        Scope {
            rules = List.copyOf(rules);
        }
    }

    /** @param index in the list of the model */
    record Numbered(int index, Rule rule) {}

    /**
     * The scope without a host comes last.
     *
     * @param more hosts that have a scope of their own whatever the rules name
     */
    static List<Scope> of(Routes table, Collection<HostPattern> more) {
        var hosts = new TreeSet<>(more);
        for (var rule : table.rules()) {
            for (var condition : rule.match().conditions()) {
                if (condition instanceof Condition.Host(var any, var _)) {
                    hosts.addAll(any);
                }
            }
        }
        var scopes = new ArrayList<Scope>();
        hosts.forEach(host -> scopes.add(scope(table, Optional.of(host))));
        scopes.add(scope(table, Optional.empty()));
        return scopes;
    }

    private static Scope scope(Routes table, Optional<HostPattern> host) {
        var rules = new ArrayList<Numbered>();
        for (int i = 0; i < table.rules().size(); i++) {
            var rule = table.rules().get(i);
            if (rule.match().conditions().stream().allMatch(condition -> holds(condition, host))) {
                rules.add(new Numbered(i, rule));
            }
        }
        return new Scope(host, rules);
    }

    /** Conditions on other things than hosts are looked at later. */
    private static boolean holds(Condition condition, Optional<HostPattern> scope) {
        if (!(condition instanceof Condition.Host(var any, var negated))) {
            return true;
        }
        boolean found = scope.isPresent() && any.stream().anyMatch(pattern -> pattern.covers(scope.get()));
        return found != negated;
    }
}
