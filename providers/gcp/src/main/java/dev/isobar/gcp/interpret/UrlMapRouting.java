package dev.isobar.gcp.interpret;

import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.model.route.Request;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a URL map makes of a request. The host picks one path matcher, and only the rules of that one are looked at:
 * where none of them matches, its default decides, not the rules of a wider host.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts">URL maps overview</a>
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps</a>
 */
final class UrlMapRouting {
    private UrlMapRouting() {}

    /** @param matchedPrefix what {@code prefixMatch}, or a path rule with a star, matched of the path */
    record Found(Destination destination, Optional<String> matchedPrefix) {}

    static Found find(UrlMap.Routing routing, Request request) {
        return matcher(routing, Hosts.authority(request.target()))
                .map(matcher -> within(matcher, request))
                .orElseGet(() -> new Found(routing.defaultDestination(), Optional.empty()));
    }

    private static Optional<PathMatcher> matcher(UrlMap.Routing routing, String authority) {
        return routing.hostRules().stream()
                .filter(rule -> Hosts.bestOf(rule.hosts(), authority) >= 0)
                .max(Comparator.comparingInt(rule -> Hosts.bestOf(rule.hosts(), authority)))
                .flatMap(rule -> routing.pathMatchers().stream()
                        .filter(matcher -> matcher.name().equals(rule.pathMatcher()))
                        .findFirst());
    }

    private static Found within(PathMatcher matcher, Request request) {
        return byRouteRules(matcher, request)
                .or(() -> byPathRules(matcher, request.target().path()))
                .orElseGet(() -> new Found(matcher.defaultDestination(), Optional.empty()));
    }

    /** From the lowest priority to the highest; the first of which any match rule holds. */
    private static Optional<Found> byRouteRules(PathMatcher matcher, Request request) {
        for (var rule : matcher.routeRules()) {
            for (var match : rule.matchRules()) {
                if (Matches.hold(match, request)) {
                    return Optional.of(new Found(rule.destination(), prefix(match)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> prefix(HttpRouteRuleMatch match) {
        return match.path() instanceof HttpRouteRuleMatch.Path.PrefixMatch(var prefix)
                ? Optional.of(prefix)
                : Optional.empty();
    }

    /** The longest path that matches, in whatever order they are written; the star does not count. */
    private static Optional<Found> byPathRules(PathMatcher matcher, String path) {
        Optional<Found> found = Optional.empty();
        int longest = -1;
        for (var rule : matcher.pathRules()) {
            for (var pattern : rule.paths()) {
                boolean open = pattern.endsWith("/*");
                var stem = open ? pattern.substring(0, pattern.length() - 1) : pattern;
                int length = 2 * stem.length() + (open ? 0 : 1);
                if (length > longest && (open ? path.startsWith(stem) : path.equals(stem))) {
                    longest = length;
                    found = Optional.of(new Found(rule.destination(), open ? Optional.of(stem) : Optional.empty()));
                }
            }
        }
        return found;
    }
}
