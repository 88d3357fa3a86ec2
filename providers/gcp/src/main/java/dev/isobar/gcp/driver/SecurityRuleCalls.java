package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.SecurityPolicyRule;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.provider.calls.CloudFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Changes the rules of security policies, one by one: what turns away comes before what lets in goes. */
final class SecurityRuleCalls {
    private static final int TRIES = 3;

    private final Wire wire;
    private final Links links;

    SecurityRuleCalls(Wire wire, Links links) {
        this.wire = wire;
        this.links = links;
    }

    /**
     * These calls take no request id: where one fails, an attempt whose answer was lost may have done it already. So what is
     * there is read again.
     *
     * @param reading reads the policy as it is
     */
    void change(SecurityPolicy after, Supplier<com.google.cloud.compute.v1.SecurityPolicy> reading) {
        for (int number = 1; ; number++) {
            try {
                change(after, reading.get());
                return;
            } catch (CloudFailure e) {
                if (number == TRIES || Refusal.behind(e).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private void change(SecurityPolicy after, com.google.cloud.compute.v1.SecurityPolicy before) {
        var there = new HashMap<Integer, SecurityPolicyRule>();
        before.getRulesList().forEach(rule -> there.put(rule.getPriority(), rule));
        after.rules().forEach(rule -> write(after, rule, there));
        var wanted = after.rules().stream().map(SecurityPolicy.Rule::priority).toList();
        there.keySet().stream()
                .filter(priority -> !wanted.contains(priority))
                .sorted()
                .forEach(priority ->
                        wire.change(request(after, "removeRule", Map.of("priority", priority), Optional.empty())));
    }

    private void write(SecurityPolicy policy, SecurityPolicy.Rule rule, Map<Integer, SecurityPolicyRule> there) {
        var before = there.get(rule.priority());
        if (before == null) {
            var written = SecurityPolicyWords.write(rule, SecurityPolicyRule.getDefaultInstance());
            wire.change(request(policy, "addRule", Map.of(), Optional.of(written)));
        } else if (!SecurityPolicyWords.same(before, rule)) {
            var written = SecurityPolicyWords.write(rule, before);
            wire.change(request(policy, "patchRule", Map.of("priority", rule.priority()), Optional.of(written)));
        }
    }

    private Rest request(
            SecurityPolicy policy, String method, Map<String, Integer> query, Optional<SecurityPolicyRule> body) {
        var parameters = new TreeMap<String, String>();
        query.forEach((name, value) -> parameters.put(name, value.toString()));
        return new Rest(
                "securityPolicies." + method,
                "POST",
                links.path(policy.ref()) + "/" + method,
                parameters,
                body.map(rule -> rule));
    }
}
