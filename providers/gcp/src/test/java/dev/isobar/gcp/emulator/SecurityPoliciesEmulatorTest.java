package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.AddRuleSecurityPolicyRequest;
import com.google.cloud.compute.v1.GetRuleSecurityPolicyRequest;
import com.google.cloud.compute.v1.GlobalSetLabelsRequest;
import com.google.cloud.compute.v1.PatchRuleSecurityPolicyRequest;
import com.google.cloud.compute.v1.RemoveRuleSecurityPolicyRequest;
import com.google.cloud.compute.v1.SecurityPoliciesClient;
import com.google.cloud.compute.v1.SecurityPoliciesSettings;
import com.google.cloud.compute.v1.SecurityPolicy;
import com.google.cloud.compute.v1.SecurityPolicyReference;
import com.google.cloud.compute.v1.SecurityPolicyRule;
import com.google.cloud.compute.v1.SecurityPolicyRuleMatcher;
import com.google.cloud.compute.v1.SecurityPolicyRuleMatcherConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Security policies, their rules, and the services that they protect. */
class SecurityPoliciesEmulatorTest {
    private final Cloud cloud = Cloud.start();
    private final SecurityPoliciesClient policies =
            cloud.client(SecurityPoliciesSettings.newBuilder(), SecurityPoliciesClient::create);

    @BeforeEach
    void policy() {
        Cloud.done(policies.insertAsync(
                Cloud.PROJECT, SecurityPolicy.newBuilder().setName("office").build()));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static SecurityPolicyRule rule(int priority, String action, String... ranges) {
        return SecurityPolicyRule.newBuilder()
                .setPriority(priority)
                .setAction(action)
                .setMatch(SecurityPolicyRuleMatcher.newBuilder()
                        .setVersionedExpr("SRC_IPS_V1")
                        .setConfig(SecurityPolicyRuleMatcherConfig.newBuilder().addAllSrcIpRanges(List.of(ranges))))
                .build();
    }

    private void add(SecurityPolicyRule rule) {
        Cloud.done(policies.addRuleAsync(AddRuleSecurityPolicyRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setSecurityPolicy("office")
                .setSecurityPolicyRuleResource(rule)
                .build()));
    }

    private SecurityPolicyRule get(int priority) {
        return policies.getRule(GetRuleSecurityPolicyRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setSecurityPolicy("office")
                .setPriority(priority)
                .build());
    }

    @Test
    void policiesHaveADefaultRule() {
        assertThat(policies.get(Cloud.PROJECT, "office")).satisfies(policy -> {
            assertThat(policy.getType()).isEqualTo("CLOUD_ARMOR");
            assertThat(policy.getRulesList()).singleElement().satisfies(rule -> {
                assertThat(rule.getPriority()).isEqualTo(Integer.MAX_VALUE);
                assertThat(rule.getAction()).isEqualTo("allow");
                assertThat(rule.getKind()).isEqualTo("compute#securityPolicyRule");
            });
        });
    }

    @Test
    void rulesChangeOneByOne() {
        add(rule(10, "deny(403)", "192.0.2.0/24"));
        add(rule(5, "allow", "192.0.2.7"));
        assertThat(policies.get(Cloud.PROJECT, "office").getRulesList())
                .extracting(SecurityPolicyRule::getPriority)
                .containsExactly(5, 10, Integer.MAX_VALUE);
        assertThat(Cloud.refusal(() -> add(rule(5, "allow", "*"))).message())
                .endsWith("Cannot have rules with the same priorities.");

        Cloud.done(policies.patchRuleAsync(PatchRuleSecurityPolicyRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setSecurityPolicy("office")
                .setPriority(10)
                .setSecurityPolicyRuleResource(SecurityPolicyRule.newBuilder().setAction("deny(404)"))
                .build()));
        assertThat(get(10).getAction()).isEqualTo("deny(404)");
        assertThat(get(10).getMatch().getConfig().getSrcIpRangesList()).containsExactly("192.0.2.0/24");

        remove(10);
        assertThat(Cloud.refusal(() -> get(10)).message())
                .endsWith("The security policy does not contain a rule at this priority.");
        assertThat(Cloud.refusal(() -> remove(Integer.MAX_VALUE)).message())
                .endsWith("There must be a default rule with this priority.");
    }

    private void remove(int priority) {
        Cloud.done(policies.removeRuleAsync(RemoveRuleSecurityPolicyRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setSecurityPolicy("office")
                .setPriority(priority)
                .build()));
    }

    @Test
    void refusesRules() {
        assertThat(Cloud.refusal(() -> add(rule(1, "drop", "*"))).message()).contains("resource.rules[1].action");
        assertThat(Cloud.refusal(() -> add(rule(1, "throttle", "*"))).message()).contains("rateLimitOptions");
        assertThat(Cloud.refusal(() -> add(rule(1, "allow", "office"))).message())
                .endsWith("Invalid IP range.");
        assertThat(Cloud.refusal(() -> add(rule(1, "allow"))).message())
                .endsWith("A rule has from 1 to 10 source IP ranges.");
        assertThat(Cloud.refusal(() -> add(rule(-1, "allow", "*"))).message()).contains("priority");
    }

    @Test
    void policiesProtectServices() {
        cloud.service("web");

        Cloud.done(cloud.services.setSecurityPolicyAsync(
                Cloud.PROJECT,
                "web",
                SecurityPolicyReference.newBuilder()
                        .setSecurityPolicy("global/securityPolicies/office")
                        .build()));

        assertThat(cloud.services.get(Cloud.PROJECT, "web").getSecurityPolicy())
                .isEqualTo(Cloud.url("securityPolicies", "office"));
        Cloud.done(cloud.services.updateAsync(
                Cloud.PROJECT,
                "web",
                Cloud.service("web", "EXTERNAL_MANAGED").toBuilder()
                        .setFingerprint(cloud.services.get(Cloud.PROJECT, "web").getFingerprint())
                        .build()));
        assertThat(cloud.services.get(Cloud.PROJECT, "web").getSecurityPolicy())
                .as("an update does not touch it")
                .isEqualTo(Cloud.url("securityPolicies", "office"));
        assertThat(Cloud.refusal(() -> Cloud.done(policies.deleteAsync(Cloud.PROJECT, "office")))
                        .message())
                .startsWith("The security_policy resource");
        Cloud.done(cloud.services.setSecurityPolicyAsync(
                Cloud.PROJECT, "web", SecurityPolicyReference.getDefaultInstance()));
        Cloud.done(policies.deleteAsync(Cloud.PROJECT, "office"));
    }

    @Test
    void policiesHaveLabelsAndAFingerprint() {
        var there = policies.get(Cloud.PROJECT, "office");
        Cloud.done(policies.setLabelsAsync(
                Cloud.PROJECT,
                "office",
                GlobalSetLabelsRequest.newBuilder()
                        .setLabelFingerprint(there.getLabelFingerprint())
                        .putLabels("isobar-id", "shop")
                        .build()));

        var patch = SecurityPolicy.newBuilder()
                .setFingerprint(policies.get(Cloud.PROJECT, "office").getFingerprint())
                .setDescription("of the office")
                .build();
        Cloud.done(policies.patchAsync(Cloud.PROJECT, "office", patch));

        assertThat(policies.get(Cloud.PROJECT, "office")).satisfies(policy -> {
            assertThat(policy.getLabelsMap()).containsEntry("isobar-id", "shop");
            assertThat(policy.getDescription()).isEqualTo("of the office");
            assertThat(policy.getRulesCount()).isEqualTo(1);
        });
        assertThat(Cloud.reason(() -> Cloud.done(policies.patchAsync(Cloud.PROJECT, "office", patch))))
                .isEqualTo("conditionNotMet");
    }
}
