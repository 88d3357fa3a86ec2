package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HttpRedirectAction;
import com.google.cloud.compute.v1.HttpRouteAction;
import com.google.cloud.compute.v1.HttpRouteRule;
import com.google.cloud.compute.v1.HttpRouteRuleMatch;
import com.google.cloud.compute.v1.PathMatcher;
import com.google.cloud.compute.v1.PathRule;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapTest;
import com.google.cloud.compute.v1.WeightedBackendService;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a URL map sends the request of a test: the host rule chooses a path matcher; of its path rules the longest path
 * wins, of its route rules the first by priority.
 */
final class UrlMapRouter {
    private UrlMapRouter() {}

    /**
     * Where a request goes.
     *
     * @param services those that may get it, that with the greatest weight first; empty where it is redirected
     * @param redirect the status that redirects it
     * @param url where it is redirected to, or what the service gets
     */
    record Outcome(List<String> services, Optional<Integer> redirect, String url) {}

    /**
     * What is done with a request.
     *
     * @param matched the part of the path that was asked for: the whole path but for prefixes
     * @param kept what a template keeps of the path
     */
    private record Choice(
            String service,
            HttpRouteAction action,
            Optional<HttpRedirectAction> redirect,
            String matched,
            Map<String, String> kept) {}

    static Outcome route(UrlMap map, UrlMapTest test) {
        var request = TestRequest.of(test);
        var choice = choose(map, request);
        return choice.redirect().isPresent()
                ? redirected(request, choice, choice.redirect().get())
                : forwarded(request, choice);
    }

    private static Choice choose(UrlMap map, TestRequest request) {
        Map<String, String> matchers = new HashMap<>();
        map.getHostRulesList()
                .forEach(rule -> rule.getHostsList().forEach(host -> matchers.put(host, rule.getPathMatcher())));
        return HostPattern.best(matchers.keySet(), request.host())
                .map(matchers::get)
                .flatMap(name -> map.getPathMatchersList().stream()
                        .filter(matcher -> matcher.getName().equals(name))
                        .findFirst())
                .map(matcher -> choose(matcher, request))
                .orElseGet(() -> new Choice(
                        map.getDefaultService(),
                        map.getDefaultRouteAction(),
                        map.hasDefaultUrlRedirect() ? Optional.of(map.getDefaultUrlRedirect()) : Optional.empty(),
                        "/",
                        Map.of()));
    }

    private static Choice choose(PathMatcher matcher, TestRequest request) {
        return pathRule(matcher, request)
                .or(() -> routeRule(matcher, request))
                .orElseGet(() -> new Choice(
                        matcher.getDefaultService(),
                        matcher.getDefaultRouteAction(),
                        matcher.hasDefaultUrlRedirect()
                                ? Optional.of(matcher.getDefaultUrlRedirect())
                                : Optional.empty(),
                        "/",
                        Map.of()));
    }

    private record Path(PathRule rule, String pattern) {
        String stem() {
            return pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
        }

        boolean matches(String path) {
            return pattern.endsWith("*") ? path.startsWith(stem()) : path.equals(pattern);
        }
    }

    private static Optional<Choice> pathRule(PathMatcher matcher, TestRequest request) {
        return matcher.getPathRulesList().stream()
                .flatMap(rule -> rule.getPathsList().stream().map(pattern -> new Path(rule, pattern)))
                .filter(path -> path.matches(request.path()))
                .max(Comparator.<Path>comparingInt(path -> path.stem().length())
                        .thenComparing(path -> !path.pattern().endsWith("*")))
                .map(path -> new Choice(
                        path.rule().getService(),
                        path.rule().getRouteAction(),
                        path.rule().hasUrlRedirect() ? Optional.of(path.rule().getUrlRedirect()) : Optional.empty(),
                        path.stem(),
                        Map.of()));
    }

    private static Optional<Choice> routeRule(PathMatcher matcher, TestRequest request) {
        return matcher.getRouteRulesList().stream()
                .sorted(Comparator.comparingInt(HttpRouteRule::getPriority))
                .flatMap(rule -> rule.getMatchRulesList().stream()
                        .filter(match -> UrlMapMatch.matches(match, request))
                        .map(match -> choice(rule, match, request)))
                .findFirst();
    }

    private static Choice choice(HttpRouteRule rule, HttpRouteRuleMatch match, TestRequest request) {
        return new Choice(
                rule.getService(),
                rule.getRouteAction(),
                rule.hasUrlRedirect() ? Optional.of(rule.getUrlRedirect()) : Optional.empty(),
                match.hasPrefixMatch() ? match.getPrefixMatch() : request.path(),
                match.hasPathTemplateMatch()
                        ? PathTemplate.parse(match.getPathTemplateMatch())
                                .match(request.path())
                                .orElse(Map.of())
                        : Map.of());
    }

    private static Outcome forwarded(TestRequest request, Choice choice) {
        var rewrite = choice.action().getUrlRewrite();
        var host = rewrite.hasHostRewrite() ? rewrite.getHostRewrite() : request.host();
        var path = rewrite.hasPathPrefixRewrite()
                ? rewrite.getPathPrefixRewrite()
                        + request.path().substring(choice.matched().length())
                : rewrite.hasPathTemplateRewrite()
                        ? PathTemplate.filled(rewrite.getPathTemplateRewrite(), choice.kept())
                        : request.path();
        var weighted = choice.action().getWeightedBackendServicesList().stream()
                .filter(share -> share.getWeight() > 0)
                .sorted(Comparator.comparingInt(WeightedBackendService::getWeight)
                        .reversed())
                .map(WeightedBackendService::getBackendService)
                .toList();
        return new Outcome(
                weighted.isEmpty() ? List.of(choice.service()) : weighted,
                Optional.empty(),
                "http://" + host + path + request.query());
    }

    private static Outcome redirected(TestRequest request, Choice choice, HttpRedirectAction redirect) {
        var scheme = redirect.getHttpsRedirect() ? "https" : "http";
        var host = redirect.hasHostRedirect() ? redirect.getHostRedirect() : request.host();
        var path = redirect.hasPathRedirect()
                ? redirect.getPathRedirect()
                : redirect.hasPrefixRedirect()
                        ? redirect.getPrefixRedirect()
                                + request.path().substring(choice.matched().length())
                        : request.path();
        var query = redirect.getStripQuery() ? "" : request.query();
        int status = switch (redirect.getRedirectResponseCode()) {
            case "FOUND" -> 302;
            case "SEE_OTHER" -> 303;
            case "TEMPORARY_REDIRECT" -> 307;
            case "PERMANENT_REDIRECT" -> 308;
            default -> 301;
        };
        return new Outcome(List.of(), Optional.of(status), scheme + "://" + host + path + query);
    }
}
