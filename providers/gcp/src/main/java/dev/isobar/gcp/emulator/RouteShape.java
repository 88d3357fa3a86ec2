package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HttpHeaderMatch;
import com.google.cloud.compute.v1.HttpQueryParameterMatch;
import com.google.cloud.compute.v1.HttpRedirectAction;
import com.google.cloud.compute.v1.HttpRouteAction;
import com.google.cloud.compute.v1.HttpRouteRule;
import com.google.cloud.compute.v1.HttpRouteRuleMatch;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.stream.Stream;

/** What the matches and actions of a URL map look like, whatever load balancer follows it. */
final class RouteShape {
    static final int MOST_PATH = 1024;
    private static final int MOST_HOST = 255;
    private static final int MOST_WEIGHT = 1000;

    private RouteShape() {}

    /** What stands in place of a prefix needs a prefix, and what fills a template needs a template. */
    static void rewrites(String at, HttpRouteRule rule) {
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

    static void match(String at, HttpRouteRuleMatch match) {
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

    static void redirect(String at, HttpRedirectAction redirect) {
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

    static void action(String at, HttpRouteAction action) {
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
}
