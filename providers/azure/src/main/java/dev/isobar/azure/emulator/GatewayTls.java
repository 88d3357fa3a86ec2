package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a gateway accepts of TLS.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-ssl-policy-overview">TLS
 *     policy overview</a>
 */
final class GatewayTls {
    private GatewayTls() {}

    static void check(Part root) {
        var generations = new HashSet<Boolean>();
        policy(root, root.get("sslPolicy"), generations);
        root.parts("sslProfiles").forEach(profile -> policy(profile, profile.get("sslPolicy"), generations));
        Checks.that(
                generations.size() < 2,
                "ApplicationGatewaySslPoliciesOfTwoGenerations",
                "Application Gateway %s mixes TLS policies of 2022 and after with those of before."
                        .formatted(root.id()));
    }

    private static void policy(Part owner, JsonNode policy, Set<Boolean> generations) {
        if (policy.isMissingNode()) {
            return;
        }
        var type = Json.text(policy, "policyType");
        boolean named = policy.has("policyName");
        boolean listed = !policy.path("cipherSuites").isEmpty();
        boolean valid = switch (type) {
            case "Predefined" -> named && !listed && !policy.has("minProtocolVersion");
            case "Custom" -> !named && listed && policy.has("minProtocolVersion");
            case "CustomV2" -> !named && policy.has("minProtocolVersion");
            default -> !named && !listed;
        };
        Checks.that(
                valid,
                "ApplicationGatewaySslPolicyInvalid",
                ("The TLS policy of %s is of type '%s': Predefined has a policyName and nothing else, Custom has"
                                + " cipherSuites and minProtocolVersion, CustomV2 has minProtocolVersion.")
                        .formatted(owner.id(), type));
        boolean newer =
                type.equals("CustomV2") || Json.text(policy, "policyName").contains("2022");
        Checks.that(
                newer || !Json.text(policy, "minProtocolVersion").equals("TLSv1_3"),
                "ApplicationGatewaySslPolicyInvalid",
                "The TLS policy of %s is of type '%s', which does not know TLSv1_3.".formatted(owner.id(), type));
        if (!type.isEmpty()) {
            generations.add(newer);
        }
    }
}
