package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.SecurityPolicy;
import com.google.cloud.compute.v1.SecurityPolicyRule;
import com.google.cloud.compute.v1.SecurityPolicyRuleMatcher;
import com.google.cloud.compute.v1.SecurityPolicyRuleMatcherConfig;
import com.google.protobuf.Message;
import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Rules for security policies, and their rules, which change one by one.
 *
 * @see <a href="https://cloud.google.com/armor/docs/security-policy-overview">Security policy overview</a>
 */
final class SecurityPolicies {
    private static final int LAST = Integer.MAX_VALUE;
    private static final int MOST_RANGES = 10;
    private static final String ACTIONS = "allow|deny\\((?:403|404|502)\\)|redirect|throttle|rate_based_ban";

    private SecurityPolicies() {}

    static Message accept(Draft draft) {
        var wanted = draft.wanted(SecurityPolicy.class);
        Labels.check(wanted.getLabelsMap());
        var policy = wanted.toBuilder().clearRules();
        if (!wanted.hasType()) {
            policy.setType("CLOUD_ARMOR");
        }
        var seen = new HashSet<Integer>();
        List<SecurityPolicyRule> rules = new ArrayList<>();
        for (int i = 0; i < wanted.getRulesCount(); i++) {
            var rule = accepted("resource.rules[" + i + "]", wanted.getRules(i));
            if (!seen.add(rule.getPriority())) {
                throw ApiError.invalid(
                        "resource.rules[" + i + "].priority", rule.getPriority(), "The priority is used twice.");
            }
            rules.add(rule);
        }
        if (!seen.contains(LAST)) {
            if (draft.before().isPresent() || !rules.isEmpty()) {
                throw ApiError.invalid("resource.rules", LAST, "There must be a default rule with this priority.");
            }
            rules.add(accepted("resource.rules", usual()));
        }
        rules.sort(Comparator.comparingInt(SecurityPolicyRule::getPriority));
        return policy.addAllRules(rules).build();
    }

    private static SecurityPolicyRule usual() {
        return SecurityPolicyRule.newBuilder()
                .setDescription("default rule")
                .setPriority(LAST)
                .setAction("allow")
                .setPreview(false)
                .setMatch(SecurityPolicyRuleMatcher.newBuilder()
                        .setVersionedExpr("SRC_IPS_V1")
                        .setConfig(SecurityPolicyRuleMatcherConfig.newBuilder().addSrcIpRanges("*")))
                .build();
    }

    private static SecurityPolicyRule accepted(String at, SecurityPolicyRule rule) {
        if (!rule.hasPriority()) {
            throw ApiError.required(at + ".priority");
        }
        Ranges.within(at + ".priority", rule.getPriority(), 0, LAST);
        if (!rule.getAction().matches(ACTIONS)) {
            throw ApiError.invalid(at + ".action", rule.getAction(), "Must be one of " + ACTIONS + ".");
        }
        boolean limits = rule.getAction().equals("throttle") || rule.getAction().equals("rate_based_ban");
        if (limits != rule.hasRateLimitOptions()) {
            throw ApiError.invalid(
                    at + ".rateLimitOptions",
                    rule.getAction(),
                    "Must be set to throttle and to ban, and for no other action.");
        }
        var match = rule.getMatch();
        if (match.hasExpr() == match.hasVersionedExpr()) {
            throw ApiError.invalid(at + ".match", "", "Exactly one of expr and versionedExpr must be set.");
        }
        var ranges = match.getConfig().getSrcIpRangesList();
        if (match.hasVersionedExpr() && (ranges.isEmpty() || ranges.size() > MOST_RANGES)) {
            throw ApiError.invalid(
                    at + ".match.config.srcIpRanges", ranges.size(), "A rule has from 1 to 10 source IP ranges.");
        }
        for (var range : ranges) {
            if (!range.equals("*") && !valid(range)) {
                throw ApiError.invalid(at + ".match.config.srcIpRanges", range, "Invalid IP range.");
            }
        }
        if (rule.getPriority() == LAST && !ranges.equals(List.of("*"))) {
            throw ApiError.invalid(at + ".match", ranges, "The default rule matches all requests.");
        }
        return rule.toBuilder()
                .setKind("compute#securityPolicyRule")
                .setPreview(rule.getPreview())
                .build();
    }

    private static boolean valid(String range) {
        try {
            Cidr.parse(range);
            return true;
        } catch (InvalidValue e) {
            return false;
        }
    }

    static Message get(Store store, Request request, Kind kind) {
        var policy = (SecurityPolicy) store.get(request.target(kind)).message();
        return rule(policy, priority(request));
    }

    private static int priority(Request request) {
        var text = request.find("priority").orElseThrow(() -> ApiError.required("priority"));
        if (!text.matches("[0-9]{1,9}|1[0-9]{9}|2147483647")) {
            throw ApiError.invalid("priority", text, "Must be an integer from 0 to 2147483647.");
        }
        return Integer.parseInt(text);
    }

    private static SecurityPolicyRule rule(SecurityPolicy policy, int priority) {
        return policy.getRulesList().stream()
                .filter(rule -> rule.getPriority() == priority)
                .findFirst()
                .orElseThrow(() -> ApiError.invalid(
                        "priority", priority, "The security policy does not contain a rule at this priority."));
    }

    static Message add(Store store, Request request, Kind kind) {
        var policy = ready(store, request, kind);
        var rule = request.body(SecurityPolicyRule.getDefaultInstance());
        if (policy.getRulesList().stream().anyMatch(known -> known.getPriority() == rule.getPriority())) {
            throw ApiError.invalid(
                    "resource.priority", rule.getPriority(), "Cannot have rules with the same priorities.");
        }
        return changed(store, request, kind, policy, Optional.empty(), Optional.of(rule));
    }

    static Message patch(Store store, Request request, Kind kind) {
        var policy = ready(store, request, kind);
        var there = rule(policy, priority(request));
        var tree = Json.merged(Json.tree(there), request.body());
        var rule = Json.message(tree, SecurityPolicyRule.getDefaultInstance());
        return changed(store, request, kind, policy, Optional.of(there), Optional.of(rule));
    }

    static Message remove(Store store, Request request, Kind kind) {
        var policy = ready(store, request, kind);
        return changed(store, request, kind, policy, Optional.of(rule(policy, priority(request))), Optional.empty());
    }

    private static SecurityPolicy ready(Store store, Request request, Kind kind) {
        return (SecurityPolicy) Resources.ready(store, request.target(kind)).message();
    }

    private static Message changed(
            Store store,
            Request request,
            Kind kind,
            SecurityPolicy policy,
            Optional<SecurityPolicyRule> gone,
            Optional<SecurityPolicyRule> come) {
        List<SecurityPolicyRule> rules = new ArrayList<>(policy.getRulesList());
        gone.ifPresent(rules::remove);
        come.ifPresent(rules::add);
        var wanted = policy.toBuilder().clearRules().addAllRules(rules).build();
        return Resources.change(store, request, kind, request.target(kind), wanted);
    }
}
