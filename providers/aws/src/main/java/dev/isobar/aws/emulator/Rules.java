package dev.isobar.aws.emulator;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Operations on rules. */
final class Rules {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "CreateRule", Rules::create,
            "DescribeRules", Rules::describe,
            "ModifyRule", Rules::modify,
            "DeleteRule", Rules::delete,
            "SetRulePriorities", Rules::setPriorities);
    private static final String DEFAULT = "default";
    private static final int LONGEST_REWRITE = 1024;

    /** The default comes last. */
    private static final Comparator<Tree> BY_PRIORITY = Comparator.comparingInt(
            rule -> isDefault(rule) ? Integer.MAX_VALUE : Integer.parseInt(rule.get("Priority")));

    private Rules() {}

    private static boolean isDefault(Tree rule) {
        return rule.get("Priority").equals(DEFAULT);
    }

    /** The default rule of a listener has its default actions. */
    static void putDefault(Store store, Store.Listener listener) {
        var arn = store.rulesOf(listener.arn())
                .filter(Rules::isDefault)
                .map(rule -> rule.get("RuleArn"))
                .findFirst()
                .orElseGet(() -> newArn(store, listener));
        store.rules()
                .put(
                        arn,
                        Tree.EMPTY
                                .with("RuleArn", arn)
                                .with("Priority", DEFAULT)
                                .with("IsDefault", "true")
                                .with("Conditions", Tree.EMPTY)
                                .with("Actions", listener.description().part("DefaultActions")));
    }

    private static String newArn(Store store, Store.Listener listener) {
        return listener.arn().replace(":listener/", ":listener-rule/") + "/" + store.newId();
    }

    private static Tree create(Store store, Tree parameters) {
        var listener = store.listener(parameters.get("ListenerArn"));
        var balancer = store.balancer(listener.description().get("LoadBalancerArn"));
        if (!balancer.application()) {
            throw ApiError.of("UnsupportedProtocol", "Rules are not supported by Network Load Balancers");
        }
        var priority = parameters.get("Priority");
        if (store.rulesOf(listener.arn()).anyMatch(rule -> rule.get("Priority").equals(priority))) {
            throw inUse(priority);
        }
        long count = store.listenersOf(balancer.arn())
                .flatMap(other -> store.rulesOf(other.arn()))
                .filter(rule -> !isDefault(rule))
                .count();
        AccountLimits.room(store, AccountLimits.RULES, count, "TooManyRules");
        var rule = Tree.EMPTY
                .with("RuleArn", newArn(store, listener))
                .with("Priority", priority)
                .with("IsDefault", "false")
                .with("Conditions", ConditionChecks.checked(store, parameters.part("Conditions")))
                .with("Actions", Actions.checked(store, listener.description(), parameters.part("Actions")))
                .with("Transforms", transforms(parameters.part("Transforms")));
        store.rules().put(rule.get("RuleArn"), rule);
        Listeners.checkGroupCount(store, balancer.arn());
        Tags.put(store, rule.get("RuleArn"), parameters.part("Tags"));
        return Tree.EMPTY.with("Rules", Tree.list(List.of(rule)));
    }

    private static ApiError inUse(String priority) {
        return ApiError.of("PriorityInUse", "Priority '%s' is currently in use".formatted(priority));
    }

    /** At most one of each type, each with one rewrite. */
    private static Tree transforms(Tree transforms) {
        Set<String> types = new HashSet<>();
        for (var transform : transforms.items()) {
            var type = transform.get("Type");
            var config = transform.part(type.equals("url-rewrite") ? "UrlRewriteConfig" : "HostHeaderRewriteConfig");
            if (!types.add(type) || config.items("Rewrites").size() != 1) {
                throw ApiError.invalid("A rule takes one transform of '%s' with one rewrite".formatted(type));
            }
            var rewrite = config.items("Rewrites").getFirst();
            if (rewrite.allTexts().anyMatch(text -> text.length() > LONGEST_REWRITE)) {
                throw ApiError.invalid("A rewrite cannot be longer than '%d' characters".formatted(LONGEST_REWRITE));
            }
            try {
                Pattern.compile(rewrite.get("Regex"));
            } catch (PatternSyntaxException e) {
                throw ApiError.invalid("'%s' is not a valid regular expression".formatted(rewrite.get("Regex")));
            }
        }
        return transforms;
    }

    private static Tree describe(Store store, Tree parameters) {
        var arns = parameters.texts("RuleArns");
        var listener = parameters.find("ListenerArn");
        if (arns.isEmpty() == listener.isEmpty()) {
            throw ApiError.invalid("You must specify either listener rule ARNs or a listener ARN");
        }
        var chosen = listener.isPresent()
                ? store.rulesOf(store.listener(listener.get()).arn())
                : arns.stream().distinct().map(store::rule);
        return Pages.page("Rules", chosen.sorted(BY_PRIORITY).toList(), "RuleArn", parameters, store);
    }

    private static Tree modify(Store store, Tree parameters) {
        var rule = store.rule(parameters.get("RuleArn"));
        if (isDefault(rule)) {
            throw ApiError.of(
                    "OperationNotPermitted", "Default rule '%s' cannot be modified".formatted(rule.get("RuleArn")));
        }
        var listener = store.listenerOf(rule.get("RuleArn"));
        var changed = rule;
        if (parameters.has("Conditions")) {
            changed = changed.with("Conditions", ConditionChecks.checked(store, parameters.part("Conditions")));
        }
        if (parameters.has("Actions")) {
            changed =
                    changed.with("Actions", Actions.checked(store, listener.description(), parameters.part("Actions")));
        }
        boolean reset = parameters.get("ResetTransforms").equals("true");
        if (reset && !parameters.items("Transforms").isEmpty()) {
            throw ApiError.invalid("Transforms cannot be specified where they are reset");
        }
        if (reset || !parameters.items("Transforms").isEmpty()) {
            changed = changed.with("Transforms", transforms(parameters.part("Transforms")));
        }
        store.rules().put(rule.get("RuleArn"), changed);
        Listeners.checkGroupCount(store, listener.description().get("LoadBalancerArn"));
        return Tree.EMPTY.with("Rules", Tree.list(List.of(changed)));
    }

    private static Tree delete(Store store, Tree parameters) {
        var rule = store.rule(parameters.get("RuleArn"));
        if (isDefault(rule)) {
            throw ApiError.of(
                    "OperationNotPermitted", "Default rule '%s' cannot be deleted".formatted(rule.get("RuleArn")));
        }
        store.rules().remove(rule.get("RuleArn"));
        store.tags().remove(rule.get("RuleArn"));
        return Tree.EMPTY;
    }

    /** All at once: two rules may change places. */
    private static Tree setPriorities(Store store, Tree parameters) {
        Map<String, String> wanted = new HashMap<>();
        for (var pair : parameters.items("RulePriorities")) {
            var rule = store.rule(pair.get("RuleArn"));
            if (isDefault(rule)) {
                throw ApiError.of("OperationNotPermitted", "The priority of the default rule cannot be changed");
            }
            if (!pair.has("Priority") || wanted.put(rule.get("RuleArn"), pair.get("Priority")) != null) {
                throw ApiError.invalid("Each rule must be given once, with its priority");
            }
        }
        var listeners =
                wanted.keySet().stream().map(arn -> store.listenerOf(arn).arn()).collect(Collectors.toSet());
        if (listeners.size() != 1) {
            throw ApiError.invalid("The rules must be rules of one listener");
        }
        wanted.forEach((arn, priority) -> store.rules().put(arn, store.rule(arn).with("Priority", priority)));
        checkDistinct(store.rulesOf(listeners.iterator().next()));
        return Tree.EMPTY.with(
                "Rules",
                Tree.list(wanted.keySet().stream()
                        .map(store::rule)
                        .sorted(BY_PRIORITY)
                        .toList()));
    }

    private static void checkDistinct(Stream<Tree> rules) {
        Set<String> priorities = new HashSet<>();
        rules.map(rule -> rule.get("Priority")).forEach(priority -> {
            if (!priorities.add(priority)) {
                throw inUse(priority);
            }
        });
    }
}
