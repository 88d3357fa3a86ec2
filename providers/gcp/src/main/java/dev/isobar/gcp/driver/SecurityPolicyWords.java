package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Expr;
import com.google.cloud.compute.v1.SecurityPolicyRule;
import com.google.cloud.compute.v1.SecurityPolicyRuleMatcher;
import com.google.cloud.compute.v1.SecurityPolicyRuleMatcherConfig;
import com.google.cloud.compute.v1.SecurityPolicyRuleRateLimitOptions;
import com.google.cloud.compute.v1.SecurityPolicyRuleRateLimitOptionsThreshold;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.SecurityPolicy.Action;
import dev.isobar.gcp.resources.SecurityPolicy.EnforceOnKey;
import dev.isobar.gcp.resources.SecurityPolicy.Match;
import dev.isobar.gcp.resources.SecurityPolicy.Rule;
import dev.isobar.gcp.resources.SecurityPolicy.Threshold;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Security policies in messages.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/securityPolicies">securityPolicies</a>
 */
final class SecurityPolicyWords {
    private static final String DENY = "deny(";
    private static final String EXCEEDED = "deny(429)";

    private SecurityPolicyWords() {}

    static com.google.cloud.compute.v1.SecurityPolicy write(SecurityPolicy policy, SortedMap<String, String> labels) {
        return com.google.cloud.compute.v1.SecurityPolicy.newBuilder()
                .setName(policy.id().name())
                .setType("CLOUD_ARMOR")
                .putAllLabels(labels)
                .addAllRules(policy.rules().stream()
                        .map(rule -> write(rule, SecurityPolicyRule.getDefaultInstance()))
                        .toList())
                .build();
    }

    /** @param before what is there, or nothing: what a model does not say stays */
    static SecurityPolicyRule write(Rule rule, SecurityPolicyRule before) {
        var written = before.toBuilder()
                .setPriority(rule.priority())
                .setDescription(rule.description())
                .setMatch(write(rule.match()))
                .clearRateLimitOptions();
        switch (rule.action()) {
            case Action.Allow() -> written.setAction("allow");
            case Action.Deny(var status) -> written.setAction(DENY + status + ")");
            case Action.Throttle(var threshold, var key, var name) -> {
                var options = SecurityPolicyRuleRateLimitOptions.newBuilder()
                        .setConformAction("allow")
                        .setExceedAction(EXCEEDED)
                        .setEnforceOnKey(key.name())
                        .setRateLimitThreshold(SecurityPolicyRuleRateLimitOptionsThreshold.newBuilder()
                                .setCount(threshold.count())
                                .setIntervalSec(threshold.intervalSec()));
                name.ifPresent(options::setEnforceOnKeyName);
                written.setAction("throttle").setRateLimitOptions(options);
            }
        }
        return written.build();
    }

    private static SecurityPolicyRuleMatcher write(Match match) {
        return switch (match) {
            case Match.SrcIpRanges(var ranges) ->
                SecurityPolicyRuleMatcher.newBuilder()
                        .setVersionedExpr("SRC_IPS_V1")
                        .setConfig(SecurityPolicyRuleMatcherConfig.newBuilder().addAllSrcIpRanges(ranges))
                        .build();
            case Match.Expr(var expression) ->
                SecurityPolicyRuleMatcher.newBuilder()
                        .setExpr(Expr.newBuilder().setExpression(expression))
                        .build();
        };
    }

    static SecurityPolicy read(
            com.google.cloud.compute.v1.SecurityPolicy policy, Id id, SortedMap<String, String> labels) {
        return new SecurityPolicy(
                id,
                policy.getRulesList().stream().map(SecurityPolicyWords::read).toList(),
                labels);
    }

    private static Rule read(SecurityPolicyRule rule) {
        var match = rule.getMatch();
        return new Rule(
                rule.getPriority(),
                rule.getDescription(),
                match.hasExpr()
                        ? new Match.Expr(match.getExpr().getExpression())
                        : new Match.SrcIpRanges(new TreeSet<>(match.getConfig().getSrcIpRangesList())),
                action(rule));
    }

    /** Whether a rule that is there says what is wanted. */
    static boolean same(SecurityPolicyRule there, Rule wanted) {
        try {
            return read(there).equals(wanted);
        } catch (IllegalArgumentException e) {
            // Somebody changed it to what no model asks for.
            return false;
        }
    }

    private static Action action(SecurityPolicyRule rule) {
        var action = rule.getAction();
        if (action.equals("allow")) {
            return new Action.Allow();
        }
        if (action.startsWith(DENY)) {
            return new Action.Deny(Integer.parseInt(action.substring(DENY.length(), action.length() - 1)));
        }
        if (action.equals("throttle")) {
            var options = rule.getRateLimitOptions();
            return new Action.Throttle(
                    new Threshold(
                            options.getRateLimitThreshold().getCount(),
                            options.getRateLimitThreshold().getIntervalSec()),
                    Vocabulary.word(EnforceOnKey.class, options.getEnforceOnKey()),
                    options.hasEnforceOnKeyName() ? Optional.of(options.getEnforceOnKeyName()) : Optional.empty());
        }
        throw new IllegalArgumentException("a rule has the action " + action);
    }
}
