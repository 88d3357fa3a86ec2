package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.protobuf.Message;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which fields name other resources, and what holds for them: they exist, are ready, and can be reached. */
final class References {
    private static final Set<String> BACKENDS = Set.of("backendServices", "backendBuckets");
    /** The collections that each field may name. */
    static final Map<String, Set<String>> COLLECTIONS = Map.ofEntries(
            Map.entry("BackendService.health_checks", Set.of("healthChecks")),
            Map.entry("Backend.group", Set.of("instanceGroups", "networkEndpointGroups")),
            Map.entry("BackendService.security_policy", Set.of("securityPolicies")),
            Map.entry("BackendService.edge_security_policy", Set.of("securityPolicies")),
            Map.entry("BackendService.network", Set.of("networks")),
            Map.entry("UrlMap.default_service", BACKENDS),
            Map.entry("PathMatcher.default_service", BACKENDS),
            Map.entry("PathRule.service", BACKENDS),
            Map.entry("HttpRouteRule.service", BACKENDS),
            Map.entry("WeightedBackendService.backend_service", Set.of("backendServices")),
            Map.entry("RequestMirrorPolicy.backend_service", Set.of("backendServices")),
            Map.entry("TargetHttpProxy.url_map", Set.of("urlMaps")),
            Map.entry("TargetHttpsProxy.url_map", Set.of("urlMaps")),
            Map.entry("TargetHttpsProxy.ssl_certificates", Set.of("sslCertificates")),
            Map.entry("TargetHttpsProxy.ssl_policy", Set.of("sslPolicies")),
            Map.entry("TargetTcpProxy.service", Set.of("backendServices")),
            Map.entry("TargetSslProxy.service", Set.of("backendServices")),
            Map.entry("TargetSslProxy.ssl_certificates", Set.of("sslCertificates")),
            Map.entry("TargetSslProxy.ssl_policy", Set.of("sslPolicies")),
            Map.entry(
                    "ForwardingRule.target",
                    Set.of("targetHttpProxies", "targetHttpsProxies", "targetTcpProxies", "targetSslProxies")),
            Map.entry("ForwardingRule.backend_service", Set.of("backendServices")),
            Map.entry("ForwardingRule.network", Set.of("networks")),
            Map.entry("ForwardingRule.subnetwork", Set.of("subnetworks")),
            Map.entry("Address.network", Set.of("networks")),
            Map.entry("Address.subnetwork", Set.of("subnetworks")),
            Map.entry("NetworkEndpointGroup.network", Set.of("networks")),
            Map.entry("NetworkEndpointGroup.subnetwork", Set.of("subnetworks")),
            Map.entry("InstanceGroup.network", Set.of("networks")),
            Map.entry("InstanceGroup.subnetwork", Set.of("subnetworks")));

    private References() {}

    /** With full URLs instead of parts of them. */
    static Message canonical(Message message, Link self) {
        return Texts.changed(
                message,
                text -> COLLECTIONS.containsKey(text.kind()) && !text.value().isEmpty()
                        ? link(text, self).url()
                        : text.value());
    }

    private static Link link(Texts.Text text, Link self) {
        return Link.parse(text.value(), self.project())
                .filter(link -> COLLECTIONS.getOrDefault(text.kind(), Set.of()).contains(link.collection()))
                .orElseThrow(() -> ApiError.invalid(text.at(), text.value(), "The URL is malformed."));
    }

    /** What a message names, where it is canonical. */
    static Set<Link> of(Message message) {
        return Texts.of(message).stream()
                .filter(text -> COLLECTIONS.containsKey(text.kind()))
                .flatMap(text -> Link.parse(text.value(), "").stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @throws ApiError at the first reference that does not hold */
    static void check(Store store, Link self, Message message) {
        for (var text : Texts.of(message)) {
            if (COLLECTIONS.containsKey(text.kind()) && !text.value().isEmpty()) {
                check(store, self, text, link(text, self));
            }
        }
    }

    private static void check(Store store, Link self, Texts.Text text, Link link) {
        if (!link.project().equals(self.project())) {
            throw ApiError.invalid(
                    text.at(), text.value(), "Cross project referencing is not allowed for this resource.");
        }
        if (!reaches(self.scope(), link)) {
            throw ApiError.invalid(
                    text.at(),
                    text.value(),
                    "Cross-scope references are not allowed for this resource: it is %s, and this is %s."
                            .formatted(self.scope().path(), link.scope().path()));
        }
        var state = store.find(link).map(Stored::state).orElseThrow(() -> missing(text, link));
        if (state == Stored.State.BUILDING || state == Stored.State.DELETING) {
            throw ApiError.notReady(link);
        }
    }

    private static ApiError missing(Texts.Text text, Link link) {
        return link.collection().equals("networks") || link.collection().equals("subnetworks")
                ? ApiError.invalid(
                        text.at(),
                        text.value(),
                        "The referenced %s resource cannot be found."
                                .formatted(link.collection()
                                        .substring(0, link.collection().length() - 1)))
                : ApiError.notFound(link.path());
    }

    private static boolean reaches(Scope from, Link to) {
        return switch (to.collection()) {
            case "networks" -> to.scope().equals(Scope.global());
            case "subnetworks" ->
                switch (from) {
                    case Scope.Global _ -> true;
                    case Scope.Region region -> region.equals(to.scope());
                    case Scope.Zone(var zone) -> new Scope.Region(Network.regionOf(zone)).equals(to.scope());
                };
            case "instanceGroups", "networkEndpointGroups" ->
                from.equals(Scope.global())
                        || from.equals(to.scope())
                        || (to.scope() instanceof Scope.Zone(var zone)
                                && from.equals(new Scope.Region(Network.regionOf(zone))));
            case "healthChecks" -> from.equals(to.scope()) || to.scope().equals(Scope.global());
            default -> from.equals(to.scope());
        };
    }

    /** Whether a resource names another one. */
    static boolean names(Stored stored, Link link, Optional<Stored> named) {
        if (stored.message() instanceof ForwardingRule rule
                && named.isPresent()
                && named.get().message() instanceof Address address
                && rule.getIPAddress().equals(address.getAddress())) {
            return true;
        }
        return stored.references().contains(link);
    }

    /** A resource that names this one, now or as soon as a change is done. */
    static Optional<Link> user(Store store, Link link) {
        var named = store.find(link);
        return store.presentAndComing()
                .filter(entry -> !entry.getKey().equals(link) && names(entry.getValue(), link, named))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
