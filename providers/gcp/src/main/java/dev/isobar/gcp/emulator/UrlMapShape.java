package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HttpRouteAction;
import com.google.cloud.compute.v1.HttpRouteRule;
import com.google.cloud.compute.v1.PathMatcher;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapTest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a URL map looks like, whatever load balancer follows it. */
final class UrlMapShape {
    private static final int MOST_TESTS = 100;

    private UrlMapShape() {}

    /** @throws ApiError at the first thing that is not as it should be */
    static void check(UrlMap map) {
        destination(
                "resource",
                "defaultService",
                map.hasDefaultService(),
                map.hasDefaultUrlRedirect(),
                map.getDefaultRouteAction());
        RouteShape.action("resource.defaultRouteAction", map.getDefaultRouteAction());
        RouteShape.redirect("resource.defaultUrlRedirect", map.getDefaultUrlRedirect());
        hosts(map);
        var names = new HashSet<String>();
        for (int i = 0; i < map.getPathMatchersCount(); i++) {
            var at = "resource.pathMatchers[" + i + "]";
            var name = map.getPathMatchers(i).getName();
            Resources.name(at + ".name", name);
            if (!names.add(name)) {
                throw ApiError.invalid(at + ".name", name, "Duplicate path matcher name.");
            }
            matcher(at, map.getPathMatchers(i));
        }
        if (map.getTestsCount() > MOST_TESTS) {
            throw ApiError.invalid(
                    "resource.tests", map.getTestsCount(), "A URL map has at most %d tests.".formatted(MOST_TESTS));
        }
        for (int i = 0; i < map.getTestsCount(); i++) {
            test("resource.tests[" + i + "]", map.getTests(i));
        }
    }

    private static void hosts(UrlMap map) {
        var matchers =
                map.getPathMatchersList().stream().map(PathMatcher::getName).toList();
        var hosts = new HashSet<String>();
        var used = new HashSet<String>();
        for (int i = 0; i < map.getHostRulesCount(); i++) {
            var at = "resource.hostRules[" + i + "]";
            var rule = map.getHostRules(i);
            if (rule.getHostsCount() == 0) {
                throw ApiError.required(at + ".hosts");
            }
            for (int j = 0; j < rule.getHostsCount(); j++) {
                var host = rule.getHosts(j);
                if (!HostPattern.valid(host)) {
                    throw ApiError.invalid(at + ".hosts[" + j + "]", host, "Invalid host pattern.");
                }
                if (!hosts.add(host)) {
                    throw ApiError.invalid(
                            at + ".hosts[" + j + "]", host, "Host '%s' is in more than one host rule.".formatted(host));
                }
            }
            if (!matchers.contains(rule.getPathMatcher())) {
                throw ApiError.invalid(
                        at + ".pathMatcher", rule.getPathMatcher(), "The path matcher is not part of the URL map.");
            }
            used.add(rule.getPathMatcher());
        }
        matchers.stream().filter(name -> !used.contains(name)).findFirst().ifPresent(name -> {
            throw ApiError.invalid("resource.pathMatchers", name, "No host rule refers to the path matcher.");
        });
    }

    /** Exactly one of a service, a redirect and a list of weighted services. */
    private static void destination(
            String at, String service, boolean hasService, boolean hasRedirect, HttpRouteAction action) {
        boolean weighted = action.getWeightedBackendServicesCount() > 0;
        if ((hasService ? 1 : 0) + (hasRedirect ? 1 : 0) + (weighted ? 1 : 0) != 1) {
            throw ApiError.invalid(
                    at + "." + service,
                    "",
                    "Exactly one of a service, a redirect and weighted backend services must be set.");
        }
        if (hasRedirect && !action.equals(HttpRouteAction.getDefaultInstance())) {
            throw ApiError.invalid(at, "", "A redirect cannot be combined with a route action.");
        }
    }

    private static void matcher(String at, PathMatcher matcher) {
        destination(
                at,
                "defaultService",
                matcher.hasDefaultService(),
                matcher.hasDefaultUrlRedirect(),
                matcher.getDefaultRouteAction());
        RouteShape.action(at + ".defaultRouteAction", matcher.getDefaultRouteAction());
        RouteShape.redirect(at + ".defaultUrlRedirect", matcher.getDefaultUrlRedirect());
        if (matcher.getPathRulesCount() > 0 && matcher.getRouteRulesCount() > 0) {
            throw ApiError.invalid(
                    at, matcher.getName(), "Only one of pathRules or routeRules can be set in a path matcher.");
        }
        paths(at, matcher);
        routes(at, matcher.getRouteRulesList());
    }

    private static void paths(String matcher, PathMatcher of) {
        var seen = new HashSet<String>();
        for (int i = 0; i < of.getPathRulesCount(); i++) {
            var at = matcher + ".pathRules[" + i + "]";
            var rule = of.getPathRules(i);
            if (rule.getPathsCount() == 0) {
                throw ApiError.required(at + ".paths");
            }
            for (int j = 0; j < rule.getPathsCount(); j++) {
                var path = rule.getPaths(j);
                int star = path.indexOf('*');
                boolean ends = star < 0 || (star == path.length() - 1 && path.endsWith("/*"));
                if (!path.startsWith("/") || !ends || path.contains("?") || path.contains("#")) {
                    throw ApiError.invalid(
                            at + ".paths[" + j + "]",
                            path,
                            "Path must start with '/', and may contain '*' only at the end, after a '/'.");
                }
                Ranges.length(at + ".paths[" + j + "]", path, 1, RouteShape.MOST_PATH);
                if (!seen.add(path)) {
                    throw ApiError.invalid(at + ".paths[" + j + "]", path, "Duplicate path in a path matcher.");
                }
            }
            destination(at, "service", rule.hasService(), rule.hasUrlRedirect(), rule.getRouteAction());
            RouteShape.action(at + ".routeAction", rule.getRouteAction());
            RouteShape.redirect(at + ".urlRedirect", rule.getUrlRedirect());
        }
    }

    private static void routes(String matcher, List<HttpRouteRule> rules) {
        Set<Integer> priorities = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            var at = matcher + ".routeRules[" + i + "]";
            var rule = rules.get(i);
            if (!rule.hasPriority()) {
                throw ApiError.required(at + ".priority");
            }
            Ranges.within(at + ".priority", rule.getPriority(), 0, Integer.MAX_VALUE);
            if (!priorities.add(rule.getPriority())) {
                throw ApiError.invalid(
                        at + ".priority", rule.getPriority(), "Priorities must be unique in a path matcher.");
            }
            Ranges.length(at + ".description", rule.getDescription(), 0, RouteShape.MOST_PATH);
            destination(at, "service", rule.hasService(), rule.hasUrlRedirect(), rule.getRouteAction());
            RouteShape.action(at + ".routeAction", rule.getRouteAction());
            RouteShape.redirect(at + ".urlRedirect", rule.getUrlRedirect());
            if (rule.getMatchRulesCount() == 0) {
                throw ApiError.required(at + ".matchRules");
            }
            for (int j = 0; j < rule.getMatchRulesCount(); j++) {
                RouteShape.match(at + ".matchRules[" + j + "]", rule.getMatchRules(j));
            }
            RouteShape.rewrites(at, rule);
        }
    }

    private static void test(String at, UrlMapTest test) {
        if (test.getHost().isEmpty()) {
            throw ApiError.required(at + ".host");
        }
        if (!test.getPath().startsWith("/")) {
            throw ApiError.invalid(at + ".path", test.getPath(), "Path must start with '/'.");
        }
        if (test.hasService() == test.hasExpectedRedirectResponseCode()) {
            throw ApiError.invalid(
                    at + ".service",
                    test.getService(),
                    "Exactly one of service and expectedRedirectResponseCode must be set.");
        }
        var host = test.getHeadersList().stream()
                .filter(header -> header.getName().equalsIgnoreCase("host"))
                .findFirst();
        if (host.isPresent() && !host.get().getValue().equals(test.getHost())) {
            throw ApiError.invalid(at + ".host", test.getHost(), "The host must match the host header.");
        }
    }
}
