package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ConnectionDraining;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Rules for backend services.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service">Backend services overview</a>
 */
final class BackendServices {
    static final Set<String> WEB = Set.of("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC");
    private static final Set<String> PASSED = Set.of("TCP", "UDP", "UNSPECIFIED");
    private static final int MOST_COOKIE_SECONDS = 1_209_600;
    private static final int MOST_DRAINING_SECONDS = 3600;

    /** The protocols of each load balancing scheme, where there is one service for all, and in a region. */
    private static final Map<String, Set<String>> GLOBAL_PROTOCOLS = Map.of(
            "EXTERNAL", Set.of("HTTP", "HTTPS", "HTTP2", "GRPC", "TCP", "SSL"),
            "EXTERNAL_MANAGED", Set.of("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC", "TCP", "SSL"),
            "INTERNAL_MANAGED", Set.of("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC", "TCP"),
            "INTERNAL_SELF_MANAGED", Set.of("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC", "TCP"));

    private static final Map<String, Set<String>> REGIONAL_PROTOCOLS = Map.of(
            "EXTERNAL",
            PASSED,
            "INTERNAL",
            PASSED,
            "EXTERNAL_MANAGED",
            Set.of("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC", "TCP"),
            "INTERNAL_MANAGED",
            Set.of("HTTP", "HTTPS", "HTTP2", "H2C", "GRPC", "TCP"));
    private static final Set<String> PASSED_AFFINITIES =
            Set.of("NONE", "CLIENT_IP", "CLIENT_IP_PROTO", "CLIENT_IP_PORT_PROTO", "CLIENT_IP_NO_DESTINATION");
    private static final Map<String, Set<String>> AFFINITIES = Map.of(
            "EXTERNAL", Set.of("NONE", "CLIENT_IP", "GENERATED_COOKIE"),
            "EXTERNAL_MANAGED",
                    Set.of(
                            "NONE",
                            "CLIENT_IP",
                            "GENERATED_COOKIE",
                            "HEADER_FIELD",
                            "HTTP_COOKIE",
                            "STRONG_COOKIE_AFFINITY"));

    private BackendServices() {}

    /** Whether packets pass to the backends without a proxy. */
    static boolean passes(Draft draft, String scheme) {
        return !draft.global() && (scheme.equals("EXTERNAL") || scheme.equals("INTERNAL"));
    }

    static Message accept(Draft draft) {
        var wanted = draft.wanted(BackendService.class);
        var service = wanted.toBuilder();
        if (!wanted.hasLoadBalancingScheme()) {
            service.setLoadBalancingScheme("EXTERNAL");
        }
        var scheme = service.getLoadBalancingScheme();
        boolean passes = passes(draft, scheme);
        if (!wanted.hasProtocol()) {
            service.setProtocol(passes ? "TCP" : "HTTP");
        }
        var protocols = draft.global() ? GLOBAL_PROTOCOLS : REGIONAL_PROTOCOLS;
        if (!protocols.containsKey(scheme)) {
            throw ApiError.invalid(
                    "resource.loadBalancingScheme",
                    scheme,
                    "The load balancing scheme is not supported in the scope '%s'."
                            .formatted(draft.self().scope().path()));
        }
        if (!protocols.getOrDefault(scheme, Set.of()).contains(service.getProtocol())) {
            throw ApiError.invalid(
                    "resource.protocol",
                    service.getProtocol(),
                    "The protocol is not supported for load balancing scheme '%s'.".formatted(scheme));
        }
        times(wanted, service);
        affinity(draft, service, passes);
        policies(draft, service, passes);
        Backends.check(draft, service, passes);
        if (!passes && !wanted.hasPortName() && !Backends.serverless(draft, service.getBackendsList())) {
            service.setPortName(service.getProtocol().toLowerCase(Locale.ROOT));
        }
        return service.build();
    }

    private static void times(BackendService wanted, BackendService.Builder service) {
        if (!wanted.hasTimeoutSec()) {
            service.setTimeoutSec(30);
        }
        Ranges.within("resource.timeoutSec", service.getTimeoutSec(), 1, Integer.MAX_VALUE);
        var draining = wanted.getConnectionDraining().getDrainingTimeoutSec();
        Ranges.within("resource.connectionDraining.drainingTimeoutSec", draining, 0, MOST_DRAINING_SECONDS);
        service.setConnectionDraining(ConnectionDraining.newBuilder().setDrainingTimeoutSec(draining));
    }

    private static void affinity(Draft draft, BackendService.Builder service, boolean passes) {
        if (!service.hasSessionAffinity()) {
            service.setSessionAffinity("NONE");
        }
        var scheme = service.getLoadBalancingScheme();
        var affinity = service.getSessionAffinity();
        var possible = passes
                ? PASSED_AFFINITIES
                : AFFINITIES.getOrDefault(scheme, AFFINITIES.getOrDefault("EXTERNAL_MANAGED", Set.of()));
        if (!possible.contains(affinity)) {
            throw ApiError.invalid(
                    "resource.sessionAffinity",
                    affinity,
                    "The session affinity is not supported for load balancing scheme '%s' in the scope '%s'."
                            .formatted(scheme, draft.self().scope().path()));
        }
        if (service.getAffinityCookieTtlSec() != 0
                && !affinity.equals("GENERATED_COOKIE")
                && !affinity.equals("HTTP_COOKIE")) {
            throw ApiError.invalid(
                    "resource.affinityCookieTtlSec",
                    service.getAffinityCookieTtlSec(),
                    "Requires GENERATED_COOKIE or HTTP_COOKIE session affinity.");
        }
        Ranges.within("resource.affinityCookieTtlSec", service.getAffinityCookieTtlSec(), 0, MOST_COOKIE_SECONDS);
        if (affinity.equals("HTTP_COOKIE")
                && service.getConsistentHash().getHttpCookie().getName().isEmpty()) {
            throw ApiError.required("resource.consistentHash.httpCookie.name");
        }
        if (affinity.equals("HEADER_FIELD")
                && service.getConsistentHash().getHttpHeaderName().isEmpty()) {
            throw ApiError.required("resource.consistentHash.httpHeaderName");
        }
        if (affinity.equals("STRONG_COOKIE_AFFINITY") != service.hasStrongSessionAffinityCookie()) {
            throw ApiError.invalid(
                    "resource.strongSessionAffinityCookie",
                    affinity,
                    "Must be set with STRONG_COOKIE_AFFINITY, and with no other session affinity.");
        }
    }

    private static void policies(Draft draft, BackendService.Builder service, boolean passes) {
        var scheme = service.getLoadBalancingScheme();
        boolean classic = scheme.equals("EXTERNAL") && !passes;
        if (classic) {
            managedOnly(service.hasLocalityLbPolicy(), "localityLbPolicy", service.getLocalityLbPolicy());
            managedOnly(service.hasOutlierDetection(), "outlierDetection", "");
            managedOnly(service.hasCircuitBreakers(), "circuitBreakers", "");
            managedOnly(service.hasConsistentHash(), "consistentHash", "");
        } else if (!passes && !service.hasLocalityLbPolicy()) {
            service.setLocalityLbPolicy(service.getSessionAffinity().equals("NONE") ? "ROUND_ROBIN" : "MAGLEV");
        }
        var policy = service.getLocalityLbPolicy();
        boolean weighted = List.of("WEIGHTED_MAGLEV", "WEIGHTED_GCP_RENDEZVOUS", "GCP_RENDEZVOUS")
                .contains(policy);
        boolean ring = policy.equals("RING_HASH")
                && !(scheme.equals("INTERNAL_MANAGED") && !draft.global())
                && !scheme.equals("INTERNAL_SELF_MANAGED");
        if (service.hasLocalityLbPolicy() && (ring || (passes ? !weighted && !policy.equals("MAGLEV") : weighted))) {
            throw ApiError.invalid(
                    "resource.localityLbPolicy",
                    policy,
                    "The policy is not supported for load balancing scheme '%s' in the scope '%s'."
                            .formatted(scheme, draft.self().scope().path()));
        }
        if (service.hasLogConfig()) {
            float rate = service.getLogConfig().getSampleRate();
            if (rate < 0 || rate > 1) {
                throw ApiError.invalid("resource.logConfig.sampleRate", rate, "Must be from 0.0 to 1.0.");
            }
        }
        if (service.getEnableCDN() && (passes || !draft.global() || !scheme.startsWith("EXTERNAL"))) {
            throw ApiError.invalid(
                    "resource.enableCDN", true, "Cloud CDN needs a global external Application Load Balancer.");
        }
    }

    private static void managedOnly(boolean set, String field, String value) {
        if (set) {
            throw ApiError.invalid(
                    "resource." + field, value, "The field is not supported for load balancing scheme 'EXTERNAL'.");
        }
    }
}
