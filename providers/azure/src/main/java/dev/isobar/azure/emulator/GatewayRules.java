package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Routing rules and URL path maps of a gateway.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-request-routing-rules">Request
 *     routing rules</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/url-route-overview">URL path based
 *     routing</a>
 */
final class GatewayRules {
    private static final int LAST_PRIORITY = 20000;

    private GatewayRules() {}

    static void check(Store store, Part root) {
        var web = root.parts("requestRoutingRules");
        var raw = root.parts("routingRules");
        Checks.that(
                !web.isEmpty() || !raw.isEmpty(),
                "ApplicationGatewayPartMissing",
                "Application Gateway %s must have at least one of requestRoutingRules or routingRules."
                        .formatted(root.id()));
        var priorities = new HashSet<Integer>();
        web.forEach(rule -> {
            priority(rule, "request routing rule", priorities);
            Checks.required(rule, "httpListener");
            rule.fill("ruleType", "Basic");
            target(rule);
        });
        raw.forEach(rule -> {
            priority(rule, "routing rule", priorities);
            Checks.required(rule, "listener", "backendAddressPool", "backendSettings");
            rule.fill("ruleType", "Basic");
        });
        var listeners = listeners(root, web, "httpListener");
        listeners.addAll(listeners(root, raw, "listener"));
        Limits.check(store, root.id(), Limits.ACTIVE_LISTENERS, listeners.size());
        root.parts("urlPathMaps").forEach(map -> paths(store, map));
    }

    /**
     * @see <a href="https://github.com/MicrosoftDocs/azure-docs/pull/103501">What the service says where there is
     *     none</a>
     * @see <a href="https://github.com/Azure/application-gateway-kubernetes-ingress/issues/1487">What it says where two
     *     are the same</a>
     */
    private static void priority(Part rule, String kind, Set<Integer> priorities) {
        Checks.that(
                rule.has("priority"),
                "ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty",
                ("Priority for the %s %s cannot be empty. All request routing rules should have a priority defined"
                                + " starting from api-version 2021-08-01")
                        .formatted(kind, rule.id()));
        Checks.range(rule, "priority", 1, LAST_PRIORITY);
        Checks.that(
                priorities.add(rule.number("priority").orElseThrow()),
                "ApplicationGatewayRequestRoutingRulePriorityMustBeUnique",
                "Priority must be unique across all the request routing rules. %s has the priority %s of another one."
                        .formatted(rule.id(), rule.get("priority")));
    }

    private static void target(Part rule) {
        boolean byPath = rule.text("ruleType").orElseThrow().equals("PathBasedRouting");
        Checks.that(
                byPath == rule.has("urlPathMap"),
                "ApplicationGatewayRequestRoutingRuleUrlPathMapInvalid",
                "Request routing rule %s must have a urlPathMap with rule type PathBasedRouting, and none with Basic."
                        .formatted(rule.id()));
        if (byPath) {
            Checks.that(
                    Stream.of(
                                    "backendAddressPool",
                                    "backendHttpSettings",
                                    "redirectConfiguration",
                                    "loadDistributionPolicy")
                            .noneMatch(rule::has),
                    "ApplicationGatewayRequestRoutingRuleTargetInvalid",
                    "Request routing rule %s leads to a URL path map, and cannot have another target."
                            .formatted(rule.id()));
        } else {
            target(
                    rule,
                    "backendAddressPool",
                    "backendHttpSettings",
                    "redirectConfiguration",
                    "loadDistributionPolicy");
        }
    }

    /** Either a redirect, or settings with a pool or a distribution over pools. */
    private static void target(Part owner, String pool, String settings, String redirect, String distribution) {
        boolean forwards = owner.has(settings) && owner.has(pool) != owner.has(distribution);
        boolean nothing = !owner.has(settings) && !owner.has(pool) && !owner.has(distribution);
        Checks.that(
                owner.has(redirect) ? nothing : forwards,
                "ApplicationGatewayRoutingTargetInvalid",
                "%s must have either %s, or %s with %s or %s."
                        .formatted(owner.id(), redirect, settings, pool, distribution));
    }

    /**
     * The listeners that rules are of, each of one.
     *
     * @see <a href="https://github.com/aztfm/terraform-azurerm-application-gateway/issues/9">What the service says</a>
     */
    private static Set<String> listeners(Part root, List<Part> rules, String property) {
        var seen = new HashSet<String>();
        for (var rule : rules) {
            var listener = rule.reference(property).orElseThrow();
            Checks.that(
                    seen.add(listener.key()),
                    "ApplicationGatewayRequestRoutingRulesUsingSameHttpListener",
                    "Two Request Routing Rules of Application Gateway %s are using the same Http Listener %s."
                            .formatted(root.id(), listener));
        }
        return seen;
    }

    /**
     * @see <a href="https://github.com/MicrosoftDocs/azure-docs/issues/110762">What the service says of one path
     *     twice</a>
     */
    private static void paths(Store store, Part map) {
        target(
                map,
                "defaultBackendAddressPool",
                "defaultBackendHttpSettings",
                "defaultRedirectConfiguration",
                "defaultLoadDistributionPolicy");
        var rules = map.parts("pathRules");
        Checks.that(
                !rules.isEmpty(),
                "ApplicationGatewayUrlPathMapHasNoPathRules",
                "URL path map %s must have path rules.".formatted(map.id()));
        Limits.check(store, map.id(), Limits.PATH_RULES, rules.size());
        var seen = new HashSet<String>();
        for (var rule : rules) {
            target(
                    rule,
                    "backendAddressPool",
                    "backendHttpSettings",
                    "redirectConfiguration",
                    "loadDistributionPolicy");
            var paths = rule.texts("paths");
            Checks.that(
                    !paths.isEmpty(),
                    "RequiredPropertyMissing",
                    "Required property 'paths' of resource %s is missing.".formatted(rule.id()));
            for (var path : paths) {
                Checks.that(
                        valid(path),
                        "ApplicationGatewayPathInvalid",
                        ("Path '%s' of path rule %s is invalid: it begins with '/', can have '*' at its end only, and"
                                        + " has neither '?' nor '#'.")
                                .formatted(path, rule.id()));
                Checks.that(
                        seen.add(path.toLowerCase(Locale.ROOT)),
                        "ApplicationGatewayPathsWithinUrlPathMapMustBeUnique",
                        ("Paths specified in a UrlPathMap must be unique. Path %s is already specified in another"
                                        + " PathRule in UrlPathMap %s.")
                                .formatted(path, map.id()));
            }
        }
    }

    private static boolean valid(String path) {
        int star = path.indexOf('*');
        return path.startsWith("/")
                && !path.contains("?")
                && !path.contains("#")
                && (star < 0 || star == path.length() - 1);
    }
}
