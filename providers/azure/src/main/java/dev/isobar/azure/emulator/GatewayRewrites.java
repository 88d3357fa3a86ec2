package dev.isobar.azure.emulator;

/**
 * Rewrite sets and redirects of a gateway.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url">Rewrite HTTP
 *     headers and URL</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/redirect-overview">Redirect overview</a>
 */
final class GatewayRewrites {
    private static final int MOST = 40;

    private GatewayRewrites() {}

    static void check(Part root) {
        for (var set : root.parts("rewriteRuleSets")) {
            for (var rule : set.items("rewriteRules").toList()) {
                var actions = rule.path("actionSet");
                int headers = actions.path("requestHeaderConfigurations").size()
                        + actions.path("responseHeaderConfigurations").size();
                Checks.that(
                        rule.has("name")
                                && rule.has("ruleSequence")
                                && !actions.isEmpty()
                                && headers <= MOST
                                && rule.path("conditions").size() <= MOST,
                        "ApplicationGatewayRewriteRuleInvalid",
                        ("A rewrite rule of %s must have name, ruleSequence and actionSet, and up to %d headers and"
                                        + " conditions.")
                                .formatted(set.id(), MOST));
            }
        }
        for (var redirect : root.parts("redirectConfigurations")) {
            Checks.required(redirect, "redirectType");
            Checks.that(
                    redirect.has("targetUrl") != redirect.has("targetListener"),
                    "ApplicationGatewayRedirectConfigurationTargetInvalid",
                    "Redirect configuration %s must have either targetUrl or targetListener.".formatted(redirect.id()));
        }
    }
}
