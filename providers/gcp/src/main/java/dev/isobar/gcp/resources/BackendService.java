package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Backends that do the same job, and how traffic is sent to them.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/backendServices">backendServices</a>
 */
public record BackendService(Id id, Kind kind, Serving serving, Settings settings, String description)
        implements GcpResource {
    /** The scheme cannot change. */
    public record Kind(LoadBalancingScheme loadBalancingScheme, Protocol protocol) {}

    public enum Protocol {
        HTTP,
        HTTPS,
        /** HTTP/2 in TLS. */
        HTTP2,
        /** HTTP/2 without TLS. */
        H2C,
        TCP,
        SSL,
        UDP
    }

    /**
     * @param healthCheck absent where the backends are on the internet
     * @param securityPolicy set by a call of its own
     */
    public record Serving(List<Backend> backends, Optional<Ref> healthCheck, Optional<Ref> securityPolicy) {
        public Serving {
            backends = List.copyOf(backends);
        }
    }

    /** @param balancing absent where Google knows no balancing mode: backends on the internet */
    public record Backend(Group group, Optional<Balancing> balancing) {}

    /** Where a backend is. */
    public sealed interface Group {
        /** A {@link NetworkEndpointGroup} of ours. */
        record EndpointGroup(Ref networkEndpointGroup) implements Group {}

        /** Virtual machines that somebody else groups. */
        record InstanceGroup(Id instanceGroup) implements Group {}
    }

    /**
     * @param capacityScaler 0, or 0.1 to 1.0; with 0 the backend gets nothing new
     * @param maxRatePerEndpoint requests per second; with {@code RATE}
     * @param maxConnectionsPerEndpoint with {@code CONNECTION}; absent for passthrough load balancers
     */
    public record Balancing(
            BalancingMode balancingMode,
            double capacityScaler,
            OptionalInt maxRatePerEndpoint,
            OptionalInt maxConnectionsPerEndpoint) {}

    public enum BalancingMode {
        RATE,
        CONNECTION
    }

    /**
     * @param timeoutSec of proxies: until a response is complete, or a connection idle; absent for passthrough load
     *     balancers
     * @param drainingTimeoutSec 0 to 3600
     */
    public record Settings(
            OptionalInt timeoutSec,
            int drainingTimeoutSec,
            Affinity affinity,
            Protection protection,
            Optional<TlsSettings> tlsSettings) {}

    /**
     * How a backend is chosen.
     *
     * @param localityLbPolicy absent where connections, not requests, are sent
     */
    public record Affinity(
            SessionAffinity sessionAffinity,
            Optional<LocalityLbPolicy> localityLbPolicy,
            Optional<ConsistentHash> consistentHash,
            Optional<HttpCookie> strongSessionAffinityCookie) {}

    public enum SessionAffinity {
        NONE,
        CLIENT_IP,
        HEADER_FIELD,
        HTTP_COOKIE,
        STRONG_COOKIE_AFFINITY
    }

    public enum LocalityLbPolicy {
        ROUND_ROBIN,
        LEAST_REQUEST,
        RANDOM,
        RING_HASH,
        MAGLEV
    }

    /** What is hashed, with the affinities {@code HEADER_FIELD} and {@code HTTP_COOKIE}. */
    public sealed interface ConsistentHash {
        record HttpHeaderName(String httpHeaderName) implements ConsistentHash {}

        record Cookie(HttpCookie httpCookie) implements ConsistentHash {}
    }

    /** @param ttlSec 0: until the browser ends */
    public record HttpCookie(String name, String path, int ttlSec) {}

    /** @param maxRequestsPerConnection of the circuit breakers */
    public record Protection(OptionalInt maxRequestsPerConnection, Optional<OutlierDetection> outlierDetection) {
        public static final Protection NONE = new Protection(OptionalInt.empty(), Optional.empty());
    }

    /** @param consecutiveErrors answers with 5xx, or none, that take an endpoint out */
    public record OutlierDetection(
            int consecutiveErrors, int intervalSec, int baseEjectionTimeSec, int maxEjectionPercent) {}

    /** @param sni server name that is asked for, and that the certificate must have */
    public record TlsSettings(String sni) {}

    @Override
    public Set<Ref> uses() {
        var used = new HashSet<Ref>();
        serving.healthCheck().ifPresent(used::add);
        serving.securityPolicy().ifPresent(used::add);
        for (var backend : serving.backends()) {
            if (backend.group() instanceof Group.EndpointGroup(var group)) {
                used.add(group);
            }
        }
        return Set.copyOf(used);
    }
}
