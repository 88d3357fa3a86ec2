package dev.isobar.azure.resources;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where requests and connections go.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-request-routing-rules">Request
 *     routing rules</a>
 */
public record Routing(
        SortedMap<String, RequestRoutingRule> requestRoutingRules,
        SortedMap<String, UrlPathMap> urlPathMaps,
        SortedMap<String, RedirectConfiguration> redirectConfigurations,
        SortedMap<String, RewriteRuleSet> rewriteRuleSets,
        SortedMap<String, RoutingRule> routingRules) {
    public Routing {
        requestRoutingRules = Named.copy(requestRoutingRules);
        urlPathMaps = Named.copy(urlPathMaps);
        redirectConfigurations = Named.copy(redirectConfigurations);
        rewriteRuleSets = Named.copy(rewriteRuleSets);
        routingRules = Named.copy(routingRules);
    }

    /**
     * @param httpListener name; a listener has one rule
     * @param priority 1 to 20,000, unique in a gateway; of the listeners that take a request that of the lowest decides
     */
    public record RequestRoutingRule(String httpListener, int priority, RuleAction action) {}

    /** What the type of a rule says. */
    public sealed interface RuleAction {
        record Basic(Outcome outcome) implements RuleAction {}

        /** @param urlPathMap name */
        record PathBasedRouting(String urlPathMap) implements RuleAction {}
    }

    /** Where a request goes. */
    public sealed interface Outcome {
        /**
         * @param backendHttpSettings name
         * @param rewriteRuleSet name
         */
        record Backend(Pools pools, String backendHttpSettings, Optional<String> rewriteRuleSet) implements Outcome {}

        /** @param redirectConfiguration name */
        record Redirect(String redirectConfiguration) implements Outcome {}
    }

    /** Which targets. */
    public sealed interface Pools {
        /** @param backendAddressPool name */
        record One(String backendAddressPool) implements Pools {}

        /** @param loadDistributionPolicy name */
        record Shared(String loadDistributionPolicy) implements Pools {}
    }

    /**
     * @param order the names of the path rules: the first with a pattern that fits decides
     * @param otherwise the {@code default...} fields
     */
    public record UrlPathMap(Order order, SortedMap<String, PathRule> pathRules, Outcome otherwise) {
        public UrlPathMap {
            pathRules = Named.copy(pathRules);
            if (!List.copyOf(pathRules.keySet())
                    .equals(order.names().stream().sorted().toList())) {
                throw new IllegalArgumentException("order is " + order + ", path rules are " + pathRules.keySet());
            }
        }
    }

    /**
     * @param paths begin with a slash, compared without regard to case; a {@code *} only at the end; sorted, since their
     *     order says nothing
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/url-route-overview">URL path-based
     *     routing</a>
     */
    public record PathRule(List<String> paths, Outcome outcome) {
        public PathRule {
            paths = paths.stream().sorted().toList();
        }
    }

    /**
     * @param redirectType {@code Permanent} (301), {@code Found} (302), {@code SeeOther} (303) or {@code Temporary} (307)
     * @param includePath whether the path of the request is appended to the target
     * @param includeQueryString whether the query of the request is appended to the target
     */
    public record RedirectConfiguration(
            String redirectType, RedirectTarget target, boolean includePath, boolean includeQueryString) {}

    /** Where a redirect leads. */
    public sealed interface RedirectTarget {
        /** @param targetListener name of a listener without host names, or with one */
        record ToListener(String targetListener) implements RedirectTarget {}

        record ToUrl(String targetUrl) implements RedirectTarget {}
    }

    /**
     * @param rewriteRules by name, with their {@code ruleSequence} in them
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url">Rewrite HTTP
     *     headers and URL</a>
     */
    public record RewriteRuleSet(SortedMap<String, RewriteRule> rewriteRules) {
        public RewriteRuleSet {
            rewriteRules = Named.copy(rewriteRules);
        }
    }

    /** @param condition absent: always */
    public record RewriteRule(int ruleSequence, Optional<RewriteCondition> condition, ActionSet actionSet) {}

    /**
     * @param variable such as {@code var_uri_path}
     * @param pattern regular expression, searched for
     */
    public record RewriteCondition(String variable, String pattern, boolean ignoreCase) {}

    /**
     * Header values may hold {@code {var_...}}; an empty one removes the field.
     *
     * @param modifiedPath the query stays, and routing is not done again
     */
    public record ActionSet(
            SortedMap<String, String> requestHeaderConfigurations,
            SortedMap<String, String> responseHeaderConfigurations,
            Optional<String> modifiedPath) {
        public ActionSet {
            requestHeaderConfigurations = Named.copy(requestHeaderConfigurations);
            responseHeaderConfigurations = Named.copy(responseHeaderConfigurations);
        }
    }

    /**
     * A rule for TCP and TLS.
     *
     * @param listener name
     * @param priority as of {@link RequestRoutingRule}
     */
    public record RoutingRule(String listener, int priority, String backendAddressPool, String backendSettings) {}
}
