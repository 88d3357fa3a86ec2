package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A target group.
 *
 * @param name unique in a region and account, at most 32 letters, digits and dashes; ends in a digest of what cannot
 *     change
 * @param attributes key to value, as {@code ModifyTargetGroupAttributes} takes them
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">
 *     CreateTargetGroup</a>
 */
public record TargetGroup(
        String name,
        Fixed fixed,
        HealthCheck healthCheck,
        SortedMap<String, String> attributes,
        SortedMap<String, String> tags)
        implements AwsResource {
    public TargetGroup {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /**
     * What cannot change after creation.
     *
     * @param protocol absent for functions
     * @param port of targets that are registered without one; absent for functions
     * @param protocolVersion of HTTP and HTTPS; absent for others
     * @param ipAddressType absent for functions
     */
    public record Fixed(
            Optional<Protocol> protocol,
            OptionalInt port,
            Optional<ProtocolVersion> protocolVersion,
            TargetType targetType,
            Optional<String> vpcId,
            Optional<IpAddressType> ipAddressType) {
        /** With IPv4 addresses, except for functions. */
        public Fixed(
                Optional<Protocol> protocol,
                OptionalInt port,
                Optional<ProtocolVersion> protocolVersion,
                TargetType targetType,
                Optional<String> vpcId) {
            this(
                    protocol,
                    port,
                    protocolVersion,
                    targetType,
                    vpcId,
                    targetType == TargetType.LAMBDA ? Optional.empty() : Optional.of(IpAddressType.IPV4));
        }
    }

    /** Of the addresses of targets. */
    public enum IpAddressType {
        IPV4,
        IPV6
    }

    public enum Protocol {
        HTTP,
        HTTPS,
        TCP,
        TLS,
        UDP,
        TCP_UDP
    }

    public enum ProtocolVersion {
        HTTP1,
        HTTP2,
        GRPC
    }

    public enum TargetType {
        INSTANCE,
        IP,
        LAMBDA,
        ALB
    }

    /** Absent of functions: the service does not probe them unless asked to. */
    public sealed interface HealthCheck {
        record Disabled() implements HealthCheck {}

        /**
         * @param request absent for TCP
         * @param port a number, or {@code traffic-port}
         */
        record Enabled(CheckProtocol protocol, String port, Optional<CheckRequest> request, Timing timing)
                implements HealthCheck {}
    }

    public enum CheckProtocol {
        HTTP,
        HTTPS,
        TCP
    }

    /** @param matcher codes, as in {@code 200-299,301}; of gRPC targets gRPC codes */
    public record CheckRequest(String path, String matcher) {}

    public record Timing(
            int intervalSeconds, int timeoutSeconds, int healthyThresholdCount, int unhealthyThresholdCount) {}

    /** The reference of a target group with this name. */
    public static Ref ref(String name) {
        return new Ref("TargetGroup", name);
    }

    @Override
    public Ref ref() {
        return ref(name);
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
