package dev.isobar.azure.driver;

import dev.isobar.azure.resources.Order;
import dev.isobar.azure.resources.Routing.ActionSet;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.PathRule;
import dev.isobar.azure.resources.Routing.Pools;
import dev.isobar.azure.resources.Routing.RedirectConfiguration;
import dev.isobar.azure.resources.Routing.RedirectTarget;
import dev.isobar.azure.resources.Routing.RequestRoutingRule;
import dev.isobar.azure.resources.Routing.RewriteCondition;
import dev.isobar.azure.resources.Routing.RewriteRule;
import dev.isobar.azure.resources.Routing.RewriteRuleSet;
import dev.isobar.azure.resources.Routing.RoutingRule;
import dev.isobar.azure.resources.Routing.RuleAction;
import dev.isobar.azure.resources.Routing.UrlPathMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Where requests and connections go: parts of a gateway. */
final class RoutingWords {
    private static final Set<String> OUTCOME = Set.of(
            "backendAddressPool",
            "loadDistributionPolicy",
            "backendHttpSettings",
            "rewriteRuleSet",
            "redirectConfiguration");
    private static final Set<String> OTHERWISE = Set.of(
            "defaultBackendAddressPool",
            "defaultLoadDistributionPolicy",
            "defaultBackendHttpSettings",
            "defaultRewriteRuleSet",
            "defaultRedirectConfiguration");

    private final References references;

    RoutingWords(References references) {
        this.references = references;
    }

    Words<RequestRoutingRule> requestRoutingRules() {
        return Words.of(
                "requestRoutingRules",
                with(OUTCOME, "ruleType", "priority", "httpListener", "urlPathMap"),
                part -> new RequestRoutingRule(
                        References.name(part, "httpListener"),
                        Json.requiredNumber(part, "properties", "priority"),
                        action(part)),
                this::rule);
    }

    private static Set<String> with(Set<String> some, String... more) {
        var all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static RuleAction action(ObjectNode part) {
        return References.find(part, "urlPathMap")
                .<RuleAction>map(RuleAction.PathBasedRouting::new)
                .orElseGet(() -> new RuleAction.Basic(outcome(part, "")));
    }

    private ObjectNode rule(RequestRoutingRule wanted) {
        var properties = switch (wanted.action()) {
            case RuleAction.Basic(var outcome) -> outcome(outcome, "").put("ruleType", "Basic");
            case RuleAction.PathBasedRouting(var map) -> {
                var byPath = Json.object().put("ruleType", "PathBasedRouting");
                byPath.set("urlPathMap", references.to("urlPathMaps", map));
                yield byPath;
            }
        };
        properties.put("priority", wanted.priority());
        properties.set("httpListener", references.to("httpListeners", wanted.httpListener()));
        return properties;
    }

    /** @param prefix {@code default} for what happens otherwise */
    private static Outcome outcome(ObjectNode part, String prefix) {
        var redirect = References.find(part, name(prefix, "redirectConfiguration"));
        if (redirect.isPresent()) {
            return new Outcome.Redirect(redirect.get());
        }
        var pools = References.find(part, name(prefix, "loadDistributionPolicy"))
                .<Pools>map(Pools.Shared::new)
                .orElseGet(() -> new Pools.One(References.name(part, name(prefix, "backendAddressPool"))));
        return new Outcome.Backend(
                pools,
                References.name(part, name(prefix, "backendHttpSettings")),
                References.find(part, name(prefix, "rewriteRuleSet")));
    }

    private ObjectNode outcome(Outcome wanted, String prefix) {
        var properties = Json.object();
        switch (wanted) {
            case Outcome.Redirect(var redirect) ->
                properties.set(
                        name(prefix, "redirectConfiguration"), references.to("redirectConfigurations", redirect));
            case Outcome.Backend(var pools, var settings, var rewrite) -> {
                switch (pools) {
                    case Pools.One(var pool) ->
                        properties.set(name(prefix, "backendAddressPool"), references.to("backendAddressPools", pool));
                    case Pools.Shared(var policy) ->
                        properties.set(
                                name(prefix, "loadDistributionPolicy"),
                                references.to("loadDistributionPolicies", policy));
                }
                properties.set(
                        name(prefix, "backendHttpSettings"), references.to("backendHttpSettingsCollection", settings));
                rewrite.ifPresent(
                        set -> properties.set(name(prefix, "rewriteRuleSet"), references.to("rewriteRuleSets", set)));
            }
        }
        return properties;
    }

    private static String name(String prefix, String property) {
        return prefix.isEmpty()
                ? property
                : prefix + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
    }

    Words<UrlPathMap> urlPathMaps() {
        return new Words<>("urlPathMaps", with(OTHERWISE, "pathRules"), Map.of(), this::pathMap, this::pathMap);
    }

    /** Of one map. */
    Words<PathRule> pathRules() {
        return Words.of(
                "pathRules",
                with(OUTCOME, "paths"),
                part -> new PathRule(Json.textsOf(part, "properties", "paths"), outcome(part, "")),
                wanted -> {
                    var properties = outcome(wanted.outcome(), "");
                    properties.set("paths", Json.texts(wanted.paths()));
                    return properties;
                });
    }

    private UrlPathMap pathMap(ObjectNode part) {
        var rules = new TreeMap<String, PathRule>();
        var items = Json.items(part, "properties", "pathRules").toList();
        for (var item : items) {
            rules.put(Json.text(item, "name"), pathRules().read().apply(item));
        }
        var order = Order.of(items.stream().map(item -> Json.text(item, "name")).toList());
        return new UrlPathMap(order, rules, outcome(part, "default"));
    }

    /** Path rules are all ours where the map is. */
    private ObjectNode pathMap(UrlPathMap wanted, ObjectNode there) {
        var properties = outcome(wanted.otherwise(), "default");
        var merged = pathRules().merged(Json.at(there, "properties", "pathRules"), wanted.pathRules(), _ -> true);
        var byName = new TreeMap<String, ObjectNode>();
        Json.items(merged).forEach(rule -> byName.put(Json.text(rule, "name"), rule));
        var list = properties.putArray("pathRules");
        wanted.order().names().forEach(name -> list.add(byName.get(name)));
        return properties;
    }

    Words<RedirectConfiguration> redirectConfigurations() {
        return Words.of(
                "redirectConfigurations",
                Set.of("redirectType", "targetListener", "targetUrl", "includePath", "includeQueryString"),
                part -> new RedirectConfiguration(
                        Json.required(part, "properties", "redirectType"),
                        References.find(part, "targetListener")
                                .<RedirectTarget>map(RedirectTarget.ToListener::new)
                                .orElseGet(
                                        () -> new RedirectTarget.ToUrl(Json.required(part, "properties", "targetUrl"))),
                        Json.flag(part, false, "properties", "includePath"),
                        Json.flag(part, false, "properties", "includeQueryString")),
                this::redirect);
    }

    private ObjectNode redirect(RedirectConfiguration wanted) {
        var properties = Json.object()
                .put("redirectType", wanted.redirectType())
                .put("includePath", wanted.includePath())
                .put("includeQueryString", wanted.includeQueryString());
        switch (wanted.target()) {
            case RedirectTarget.ToListener(var listener) ->
                properties.set("targetListener", references.to("httpListeners", listener));
            case RedirectTarget.ToUrl(var url) -> properties.put("targetUrl", url);
        }
        return properties;
    }

    Words<RewriteRuleSet> rewriteRuleSets() {
        return Words.of(
                "rewriteRuleSets",
                Set.of("rewriteRules"),
                part -> {
                    var rules = new TreeMap<String, RewriteRule>();
                    Json.items(part, "properties", "rewriteRules")
                            .forEach(rule -> rules.put(Json.required(rule, "name"), rewrite(rule)));
                    return new RewriteRuleSet(rules);
                },
                wanted -> {
                    var properties = Json.object();
                    var list = properties.putArray("rewriteRules");
                    wanted.rewriteRules().forEach((name, rule) -> list.add(rewrite(name, rule)));
                    return properties;
                });
    }

    private static RewriteRule rewrite(ObjectNode rule) {
        var conditions = Json.items(rule, "conditions").toList();
        if (conditions.size() > 1) {
            throw new IllegalArgumentException("a rewrite rule has %d conditions".formatted(conditions.size()));
        }
        var url = rule.path("actionSet").path("urlConfiguration");
        if (Json.find(url, "modifiedQueryString").isPresent() || Json.flag(url, false, "reroute")) {
            throw new IllegalArgumentException("a rewrite rule has " + url);
        }
        return new RewriteRule(
                Json.requiredNumber(rule, "ruleSequence"),
                conditions.stream().findFirst().map(RoutingWords::condition),
                new ActionSet(
                        headers(rule, "requestHeaderConfigurations"),
                        headers(rule, "responseHeaderConfigurations"),
                        Json.find(url, "modifiedPath")));
    }

    private static RewriteCondition condition(ObjectNode condition) {
        if (Json.flag(condition, false, "negate")) {
            throw new IllegalArgumentException("a rewrite rule has a condition that is negated");
        }
        return new RewriteCondition(
                Json.required(condition, "variable"),
                Json.required(condition, "pattern"),
                Json.flag(condition, false, "ignoreCase"));
    }

    private static SortedMap<String, String> headers(ObjectNode rule, String list) {
        var headers = new TreeMap<String, String>();
        Json.items(rule, "actionSet", list).forEach(header -> {
            if (header.has("headerValueMatcher")
                    || headers.put(Json.required(header, "headerName"), Json.text(header, "headerValue")) != null) {
                throw new IllegalArgumentException("a rewrite rule has " + header);
            }
        });
        return headers;
    }

    private static ObjectNode rewrite(String name, RewriteRule wanted) {
        var rule = Json.object().put("name", name).put("ruleSequence", wanted.ruleSequence());
        wanted.condition()
                .ifPresent(condition -> rule.putArray("conditions")
                        .add(Json.object()
                                .put("variable", condition.variable())
                                .put("pattern", condition.pattern())
                                .put("ignoreCase", condition.ignoreCase())
                                .put("negate", false)));
        var actions = Json.part(rule, "actionSet");
        headers(actions, "requestHeaderConfigurations", wanted.actionSet().requestHeaderConfigurations());
        headers(actions, "responseHeaderConfigurations", wanted.actionSet().responseHeaderConfigurations());
        wanted.actionSet()
                .modifiedPath()
                .ifPresent(path -> Json.part(actions, "urlConfiguration")
                        .put("modifiedPath", path)
                        .put("reroute", false));
        return rule;
    }

    private static void headers(ObjectNode actions, String list, SortedMap<String, String> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        var headers = actions.putArray(list);
        wanted.forEach((name, value) ->
                headers.add(Json.object().put("headerName", name).put("headerValue", value)));
    }

    Words<RoutingRule> routingRules() {
        return Words.of(
                "routingRules",
                Set.of("ruleType", "priority", "listener", "backendAddressPool", "backendSettings"),
                part -> new RoutingRule(
                        References.name(part, "listener"),
                        Json.requiredNumber(part, "properties", "priority"),
                        References.name(part, "backendAddressPool"),
                        References.name(part, "backendSettings")),
                wanted -> {
                    var properties = Json.object().put("ruleType", "Basic").put("priority", wanted.priority());
                    properties.set("listener", references.to("listeners", wanted.listener()));
                    properties.set(
                            "backendAddressPool", references.to("backendAddressPools", wanted.backendAddressPool()));
                    properties.set(
                            "backendSettings", references.to("backendSettingsCollection", wanted.backendSettings()));
                    return properties;
                });
    }
}
