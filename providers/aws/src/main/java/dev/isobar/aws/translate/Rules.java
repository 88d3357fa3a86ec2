package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.RuleTable.Transform;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.Listener;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Rule;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The rules of a listener, in the order of the model. Priorities are tens, so that there is room between them; the
 * parts of one rule follow each other.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html">Listener
 *     rules</a>
 */
final class Rules {
    private static final int STEP = 10;
    private static final int LAST_PRIORITY = 50_000;

    private final Actions actions;
    private final Conditions conditions;
    private final Transforms transforms;
    private final Report report;
    private final List<RuleTable.Rule> rules = new ArrayList<>();

    Rules(Actions actions, Report report) {
        this.actions = actions;
        this.report = report;
        conditions = new Conditions(report);
        transforms = new Transforms(report);
    }

    List<RuleTable.Rule> of(Listener.Http listener, String path) {
        var table = listener.routes();
        for (int i = 0; i < table.rules().size(); i++) {
            add(table.rules().get(i), listener, path + ".rules[" + i + "]");
        }
        trailingDots(table.rules(), path);
        addRewritingDefault(table.otherwise(), listener, path + ".default");
        if (!rules.isEmpty() && rules.getLast().priority() > LAST_PRIORITY) {
            report.refuse(
                    path + ".rules",
                    "need priorities up to %d; AWS takes %d"
                            .formatted(rules.getLast().priority(), LAST_PRIORITY),
                    "use fewer rules, or fewer values in them");
        }
        return List.copyOf(rules);
    }

    private void trailingDots(List<Rule> all, String path) {
        if (all.stream()
                .flatMap(rule -> rule.match().conditions().stream())
                .anyMatch(Condition.Host.class::isInstance)) {
            report.emulated(
                    path,
                    "hosts with a trailing dot",
                    "the documentation of AWS does not say that shop.example.com. counts as shop.example.com");
        }
    }

    private void add(Rule rule, Listener listener, String path) {
        rule.rateLimit()
                .ifPresent(_ -> report.refuse(
                        path + ".rateLimit",
                        "limits requests; load balancers of AWS do not",
                        "associate AWS WAF with the load balancer, and limit there"));
        var action = actions.of(rule.action(), listener, path);
        int before = rules.size();
        for (var variant : variants(rule)) {
            var changes = rule.action() instanceof Action.Forward forward
                    ? transforms.of(forward.rewrite(), variant.prefix(), path)
                    : List.<Transform>of();
            for (var part : parts(variant.conditions(), path)) {
                int number = rules.size() - before + 1;
                rules.add(new RuleTable.Rule(
                        number == 1 ? rule.name() : rule.name() + "~" + number,
                        priority(number == 1),
                        part,
                        action,
                        changes));
            }
        }
        if (rules.size() > before + 1) {
            report.emulated(
                    path,
                    "rule with many values",
                    "rule \"%s\" becomes %d rules with the same action; one of AWS has %d values, %d wildcards and one"
                                    .formatted(
                                            rule.name(),
                                            rules.size() - before,
                                            Alternatives.MOST_VALUES,
                                            Alternatives.MOST_WILDCARDS)
                            + " rewrite at most");
        }
    }

    /** The default of a listener takes no transforms: a last rule, which always matches, has them. */
    private void addRewritingDefault(Action action, Listener listener, String path) {
        if (action instanceof Action.Forward forward && !forward.rewrite().equals(Rewrite.NONE)) {
            report.emulated(
                    path + ".rewrite",
                    "rewrite in the default",
                    "AWS rewrites in rules only: a last rule for every path does it");
            rules.add(new RuleTable.Rule(
                    "default",
                    priority(true),
                    List.of(Conditions.everything().condition().apply(List.of("/*"))),
                    actions.of(action, listener, path),
                    transforms.of(forward.rewrite(), "/", path)));
        }
    }

    private int priority(boolean first) {
        int last = rules.isEmpty() ? 0 : rules.getLast().priority();
        return first ? (last / STEP + 1) * STEP : last + 1;
    }

    /** @param prefix what every request of this variant lies under */
    private record Variant(List<Condition> conditions, String prefix) {}

    /** One for each prefix where the prefix is replaced, the longest first; otherwise the rule as it is. */
    private static List<Variant> variants(Rule rule) {
        var all = rule.match().conditions();
        boolean replacesPrefix = rule.action() instanceof Action.Forward forward
                && forward.rewrite().path().orElse(null) instanceof PathRewrite.Prefix;
        var paths = all.stream()
                .filter(condition -> condition instanceof Condition.Path(var _, var negated) && !negated)
                .map(Condition.Path.class::cast)
                .findFirst();
        if (!replacesPrefix || paths.isEmpty()) {
            return List.of(new Variant(all, "/"));
        }
        return paths.get().any().stream()
                .filter(PathPattern.Prefix.class::isInstance)
                .map(pattern -> ((PathPattern.Prefix) pattern).path())
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(prefix -> new Variant(
                        all.stream()
                                .map(condition -> condition.equals(paths.get()) ? only(prefix) : condition)
                                .toList(),
                        prefix))
                .toList();
    }

    private static Condition only(String prefix) {
        return new Condition.Path(new TreeSet<>(List.of(new PathPattern.Prefix(prefix))), false);
    }

    private List<List<RuleCondition>> parts(List<Condition> wanted, String path) {
        // A path that is always matched would only take the room of other values.
        var some = wanted.stream()
                .filter(condition -> !(condition instanceof Condition.Path(var any, var negated)
                        && !negated
                        && any.contains(new PathPattern.Prefix("/"))))
                .toList();
        var all = some.isEmpty()
                ? List.of(Conditions.everything())
                : some.stream().map(condition -> conditions.of(condition, path)).toList();
        return Alternatives.rules(all).orElseGet(() -> {
            report.refuse(
                    path + ".match",
                    "has %d conditions; AWS takes %d values and %d wildcards in a rule"
                            .formatted(all.size(), Alternatives.MOST_VALUES, Alternatives.MOST_WILDCARDS),
                    "use fewer conditions");
            return List.of();
        });
    }
}
