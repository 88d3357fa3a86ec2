package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where requests go: the host picks a path matcher, the rules of the matcher pick the destination. It changes as a whole.
 *
 * @param tests at most 100; an update fails where one of them does
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps</a>
 */
public record UrlMap(Id id, Routing routing, List<UrlMapTest> tests, String description) implements GcpResource {
    public UrlMap {
        tests = List.copyOf(tests);
    }

    /** @param defaultDestination for hosts that no host rule has */
    public record Routing(List<HostRule> hostRules, List<PathMatcher> pathMatchers, Destination defaultDestination) {
        public Routing {
            hostRules = List.copyOf(hostRules);
            pathMatchers = List.copyOf(pathMatchers);
        }
    }

    /**
     * @param hosts {@code shop.com}, {@code *.shop.com}, {@code *-shop.com} or {@code *}, each also with {@code :port}
     * @param pathMatcher its name
     */
    public record HostRule(SortedSet<String> hosts, String pathMatcher) {
        public HostRule {
            hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        }
    }

    /**
     * Has path rules or route rules, not both.
     *
     * @param defaultDestination where no rule matches
     */
    public record PathMatcher(
            String name, List<PathRule> pathRules, List<HttpRouteRule> routeRules, Destination defaultDestination) {
        public PathMatcher {
            pathRules = List.copyOf(pathRules);
            routeRules = routeRules.stream()
                    .sorted(Comparator.comparingInt(HttpRouteRule::priority))
                    .toList();
            if (!pathRules.isEmpty() && !routeRules.isEmpty()) {
                throw new IllegalArgumentException("path matcher " + name + " has path rules and route rules");
            }
        }

        Stream<Destination> destinations() {
            return Stream.of(
                            pathRules.stream().map(PathRule::destination),
                            routeRules.stream().map(HttpRouteRule::destination),
                            Stream.of(defaultDestination))
                    .flatMap(each -> each);
        }
    }

    /** @param paths with a star only at the end, behind a slash; the longest that matches decides, not the first */
    public record PathRule(SortedSet<String> paths, Destination destination) {
        public PathRule {
            paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
        }
    }

    /**
     * @param priority 0 to 2147483647, unique in the matcher; the lowest that matches decides
     * @param description our name for the rule
     * @param matchRules alternatives
     */
    public record HttpRouteRule(
            int priority, String description, List<HttpRouteRuleMatch> matchRules, Destination destination) {
        public HttpRouteRule {
            matchRules = List.copyOf(matchRules);
        }
    }

    /**
     * A request, and where it must go.
     *
     * @param path with query
     */
    public record UrlMapTest(
            String description, String host, String path, SortedMap<String, String> headers, Expected expected) {
        public UrlMapTest {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }

    /** What a test expects. */
    public sealed interface Expected {
        record Service(Ref service) implements Expected {}

        record Redirect(String expectedOutputUrl, OptionalInt expectedRedirectResponseCode) implements Expected {}
    }

    /** What happens to a request: one of {@code service}, {@code routeAction} and {@code urlRedirect}. */
    public sealed interface Destination {
        record Service(Ref service, HttpRouteAction routeAction) implements Destination {}

        record Weighted(List<WeightedBackendService> weightedBackendServices, HttpRouteAction routeAction)
                implements Destination {
            public Weighted {
                weightedBackendServices = List.copyOf(weightedBackendServices);
            }
        }

        /** Parts that are absent are those of the request. */
        record Redirect(
                RedirectResponseCode redirectResponseCode,
                boolean httpsRedirect,
                Optional<String> hostRedirect,
                Optional<PathRedirect> path,
                boolean stripQuery)
                implements Destination {}

        /** The backend services that it names. */
        default Set<Ref> uses() {
            return switch (this) {
                case Service(var service, var _) -> Set.of(service);
                case Weighted(var services, var _) -> {
                    var used = new HashSet<Ref>();
                    services.forEach(each -> used.add(each.backendService()));
                    yield used;
                }
                case Redirect _ -> Set.of();
            };
        }
    }

    /** What a redirect makes of the path. */
    public sealed interface PathRedirect {
        /** The whole path becomes this one. */
        record PathRedirectTo(String pathRedirect) implements PathRedirect {}

        /** What {@code prefixMatch} matched becomes this. */
        record PrefixRedirectTo(String prefixRedirect) implements PathRedirect {}
    }

    public enum RedirectResponseCode {
        MOVED_PERMANENTLY_DEFAULT(301),
        FOUND(302),
        SEE_OTHER(303),
        TEMPORARY_REDIRECT(307),
        PERMANENT_REDIRECT(308);

        private final int status;

        RedirectResponseCode(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** @param weight 0 to 1000; the share is the weight divided by the sum */
    public record WeightedBackendService(Ref backendService, int weight, HttpHeaderAction headerAction) {}

    /** @param timeoutMillis until the response is complete */
    public record HttpRouteAction(Optional<UrlRewrite> urlRewrite, Optional<Long> timeoutMillis) {
        public static final HttpRouteAction NONE = new HttpRouteAction(Optional.empty(), Optional.empty());
    }

    /** Of the two path rewrites there is one at most. */
    public record UrlRewrite(
            Optional<String> hostRewrite, Optional<String> pathPrefixRewrite, Optional<String> pathTemplateRewrite) {}

    /** Headers are removed before others are added. */
    public record HttpHeaderAction(
            List<HttpHeaderOption> requestHeadersToAdd,
            List<String> requestHeadersToRemove,
            List<HttpHeaderOption> responseHeadersToAdd,
            List<String> responseHeadersToRemove) {
        public static final HttpHeaderAction NONE = new HttpHeaderAction(List.of(), List.of(), List.of(), List.of());

        public HttpHeaderAction {
            requestHeadersToAdd = List.copyOf(requestHeadersToAdd);
            requestHeadersToRemove = List.copyOf(requestHeadersToRemove);
            responseHeadersToAdd = List.copyOf(responseHeadersToAdd);
            responseHeadersToRemove = List.copyOf(responseHeadersToRemove);
        }
    }

    /** @param replace whether values that are there are discarded */
    public record HttpHeaderOption(String headerName, String headerValue, boolean replace) {}

    @Override
    public Set<Ref> uses() {
        var used = new HashSet<Ref>(routing.defaultDestination().uses());
        routing.pathMatchers().stream()
                .flatMap(PathMatcher::destinations)
                .forEach(destination -> used.addAll(destination.uses()));
        return Set.copyOf(used);
    }
}
