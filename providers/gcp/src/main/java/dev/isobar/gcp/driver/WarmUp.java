package dev.isobar.gcp.driver;

import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HostRule;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpRouteAction;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.gcp.resources.UrlMap.Routing;
import dev.isobar.gcp.resources.UrlMap.WeightedBackendService;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** How a URL map names backend services that get no traffic yet. */
public final class WarmUp {
    /** RFC 6761: nobody asks for such a host. */
    private static final String HOST = "warm-up.invalid";

    private static final String MATCHER = "isobar-warm-up";

    private WarmUp() {}

    /** The map of before, with a host that nobody asks for and that leads to these. */
    static UrlMap in(UrlMap before, Collection<Ref> services) {
        var plain = without(before);
        var hosts = new ArrayList<>(plain.routing().hostRules());
        hosts.add(new HostRule(new TreeSet<>(List.of(HOST)), MATCHER));
        var matchers = new ArrayList<>(plain.routing().pathMatchers());
        matchers.add(new PathMatcher(
                MATCHER,
                List.of(),
                List.of(),
                new Destination.Weighted(
                        services.stream()
                                .map(service -> new WeightedBackendService(service, 1, HttpHeaderAction.NONE))
                                .toList(),
                        HttpRouteAction.NONE)));
        return with(plain, hosts, matchers);
    }

    /** The same without what is only there for a while. */
    public static Snapshot without(Snapshot observed) {
        return Snapshot.of(observed.resources().values().stream()
                .map(resource -> resource instanceof UrlMap map ? without(map) : resource)
                .toList());
    }

    /** The map without that host. */
    static UrlMap without(UrlMap map) {
        return with(
                map,
                map.routing().hostRules().stream()
                        .filter(rule -> !rule.pathMatcher().equals(MATCHER))
                        .toList(),
                map.routing().pathMatchers().stream()
                        .filter(matcher -> !matcher.name().equals(MATCHER))
                        .toList());
    }

    private static UrlMap with(UrlMap map, List<HostRule> hosts, List<PathMatcher> matchers) {
        return new UrlMap(
                map.id(),
                new Routing(hosts, matchers, map.routing().defaultDestination()),
                map.tests(),
                map.description());
    }
}
