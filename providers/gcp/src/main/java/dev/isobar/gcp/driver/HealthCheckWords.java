package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.GRPCHealthCheck;
import com.google.cloud.compute.v1.GRPCTLSHealthCheck;
import com.google.cloud.compute.v1.HTTP2HealthCheck;
import com.google.cloud.compute.v1.HTTPHealthCheck;
import com.google.cloud.compute.v1.HTTPSHealthCheck;
import com.google.cloud.compute.v1.TCPHealthCheck;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.HealthCheck;
import dev.isobar.gcp.resources.HealthCheck.Port;
import dev.isobar.gcp.resources.HealthCheck.Probe;
import dev.isobar.gcp.resources.HealthCheck.ProbeType;
import dev.isobar.gcp.resources.HealthCheck.Timing;
import dev.isobar.gcp.resources.Id;
import java.util.Map;

/**
 * Health checks in messages. Each type has a message of its own for the probe, in a field of its own; what they have in
 * common has the same names.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/healthChecks">healthChecks</a>
 */
final class HealthCheckWords {
    private static final String SERVING = "USE_SERVING_PORT";
    private static final String FIXED = "USE_FIXED_PORT";
    private static final Map<ProbeType, String> FIELDS = Map.of(
            ProbeType.TCP, "tcp_health_check",
            ProbeType.HTTP, "http_health_check",
            ProbeType.HTTPS, "https_health_check",
            ProbeType.HTTP2, "http2_health_check",
            ProbeType.GRPC, "grpc_health_check",
            ProbeType.GRPC_WITH_TLS, "grpc_tls_health_check");

    private HealthCheckWords() {}

    /** @param before what is there, or nothing: what a model does not say stays */
    static com.google.cloud.compute.v1.HealthCheck write(
            HealthCheck check, com.google.cloud.compute.v1.HealthCheck before) {
        var written = before.toBuilder()
                .setName(check.id().name())
                .setDescription(check.description())
                .setType(check.type().name())
                .setCheckIntervalSec(check.timing().checkIntervalSec())
                .setTimeoutSec(check.timing().timeoutSec())
                .setHealthyThreshold(check.timing().healthyThreshold())
                .setUnhealthyThreshold(check.timing().unhealthyThreshold());
        for (var type : ProbeType.values()) {
            if (type != check.type()) {
                written.clearField(field(type));
            }
        }
        var field = field(check.type());
        written.setField(field, write(check.probe(), (Message) before.getField(field)));
        return written.build();
    }

    private static FieldDescriptor field(ProbeType type) {
        return com.google.cloud.compute.v1.HealthCheck.getDescriptor().findFieldByName(FIELDS.get(type));
    }

    private static Message write(Probe probe, Message before) {
        var written = before.toBuilder();
        switch (probe) {
            case Probe.Tcp(var port) -> write(port, written);
            case Probe.Http(var port, var host, var path) -> {
                write(port, written);
                set(written, "host", host);
                set(written, "request_path", path);
            }
            case Probe.Grpc(var port, var service) -> {
                write(port, written);
                set(written, "grpc_service_name", service);
            }
        }
        return written.build();
    }

    private static void write(Port port, Message.Builder written) {
        switch (port) {
            case Port.Serving() -> {
                written.clearField(field(written, "port"));
                set(written, "port_specification", SERVING);
            }
            case Port.Fixed(var number) -> {
                written.setField(field(written, "port"), number);
                set(written, "port_specification", FIXED);
            }
        }
    }

    private static FieldDescriptor field(Message.Builder message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static void set(Message.Builder message, String name, String value) {
        if (value.isEmpty()) {
            message.clearField(field(message, name));
        } else {
            message.setField(field(message, name), value);
        }
    }

    static HealthCheck read(com.google.cloud.compute.v1.HealthCheck check, Id id) {
        var type = Vocabulary.word(ProbeType.class, check.getType());
        return new HealthCheck(
                id,
                type,
                probe((Message) check.getField(field(type))),
                new Timing(
                        check.getCheckIntervalSec(),
                        check.getTimeoutSec(),
                        check.getHealthyThreshold(),
                        check.getUnhealthyThreshold()),
                check.getDescription());
    }

    private static Probe probe(Message probe) {
        return switch (probe) {
            case TCPHealthCheck tcp -> new Probe.Tcp(port(tcp.getPortSpecification(), tcp.getPort()));
            case HTTPHealthCheck http ->
                new Probe.Http(
                        port(http.getPortSpecification(), http.getPort()), http.getHost(), http.getRequestPath());
            case HTTPSHealthCheck http ->
                new Probe.Http(
                        port(http.getPortSpecification(), http.getPort()), http.getHost(), http.getRequestPath());
            case HTTP2HealthCheck http ->
                new Probe.Http(
                        port(http.getPortSpecification(), http.getPort()), http.getHost(), http.getRequestPath());
            case GRPCHealthCheck grpc ->
                new Probe.Grpc(port(grpc.getPortSpecification(), grpc.getPort()), grpc.getGrpcServiceName());
            case GRPCTLSHealthCheck grpc ->
                new Probe.Grpc(port(grpc.getPortSpecification(), grpc.getPort()), grpc.getGrpcServiceName());
            default ->
                throw new IllegalStateException(
                        "no probe: " + probe.getDescriptorForType().getFullName());
        };
    }

    private static Port port(String specification, int port) {
        return specification.equals(SERVING) ? new Port.Serving() : new Port.Fixed(port);
    }
}
