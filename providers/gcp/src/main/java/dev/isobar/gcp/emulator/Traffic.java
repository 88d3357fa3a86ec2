package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.HttpRouteAction;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetSslProxy;
import com.google.cloud.compute.v1.TargetTcpProxy;
import com.google.cloud.compute.v1.UrlMap;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A way that traffic takes at one moment.
 *
 * @param forwardingRule its name
 * @param host pattern of the host rule; a star where there is none, and for connections
 * @param backendService its path
 * @param checked whether its endpoints are probed
 * @param endpoints how many may get something
 * @param healthy how many of these pass their checks
 */
public record Traffic(
        String forwardingRule, String host, String backendService, boolean checked, int endpoints, int healthy) {
    static List<Traffic> of(Store store) {
        var ways = new ArrayList<Traffic>();
        store.resources().forEach((link, stored) -> {
            if (stored.state() != Stored.State.BUILDING && stored.message() instanceof ForwardingRule rule) {
                add(store, link, rule, ways);
            }
        });
        return ways;
    }

    private static void add(Store store, Link link, ForwardingRule rule, List<Traffic> ways) {
        if (rule.hasBackendService()) {
            ways.add(way(store, link, "*", rule.getBackendService()));
            return;
        }
        switch (find(store, link, rule.getTarget()).orElse(null)) {
            case TargetHttpProxy proxy -> requests(store, link, proxy.getUrlMap(), ways);
            case TargetHttpsProxy proxy -> requests(store, link, proxy.getUrlMap(), ways);
            case TargetTcpProxy proxy -> ways.add(way(store, link, "*", proxy.getService()));
            case TargetSslProxy proxy -> ways.add(way(store, link, "*", proxy.getService()));
            case null, default -> {}
        }
    }

    private static Optional<Message> find(Store store, Link from, String url) {
        return Link.parse(url, from.project())
                .flatMap(link -> Optional.ofNullable(store.resources().get(link)))
                .map(Stored::message);
    }

    private static void requests(Store store, Link rule, String url, List<Traffic> ways) {
        if (!(find(store, rule, url).orElse(null) instanceof UrlMap map)) {
            return;
        }
        services(map.getDefaultService(), map.getDefaultRouteAction())
                .forEach(service -> ways.add(way(store, rule, "*", service)));
        for (var hosts : map.getHostRulesList()) {
            for (var matcher : map.getPathMatchersList()) {
                if (matcher.getName().equals(hosts.getPathMatcher())) {
                    var services = services(matcher.getDefaultService(), matcher.getDefaultRouteAction());
                    matcher.getRouteRulesList()
                            .forEach(route -> services.addAll(services(route.getService(), route.getRouteAction())));
                    matcher.getPathRulesList()
                            .forEach(path -> services.addAll(services(path.getService(), path.getRouteAction())));
                    services.forEach(service -> ways.add(way(store, rule, hosts.getHosts(0), service)));
                }
            }
        }
    }

    /** Those that get something. */
    private static Set<String> services(String service, HttpRouteAction action) {
        var services = new TreeSet<String>();
        if (!service.isEmpty()) {
            services.add(service);
        }
        action.getWeightedBackendServicesList().stream()
                .filter(weighted -> weighted.getWeight() > 0)
                .forEach(weighted -> services.add(weighted.getBackendService()));
        return services;
    }

    private static Traffic way(Store store, Link rule, String host, String url) {
        int endpoints = 0;
        int healthy = 0;
        boolean checked = false;
        if (find(store, rule, url).orElse(null) instanceof BackendService service) {
            checked = service.getHealthChecksCount() > 0;
            for (var backend : service.getBackendsList()) {
                var group = Link.parse(backend.getGroup(), rule.project())
                        .flatMap(link -> Optional.ofNullable(store.resources().get(link)));
                if (group.isPresent() && (!backend.hasCapacityScaler() || backend.getCapacityScaler() > 0)) {
                    endpoints += group.get().members().size();
                    healthy += (int) group.get().members().stream()
                            .filter(member -> Health.state(store, member).equals("HEALTHY"))
                            .count();
                }
            }
        }
        var path = url.substring(Math.max(0, url.indexOf("projects/")));
        return new Traffic(rule.name(), host, path, checked, endpoints, healthy);
    }
}
