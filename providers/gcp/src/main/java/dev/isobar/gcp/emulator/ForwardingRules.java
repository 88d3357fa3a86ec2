package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetSslProxy;
import com.google.cloud.compute.v1.TargetTcpProxy;
import com.google.cloud.compute.v1.UrlMap;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules for forwarding rules: which schemes, targets, addresses and ports go together.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts">Forwarding rules overview</a>
 */
final class ForwardingRules {
    static final Set<String> FIXED = Set.of(
            "I_p_address",
            "I_p_protocol",
            "all_ports",
            "backend_service",
            "ip_version",
            "labels",
            "load_balancing_scheme",
            "network",
            "port_range",
            "ports",
            "source_ip_ranges",
            "subnetwork",
            "target");
    private static final Map<Scope.Level, Set<String>> SCHEMES = Map.of(
            Scope.Level.GLOBAL, Set.of("EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED"),
            Scope.Level.REGION, Set.of("EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL", "INTERNAL_MANAGED"));

    private ForwardingRules() {}

    static Message accept(Draft draft) {
        var wanted = draft.wanted(ForwardingRule.class);
        if (draft.before().isPresent()) {
            target(draft, wanted, ((ForwardingRule) draft.before().get()).getTarget());
            return wanted;
        }
        Labels.check(wanted.getLabelsMap());
        var rule = wanted.toBuilder();
        if (!wanted.hasLoadBalancingScheme()) {
            rule.setLoadBalancingScheme("EXTERNAL");
        }
        if (!SCHEMES.getOrDefault(draft.self().scope().level(), Set.of()).contains(rule.getLoadBalancingScheme())) {
            throw ApiError.invalid(
                    "resource.loadBalancingScheme",
                    rule.getLoadBalancingScheme(),
                    "The scheme is not supported in the scope '%s'."
                            .formatted(draft.self().scope().path()));
        }
        if (wanted.hasTarget() == wanted.hasBackendService()) {
            throw ApiError.invalid(
                    "resource.target", wanted.getTarget(), "Exactly one of target and backendService must be set.");
        }
        if (!wanted.hasIPProtocol()) {
            rule.setIPProtocol("TCP");
        }
        Ports.accept(wanted, rule);
        target(draft, rule.build(), "");
        RuleAddresses.accept(draft, wanted, rule);
        Ports.free(draft.store(), rule.build());
        return rule.build();
    }

    private static void target(Draft draft, ForwardingRule rule, String before) {
        if (!before.isEmpty() && !collection(before).equals(collection(rule.getTarget()))) {
            throw ApiError.invalid(
                    "resource.target", rule.getTarget(), "The new target must be of the same type as the old one.");
        }
        Set<String> schemes = new TreeSet<>();
        if (rule.hasBackendService()) {
            var service = draft.store().message(rule.getBackendService(), BackendService.class);
            schemes.add(service.getLoadBalancingScheme());
            if (!BackendServices.passes(draft, service.getLoadBalancingScheme())) {
                throw ApiError.invalid(
                        "resource.backendService",
                        rule.getBackendService(),
                        "The backend service is one of a proxy; set a target.");
            }
            passed(rule, service);
        } else {
            schemes.addAll(schemes(draft.store(), rule.getTarget()));
        }
        var scheme = rule.getLoadBalancingScheme();
        if (!schemes.isEmpty() && !schemes.equals(Set.of(scheme))) {
            throw ApiError.invalid(
                    "resource.loadBalancingScheme",
                    scheme,
                    "The backend services of the target have the load balancing scheme %s.".formatted(schemes));
        }
        var map = UrlMaps.map(draft.store(), rule.getTarget());
        if (!map.isEmpty()) {
            UrlMapFeatures.check(draft.store().message(map, UrlMap.class), scheme, draft.global());
            if (!draft.global() && !scheme.endsWith("_MANAGED")) {
                throw ApiError.invalid(
                        "resource.loadBalancingScheme", scheme, "The target needs a managed load balancing scheme.");
            }
        }
    }

    private static String collection(String url) {
        return Link.parse(url, "").map(Link::collection).orElse("");
    }

    private static void passed(ForwardingRule rule, BackendService service) {
        var protocol = rule.getIPProtocol();
        boolean fits = switch (service.getProtocol()) {
            case "TCP" -> protocol.equals("TCP");
            case "UDP" -> protocol.equals("UDP");
            default -> protocol.equals("L3_DEFAULT") || protocol.equals("TCP") || protocol.equals("UDP");
        };
        if (!fits) {
            throw ApiError.invalid(
                    "resource.IPProtocol",
                    protocol,
                    "The backend service has the protocol %s.".formatted(service.getProtocol()));
        }
    }

    /** The schemes of the services behind a target. */
    private static Set<String> schemes(Store store, String target) {
        var link = Link.parse(target, store.settings().project().id()).orElseThrow();
        return switch (store.get(link).message()) {
            case TargetHttpProxy proxy -> UrlMaps.schemes(store, store.message(proxy.getUrlMap(), UrlMap.class));
            case TargetHttpsProxy proxy -> UrlMaps.schemes(store, store.message(proxy.getUrlMap(), UrlMap.class));
            case TargetTcpProxy proxy -> scheme(store, proxy.getService());
            case TargetSslProxy proxy -> scheme(store, proxy.getService());
            default -> throw new IllegalStateException(target + " is not a target");
        };
    }

    private static Set<String> scheme(Store store, String service) {
        return Set.of(store.message(service, BackendService.class).getLoadBalancingScheme());
    }
}
