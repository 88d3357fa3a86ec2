package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HttpHeaderMatch;
import com.google.cloud.compute.v1.HttpQueryParameterMatch;
import com.google.cloud.compute.v1.HttpRedirectAction;
import com.google.cloud.compute.v1.HttpRouteAction;
import com.google.cloud.compute.v1.HttpRouteRule;
import com.google.cloud.compute.v1.HttpRouteRuleMatch;
import com.google.cloud.compute.v1.PathMatcher;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapTest;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a URL map looks like, whatever load balancer follows it. */
final class UrlMapShape {
    private static final int MOST_TESTS = 100;
    private static final int MOST_PATH = 1024;
    private static final int MOST_HOST = 255;
    private static final int MOST_WEIGHT = 1000;

    private UrlMapShape() {}

    /** @throws ApiError at the first thing that is not as it should be */
    static void check(UrlMap map) {
        destination(
                "resource",
                "defaultService",
                map.hasDefaultService(),
                map.hasDefaultUrlRedirect(),
                map.getDefaultRouteAction());
        action("resource.defaultRouteAction", map.getDefaultRouteAction());
        redirect("resource.defaultUrlRedirect", map.getDefaultUrlRedirect());
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
        action(at + ".defaultRouteAction", matcher.getDefaultRouteAction());
        redirect(at + ".defaultUrlRedirect", matcher.getDefaultUrlRedirect());
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
                Ranges.length(at + ".paths[" + j + "]", path, 1, MOST_PATH);
                if (!seen.add(path)) {
                    throw ApiError.invalid(at + ".paths[" + j + "]", path, "Duplicate path in a path matcher.");
                }
            }
            destination(at, "service", rule.hasService(), rule.hasUrlRedirect(), rule.getRouteAction());
            action(at + ".routeAction", rule.getRouteAction());
            redirect(at + ".urlRedirect", rule.getUrlRedirect());
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
            Ranges.length(at + ".description", rule.getDescription(), 0, MOST_PATH);
            destination(at, "service", rule.hasService(), rule.hasUrlRedirect(), rule.getRouteAction());
            action(at + ".routeAction", rule.getRouteAction());
            redirect(at + ".urlRedirect", rule.getUrlRedirect());
            if (rule.getMatchRulesCount() == 0) {
                throw ApiError.required(at + ".matchRules");
            }
            for (int j = 0; j < rule.getMatchRulesCount(); j++) {
                match(at + ".matchRules[" + j + "]", rule.getMatchRules(j));
            }
            rewrites(at, rule);
        }
    }

    /** What stands in place of a prefix needs a prefix, and what fills a template needs a template. */
    private static void rewrites(String at, HttpRouteRule rule) {
        var rewrite = rule.getRouteAction().getUrlRewrite();
        if (rewrite.hasPathTemplateRewrite()
                && !rule.getMatchRulesList().stream().allMatch(HttpRouteRuleMatch::hasPathTemplateMatch)) {
            throw ApiError.invalid(
                    at + ".routeAction.urlRewrite.pathTemplateRewrite",
                    rewrite.getPathTemplateRewrite(),
                    "A pathTemplateMatch is required in each match rule.");
        }
        if (rule.getUrlRedirect().hasPrefixRedirect()
                && !rule.getMatchRulesList().stream().allMatch(HttpRouteRuleMatch::hasPrefixMatch)) {
            throw ApiError.invalid(
                    at + ".urlRedirect.prefixRedirect",
                    rule.getUrlRedirect().getPrefixRedirect(),
                    "A prefixMatch is required in each match rule.");
        }
        for (var match : rule.getMatchRulesList()) {
            if (rewrite.hasPathTemplateRewrite()
                    && !PathTemplate.parse(match.getPathTemplateMatch()).fills(rewrite.getPathTemplateRewrite())) {
                throw ApiError.invalid(
                        at + ".routeAction.urlRewrite.pathTemplateRewrite",
                        rewrite.getPathTemplateRewrite(),
                        "All variables must be in the pathTemplateMatch.");
            }
        }
    }

    private static void match(String at, HttpRouteRuleMatch match) {
        var paths = Stream.of(
                        match.hasPrefixMatch(),
                        match.hasFullPathMatch(),
                        match.hasRegexMatch(),
                        match.hasPathTemplateMatch())
                .filter(set -> set)
                .count();
        if (paths != 1) {
            throw ApiError.invalid(
                    at, "", "Exactly one of prefixMatch, fullPathMatch, regexMatch and pathTemplateMatch must be set.");
        }
        if (match.hasPrefixMatch()) {
            path(at + ".prefixMatch", match.getPrefixMatch());
        }
        if (match.hasFullPathMatch()) {
            path(at + ".fullPathMatch", match.getFullPathMatch());
        }
        if (match.hasPathTemplateMatch()) {
            path(at + ".pathTemplateMatch", match.getPathTemplateMatch());
            if (!PathTemplate.valid(match.getPathTemplateMatch())) {
                throw ApiError.invalid(
                        at + ".pathTemplateMatch", match.getPathTemplateMatch(), "Invalid path template.");
            }
        }
        if (match.hasRegexMatch()) {
            regex(at + ".regexMatch", match.getRegexMatch());
            if (match.getIgnoreCase()) {
                throw ApiError.invalid(at + ".ignoreCase", true, "ignoreCase must not be used with regexMatch.");
            }
        }
        for (int i = 0; i < match.getHeaderMatchesCount(); i++) {
            header(at + ".headerMatches[" + i + "]", match.getHeaderMatches(i));
        }
        for (int i = 0; i < match.getQueryParameterMatchesCount(); i++) {
            parameter(at + ".queryParameterMatches[" + i + "]", match.getQueryParameterMatches(i));
        }
    }

    private static void path(String at, String path) {
        Ranges.length(at, path, 1, MOST_PATH);
        if (!path.startsWith("/")) {
            throw ApiError.invalid(at, path, "Path must start with '/'.");
        }
    }

    private static void regex(String at, String expression) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw ApiError.invalid(at, expression, "Invalid regular expression: " + e.getDescription());
        }
    }

    private static void header(String at, HttpHeaderMatch match) {
        if (match.getHeaderName().isEmpty()) {
            throw ApiError.required(at + ".headerName");
        }
        var kinds = Stream.of(
                        match.hasExactMatch(),
                        match.hasPrefixMatch(),
                        match.hasSuffixMatch(),
                        match.hasRegexMatch(),
                        match.getPresentMatch(),
                        match.hasRangeMatch())
                .filter(set -> set)
                .count();
        if (kinds != 1) {
            throw ApiError.invalid(
                    at,
                    match.getHeaderName(),
                    "Exactly one of exactMatch, prefixMatch, suffixMatch, regexMatch, presentMatch and rangeMatch must"
                            + " be set.");
        }
        if (match.hasRegexMatch()) {
            regex(at + ".regexMatch", match.getRegexMatch());
        }
    }

    private static void parameter(String at, HttpQueryParameterMatch match) {
        if (match.getName().isEmpty()) {
            throw ApiError.required(at + ".name");
        }
        var kinds = Stream.of(match.hasExactMatch(), match.hasRegexMatch(), match.getPresentMatch())
                .filter(set -> set)
                .count();
        if (kinds != 1) {
            throw ApiError.invalid(
                    at, match.getName(), "Exactly one of exactMatch, regexMatch and presentMatch must be set.");
        }
        if (match.hasRegexMatch()) {
            regex(at + ".regexMatch", match.getRegexMatch());
        }
    }

    private static void redirect(String at, HttpRedirectAction redirect) {
        if (redirect.hasPathRedirect() && redirect.hasPrefixRedirect()) {
            throw ApiError.invalid(
                    at + ".pathRedirect",
                    redirect.getPathRedirect(),
                    "pathRedirect cannot be supplied together with prefixRedirect.");
        }
        if (redirect.hasHostRedirect()) {
            Ranges.length(at + ".hostRedirect", redirect.getHostRedirect(), 1, MOST_HOST);
        }
        if (redirect.hasPathRedirect()) {
            path(at + ".pathRedirect", redirect.getPathRedirect());
        }
        if (redirect.hasPrefixRedirect()) {
            path(at + ".prefixRedirect", redirect.getPrefixRedirect());
        }
    }

    private static void action(String at, HttpRouteAction action) {
        var rewrite = action.getUrlRewrite();
        if (rewrite.hasPathPrefixRewrite() && rewrite.hasPathTemplateRewrite()) {
            throw ApiError.invalid(
                    at + ".urlRewrite.pathPrefixRewrite",
                    rewrite.getPathPrefixRewrite(),
                    "Only one of pathPrefixRewrite and pathTemplateRewrite may be specified.");
        }
        if (rewrite.hasHostRewrite()) {
            Ranges.length(at + ".urlRewrite.hostRewrite", rewrite.getHostRewrite(), 1, MOST_HOST);
        }
        if (rewrite.hasPathPrefixRewrite()) {
            path(at + ".urlRewrite.pathPrefixRewrite", rewrite.getPathPrefixRewrite());
        }
        for (int i = 0; i < action.getWeightedBackendServicesCount(); i++) {
            var share = action.getWeightedBackendServices(i);
            var place = at + ".weightedBackendServices[" + i + "]";
            if (!share.hasBackendService()) {
                throw ApiError.required(place + ".backendService");
            }
            Ranges.within(place + ".weight", Integer.toUnsignedLong(share.getWeight()), 0, MOST_WEIGHT);
        }
        if (action.getWeightedBackendServicesCount() > 0
                && action.getWeightedBackendServicesList().stream().allMatch(share -> share.getWeight() == 0)) {
            throw ApiError.invalid(at + ".weightedBackendServices", 0, "One weight must be greater than 0.");
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
