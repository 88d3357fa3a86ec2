package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupIpAddressTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** IPv6. */
class AddressesEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ElasticLoadBalancingV2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private String balancer(String type, String... subnets) {
        return cloud.client
                .createLoadBalancer(request -> request.name(type)
                        .type(type)
                        .ipAddressType(IpAddressType.DUALSTACK)
                        .subnets(subnets))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
    }

    private String group(String name, ProtocolEnum protocol) {
        return cloud.client
                .createTargetGroup(request -> request.name(name)
                        .protocol(protocol)
                        .port(80)
                        .vpcId(Cloud.VPC)
                        .targetType(TargetTypeEnum.IP)
                        .ipAddressType(TargetGroupIpAddressTypeEnum.IPV6))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private void listener(String balancer, ProtocolEnum protocol, Action action) {
        cloud.client.createListener(request ->
                request.loadBalancerArn(balancer).protocol(protocol).port(53).defaultActions(action));
    }

    private static TargetDescription target(String id) {
        return TargetDescription.builder().id(id).build();
    }

    private static TargetGroupTuple tuple(String group) {
        return TargetGroupTuple.builder().targetGroupArn(group).build();
    }

    @Test
    void ipv6TargetsAreReachedFromDualstackLoadBalancersOnly() {
        var four = cloud.balancer("four");
        var six = balancer("application", "subnet-0a", "subnet-0b");
        var group = group("web", ProtocolEnum.HTTP);

        refused("InvalidConfigurationRequest", () -> listener(four, ProtocolEnum.HTTP, Cloud.forward(group)));
        listener(six, ProtocolEnum.HTTP, Cloud.forward(group));
        refused(
                "InvalidConfigurationRequest",
                () -> cloud.client.setIpAddressType(
                        request -> request.loadBalancerArn(six).ipAddressType(IpAddressType.IPV4)));
        assertThat(cloud.client
                        .setIpAddressType(
                                request -> request.loadBalancerArn(four).ipAddressType(IpAddressType.DUALSTACK))
                        .ipAddressType())
                .isEqualTo(IpAddressType.DUALSTACK);
    }

    @Test
    void dualstackNeedsSubnetsWithIpv6() {
        refused("InvalidSubnet", () -> balancer("application", "subnet-0a", "subnet-0c"));
        var six = balancer("application", "subnet-0a", "subnet-0b");
        refused(
                "InvalidSubnet",
                () -> cloud.client.setSubnets(
                        request -> request.loadBalancerArn(six).subnets("subnet-0a", "subnet-0c")));
    }

    @Test
    void aGroupHasAddressesOfOneKind() {
        var six = group("six", ProtocolEnum.HTTP);
        var four = cloud.group("four");

        cloud.client.registerTargets(request -> request.targetGroupArn(six).targets(target("2001:db8:0:b::7")));

        assertThat(cloud.client
                        .describeTargetHealth(request -> request.targetGroupArn(six))
                        .targetHealthDescriptions()
                        .getFirst()
                        .target()
                        .availabilityZone())
                .isEqualTo("eu-west-1b");
        refused(
                "ValidationError",
                () -> cloud.client.registerTargets(
                        request -> request.targetGroupArn(six).targets(target("10.0.0.1"))));
        refused(
                "ValidationError",
                () -> cloud.client.registerTargets(
                        request -> request.targetGroupArn(four).targets(target("2001:db8::1"))));
    }

    @Test
    void networkLoadBalancersTakeOneKindInAnActionAndUdpWithAPrefixOnly() {
        var six = balancer("network", "subnet-0a");
        var group = group("six", ProtocolEnum.TCP);
        var other = cloud.group("four", ProtocolEnum.TCP);
        var datagrams = cloud.group("datagrams", ProtocolEnum.UDP);
        var both = Action.builder()
                .type("forward")
                .forwardConfig(config -> config.targetGroups(tuple(group), tuple(other)))
                .build();

        refused("InvalidConfigurationRequest", () -> listener(six, ProtocolEnum.TCP, both));
        refused("InvalidConfigurationRequest", () -> listener(six, ProtocolEnum.UDP, Cloud.forward(datagrams)));
        cloud.client.setSubnets(
                request -> request.loadBalancerArn(six).subnets("subnet-0a").enablePrefixForIpv6SourceNat("on"));
        listener(six, ProtocolEnum.UDP, Cloud.forward(datagrams));
        refused(
                "InvalidConfigurationRequest",
                () -> cloud.client.setIpAddressType(request ->
                        request.loadBalancerArn(six).ipAddressType(IpAddressType.DUALSTACK_WITHOUT_PUBLIC_IPV4)));
    }
}
