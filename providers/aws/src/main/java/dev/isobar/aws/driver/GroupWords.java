package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Registrations.TargetDescription;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TargetGroup.CheckProtocol;
import dev.isobar.aws.resources.TargetGroup.CheckRequest;
import dev.isobar.aws.resources.TargetGroup.Fixed;
import dev.isobar.aws.resources.TargetGroup.HealthCheck;
import dev.isobar.aws.resources.TargetGroup.IpAddressType;
import dev.isobar.aws.resources.TargetGroup.Protocol;
import dev.isobar.aws.resources.TargetGroup.ProtocolVersion;
import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.aws.resources.TargetGroup.Timing;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;

/** Target groups and targets in the words of the client, there and back. */
final class GroupWords {
    /** What the service says of addresses outside of its network. */
    private static final String EVERYWHERE = "all";

    private GroupWords() {}

    static void write(TargetGroup group, CreateTargetGroupRequest.Builder request) {
        var fixed = group.fixed();
        request.name(group.name())
                .targetType(fixed.targetType().name().toLowerCase(Locale.ROOT))
                .tags(Marks.tags(Marks.written(group.tags())));
        fixed.protocol().ifPresent(protocol -> request.protocol(protocol.name()));
        fixed.port().ifPresent(request::port);
        fixed.protocolVersion().ifPresent(version -> request.protocolVersion(version.name()));
        fixed.vpcId().ifPresent(request::vpcId);
        fixed.ipAddressType()
                .ifPresent(type -> request.ipAddressType(type.name().toLowerCase(Locale.ROOT)));
        switch (group.healthCheck()) {
            case HealthCheck.Disabled _ -> request.healthCheckEnabled(false);
            case HealthCheck.Enabled(var protocol, var port, var asked, var timing) -> {
                request.healthCheckEnabled(true)
                        .healthCheckIntervalSeconds(timing.intervalSeconds())
                        .healthCheckTimeoutSeconds(timing.timeoutSeconds())
                        .healthyThresholdCount(timing.healthyThresholdCount())
                        .unhealthyThresholdCount(timing.unhealthyThresholdCount());
                if (fixed.targetType() != TargetType.LAMBDA) {
                    request.healthCheckProtocol(protocol.name()).healthCheckPort(port);
                }
                asked.ifPresent(
                        request1 -> request.healthCheckPath(request1.path()).matcher(matcher(group, request1)));
            }
        }
    }

    static void write(TargetGroup group, ModifyTargetGroupRequest.Builder request) {
        switch (group.healthCheck()) {
            case HealthCheck.Disabled _ -> request.healthCheckEnabled(false);
            case HealthCheck.Enabled(var protocol, var port, var asked, var timing) -> {
                request.healthCheckEnabled(true)
                        .healthCheckIntervalSeconds(timing.intervalSeconds())
                        .healthCheckTimeoutSeconds(timing.timeoutSeconds())
                        .healthyThresholdCount(timing.healthyThresholdCount())
                        .unhealthyThresholdCount(timing.unhealthyThresholdCount());
                if (group.fixed().targetType() != TargetType.LAMBDA) {
                    request.healthCheckProtocol(protocol.name()).healthCheckPort(port);
                }
                asked.ifPresent(
                        request1 -> request.healthCheckPath(request1.path()).matcher(matcher(group, request1)));
            }
        }
    }

    private static Matcher matcher(TargetGroup group, CheckRequest asked) {
        return isGrpc(group.fixed().protocolVersion())
                ? Matcher.builder().grpcCode(asked.matcher()).build()
                : Matcher.builder().httpCode(asked.matcher()).build();
    }

    private static boolean isGrpc(Optional<ProtocolVersion> version) {
        return version.equals(Optional.of(ProtocolVersion.GRPC));
    }

    /** @param tags ours */
    static TargetGroup read(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group,
            SortedMap<String, String> attributes,
            SortedMap<String, String> tags) {
        return new TargetGroup(group.targetGroupName(), fixed(group), check(group), attributes, tags);
    }

    static Fixed fixed(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group) {
        return new Fixed(
                word(Protocol.class, group.protocolAsString()),
                group.port() == null || group.port() == 0 ? OptionalInt.empty() : OptionalInt.of(group.port()),
                word(ProtocolVersion.class, group.protocolVersion()),
                word(TargetType.class, group.targetTypeAsString()).orElse(TargetType.INSTANCE),
                Optional.ofNullable(group.vpcId()).filter(vpc -> !vpc.isEmpty()),
                "lambda".equals(group.targetTypeAsString())
                        ? Optional.empty()
                        : word(IpAddressType.class, group.ipAddressTypeAsString())
                                .or(() -> Optional.of(IpAddressType.IPV4)));
    }

    /** Empty also where it is one that we never write: then it differs from what is wanted. */
    static <E extends Enum<E>> Optional<E> word(Class<E> type, @Nullable String word) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static HealthCheck check(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group) {
        if (!Boolean.TRUE.equals(group.healthCheckEnabled())) {
            return new HealthCheck.Disabled();
        }
        var protocol =
                word(CheckProtocol.class, group.healthCheckProtocolAsString()).orElse(CheckProtocol.HTTP);
        Optional<CheckRequest> request = protocol == CheckProtocol.TCP
                ? Optional.empty()
                : Optional.of(new CheckRequest(
                        Optional.ofNullable(group.healthCheckPath()).orElse(""), codes(group.matcher())));
        return new HealthCheck.Enabled(
                protocol,
                Optional.ofNullable(group.healthCheckPort()).orElse("traffic-port"),
                request,
                new Timing(
                        number(group.healthCheckIntervalSeconds()),
                        number(group.healthCheckTimeoutSeconds()),
                        number(group.healthyThresholdCount()),
                        number(group.unhealthyThresholdCount())));
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String codes(@Nullable Matcher matcher) {
        if (matcher == null) {
            return "";
        }
        return Optional.ofNullable(matcher.grpcCode())
                .or(() -> Optional.ofNullable(matcher.httpCode()))
                .orElse("");
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription write(
            TargetDescription target) {
        var written = software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription.builder()
                .id(target.id());
        target.port().ifPresent(written::port);
        target.availabilityZone().ifPresent(written::availabilityZone);
        return written.build();
    }

    /** The service adds the zone of the subnet to addresses in its network, whatever was said: that is no part of it. */
    static TargetDescription read(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription target) {
        return new TargetDescription(
                target.id(),
                target.port() == null || target.port() == 0 ? OptionalInt.empty() : OptionalInt.of(target.port()),
                Optional.ofNullable(target.availabilityZone()).filter(EVERYWHERE::equals));
    }
}
