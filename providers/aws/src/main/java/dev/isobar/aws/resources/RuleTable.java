package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ordered rules of a listener, without its default: they change together, because their priorities must stay
 * different at every moment. A listener without rules has none.
 */
public record RuleTable(Ref listener, List<Rule> rules) implements AwsResource {
    public RuleTable {
        rules = rules.stream().sorted(Comparator.comparingInt(Rule::priority)).toList();
    }

    /**
     * @param id our name for the rule, kept in a tag: rules have no names of their own
     * @param priority 1 to 50,000; the lowest that matches decides
     */
    public record Rule(
            String id, int priority, List<RuleCondition> conditions, Action action, List<Transform> transforms) {
        public Rule {
            conditions = List.copyOf(conditions);
            transforms = List.copyOf(transforms);
        }
    }

    /** A change to the request before it is forwarded: a regular expression and what replaces it. */
    public sealed interface Transform {
        record UrlRewrite(String regex, String replace) implements Transform {}

        record HostHeaderRewrite(String regex, String replace) implements Transform {}
    }

    @Override
    public Ref ref() {
        return new Ref("RuleTable", listener.name());
    }

    @Override
    public Set<Ref> uses() {
        var used = new HashSet<Ref>();
        used.add(listener);
        rules.forEach(rule -> used.addAll(rule.action().uses()));
        return Set.copyOf(used);
    }
}
