package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapValidationResult;
import com.google.cloud.compute.v1.UrlMapsValidateRequest;
import com.google.cloud.compute.v1.UrlMapsValidateResponse;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * URL maps: what they may say, for which load balancers, and what becomes of their tests.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps</a>
 */
final class UrlMaps {
    private UrlMaps() {}

    static Message accept(Draft draft) {
        var map = draft.wanted(UrlMap.class);
        UrlMapShape.check(map);
        checkProtocols(draft.store(), map);
        for (var scheme : schemes(draft.store(), draft.self(), map)) {
            UrlMapFeatures.check(map, scheme, draft.global());
        }
        if (draft.store()
                .all(TargetHttpsProxy.class)
                .anyMatch(proxy -> proxy.getUrlMap().equals(draft.self().url()))) {
            TargetProxies.noHttpsRedirect(map);
        }
        var failures = UrlMapTests.failures(map, draft.self());
        if (!failures.isEmpty()) {
            throw ApiError.invalid("urlMap.tests", "", UrlMapTests.inWords(failures.getFirst()));
        }
        return map;
    }

    /** The schemes of the services that the map names, or of the rules that lead to it. */
    private static Set<String> schemes(Store store, Link self, UrlMap map) {
        var schemes = schemes(store, map);
        if (schemes.size() > 1) {
            throw ApiError.invalid(
                    "resource",
                    self.name(),
                    "All backend services of a URL map must have the same load balancing scheme, not " + schemes + ".");
        }
        if (schemes.isEmpty()) {
            store.all(ForwardingRule.class)
                    .filter(rule -> Objects.equals(map(store, rule.getTarget()), self.url()))
                    .forEach(rule -> schemes.add(rule.getLoadBalancingScheme()));
        }
        return schemes;
    }

    /** The schemes of the services that a map names. */
    static Set<String> schemes(Store store, UrlMap map) {
        Set<String> schemes = new TreeSet<>();
        services(store, map).forEach(service -> schemes.add(service.getLoadBalancingScheme()));
        return schemes;
    }

    private static List<BackendService> services(Store store, UrlMap map) {
        return References.of(map).stream()
                .flatMap(link -> store.find(link).stream())
                .map(Stored::message)
                .filter(BackendService.class::isInstance)
                .map(BackendService.class::cast)
                .toList();
    }

    private static void checkProtocols(Store store, UrlMap map) {
        for (var service : services(store, map)) {
            if (!BackendServices.WEB.contains(service.getProtocol())) {
                throw ApiError.invalid(
                        "resource.defaultService",
                        service.getSelfLink(),
                        "The protocol of the backend service is %s.".formatted(service.getProtocol()));
            }
        }
    }

    /** The URL of the map that a proxy follows; empty for proxies that follow none. */
    static String map(Store store, String proxy) {
        return Link.parse(proxy, store.settings().project().id())
                .flatMap(store::find)
                .map(stored -> switch (stored.message()) {
                    case TargetHttpProxy http -> http.getUrlMap();
                    case TargetHttpsProxy https -> https.getUrlMap();
                    default -> "";
                })
                .orElse("");
    }

    /** Loads a map and runs its tests, and changes nothing. The map need not be there. */
    static Message validate(Store store, Request request, Kind kind) {
        var self = request.target(kind);
        var asked = request.body(UrlMapsValidateRequest.getDefaultInstance());
        var result = UrlMapValidationResult.newBuilder();
        try {
            var map = (UrlMap) References.canonical(asked.getResource(), self);
            References.check(store, self, map);
            UrlMapShape.check(map);
            checkProtocols(store, map);
            for (var scheme : schemes(store, self, map, asked)) {
                UrlMapFeatures.check(map, scheme, self.scope().equals(Scope.global()));
            }
            var failures = UrlMapTests.failures(map, self);
            result.setLoadSucceeded(true).setTestPassed(failures.isEmpty()).addAllTestFailures(failures);
        } catch (ApiError e) {
            result.setLoadSucceeded(false).addLoadErrors(e.text());
        }
        return UrlMapsValidateResponse.newBuilder().setResult(result).build();
    }

    private static Set<String> schemes(Store store, Link self, UrlMap map, UrlMapsValidateRequest asked) {
        var found = schemes(store, self, map);
        Set<String> wanted = new TreeSet<>(asked.getLoadBalancingSchemesList());
        wanted.remove("LOAD_BALANCING_SCHEME_UNSPECIFIED");
        if (!wanted.isEmpty() && !found.isEmpty() && !wanted.equals(found)) {
            throw ApiError.invalid(
                    "loadBalancingSchemes",
                    wanted,
                    "The backend services have the load balancing scheme " + found + ".");
        }
        wanted.addAll(found);
        return wanted.isEmpty() ? Set.of("EXTERNAL") : wanted;
    }
}
