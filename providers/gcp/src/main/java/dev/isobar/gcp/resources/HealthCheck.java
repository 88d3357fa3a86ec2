package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Set;

/**
 * How backends are probed.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/healthChecks">healthChecks</a>
 */
public record HealthCheck(Id id, ProbeType type, Probe probe, Timing timing, String description)
        implements GcpResource {
    public enum ProbeType {
        TCP,
        HTTP,
        HTTPS,
        HTTP2,
        GRPC,
        GRPC_WITH_TLS
    }

    /** The {@code ...HealthCheck} field that belongs to the type. */
    public sealed interface Probe {
        /** A connection is enough. */
        record Tcp(Port port) implements Probe {}

        /**
         * A GET request; only status 200 is healthy.
         *
         * @param host empty: the address of the backend
         */
        record Http(Port port, String host, String requestPath) implements Probe {}

        /**
         * The gRPC health service.
         *
         * @param grpcServiceName empty: the server as a whole
         */
        record Grpc(Port port, String grpcServiceName) implements Probe {}
    }

    /** The {@code portSpecification}. */
    public sealed interface Port {
        /** {@code USE_SERVING_PORT}: the port of each endpoint. */
        record Serving() implements Port {}

        /** {@code USE_FIXED_PORT}. */
        record Fixed(int port) implements Port {}
    }

    /**
     * @param checkIntervalSec 1 to 300
     * @param timeoutSec 1 to 300, not more than the interval
     * @param healthyThreshold consecutive successes, 1 to 10
     * @param unhealthyThreshold consecutive failures, 1 to 10
     */
    public record Timing(int checkIntervalSec, int timeoutSec, int healthyThreshold, int unhealthyThreshold) {}

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
