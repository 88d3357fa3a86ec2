package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateLoadBalancerNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidSecurityGroupException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyLoadBalancersException;

class LoadBalancersEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void becomesActive() {
        var created = cloud.client
                .createLoadBalancer(request ->
                        request.name("shop").subnets("subnet-0b", "subnet-0a").securityGroups("sg-0e"))
                .loadBalancers()
                .getFirst();

        assertThat(created.loadBalancerArn())
                .matches("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/[0-9a-f]{16}");
        assertThat(created.dnsName()).matches("shop-[0-9a-f]+\\.eu-west-1\\.elb\\.amazonaws\\.com");
        assertThat(created.schemeAsString()).isEqualTo("internet-facing");
        assertThat(created.securityGroups()).containsExactly("sg-0e");
        assertThat(created.availabilityZones())
                .extracting("zoneName")
                .containsExactlyInAnyOrder("eu-west-1a", "eu-west-1b");
        assertThat(created.state().code()).isEqualTo(LoadBalancerStateEnum.PROVISIONING);
        assertThat(states("shop")).containsExactly(LoadBalancerStateEnum.PROVISIONING, LoadBalancerStateEnum.ACTIVE);
    }

    private List<LoadBalancerStateEnum> states(String name) {
        return List.of(state(name), state(name));
    }

    private LoadBalancerStateEnum state(String name) {
        return cloud.client
                .describeLoadBalancers(request -> request.names(name))
                .loadBalancers()
                .getFirst()
                .state()
                .code();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-name-that-is-longer-than-32-char", "-shop", "shop-", "shop_1", "internal-shop"})
    void refusesNames(String name) {
        assertThatThrownBy(() -> cloud.balancer(name))
                .isInstanceOfSatisfying(
                        ElasticLoadBalancingV2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
    }

    @Test
    void takesEqualSettingsAgainAndRefusesOthers() {
        var arn = cloud.balancer("shop");

        assertThat(cloud.balancer("shop")).isEqualTo(arn);
        assertThatThrownBy(() -> cloud.client.createLoadBalancer(
                        request -> request.name("shop").subnets("subnet-0a", "subnet-0c")))
                .isInstanceOf(DuplicateLoadBalancerNameException.class);
    }

    @Test
    void needsTwoZones() {
        assertThatThrownBy(() -> cloud.client.createLoadBalancer(
                        request -> request.name("shop").subnets("subnet-0a")))
                .isInstanceOf(ElasticLoadBalancingV2Exception.class)
                .hasMessageContaining("two different Availability Zones");
        assertThat(cloud.networkBalancer("net")).contains(":loadbalancer/net/net/");
    }

    @Test
    void refusesSubnetsAndSecurityGroupsThatAreNotThere() {
        assertThatThrownBy(() -> cloud.client.createLoadBalancer(
                        request -> request.name("shop").subnets("subnet-0a", "subnet-99")))
                .isInstanceOf(SubnetNotFoundException.class);
        assertThatThrownBy(() -> cloud.client.createLoadBalancer(request ->
                        request.name("shop").subnets("subnet-0a", "subnet-0b").securityGroups("sg-99")))
                .isInstanceOf(InvalidSecurityGroupException.class);
    }

    @Test
    void changesSubnetsSecurityGroupsAndAddresses() {
        var arn = cloud.client
                .createLoadBalancer(request -> request.name("shop").subnets("subnet-0a", "subnet-0c"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();

        cloud.client.setSubnets(request -> request.loadBalancerArn(arn).subnets("subnet-0a", "subnet-0b"));
        assertThat(cloud.client
                        .setSecurityGroups(
                                request -> request.loadBalancerArn(arn).securityGroups("sg-0e"))
                        .securityGroupIds())
                .containsExactly("sg-0e");
        assertThat(cloud.client
                        .setIpAddressType(
                                request -> request.loadBalancerArn(arn).ipAddressType("dualstack"))
                        .ipAddressTypeAsString())
                .isEqualTo("dualstack");

        LoadBalancer after = cloud.client
                .describeLoadBalancers(request -> request.loadBalancerArns(arn))
                .loadBalancers()
                .getFirst();
        assertThat(after.availabilityZones()).extracting("subnetId").containsExactly("subnet-0a", "subnet-0b");
        assertThat(after.securityGroups()).containsExactly("sg-0e");
        assertThat(after.ipAddressTypeAsString()).isEqualTo("dualstack");
    }

    @Test
    void networkBalancersMayLeaveZonesButGetNoFirstSecurityGroup() {
        var arn = cloud.networkBalancer("net");

        assertThat(cloud.client
                        .setSubnets(request -> request.loadBalancerArn(arn).subnets("subnet-0b"))
                        .availabilityZones())
                .extracting("subnetId")
                .containsExactly("subnet-0b");
        assertThatThrownBy(() -> cloud.client.setSecurityGroups(
                        request -> request.loadBalancerArn(arn).securityGroups("sg-0e")))
                .isInstanceOf(InvalidConfigurationRequestException.class);
    }

    @Test
    void keepsAttributesAndRefusesUnknownOnes() {
        var arn = cloud.balancer("shop");

        cloud.client.modifyLoadBalancerAttributes(
                request -> request.loadBalancerArn(arn).attributes(attribute("idle_timeout.timeout_seconds", "4000")));

        assertThat(cloud.client
                        .describeLoadBalancerAttributes(request -> request.loadBalancerArn(arn))
                        .attributes())
                .contains(
                        attribute("idle_timeout.timeout_seconds", "4000"), attribute("routing.http2.enabled", "true"));
        assertThatThrownBy(() -> cloud.client.modifyLoadBalancerAttributes(
                        request -> request.loadBalancerArn(arn).attributes(attribute("idle_timeout", "1"))))
                .hasMessageContaining("Attribute key 'idle_timeout' is not recognized");
        assertThatThrownBy(() -> cloud.client.modifyLoadBalancerAttributes(request ->
                        request.loadBalancerArn(arn).attributes(attribute("idle_timeout.timeout_seconds", "4001"))))
                .isInstanceOf(InvalidConfigurationRequestException.class);
    }

    private static LoadBalancerAttribute attribute(String key, String value) {
        return LoadBalancerAttribute.builder().key(key).value(value).build();
    }

    @Test
    void deletionProtectionHolds() {
        var arn = cloud.balancer("shop");
        cloud.client.modifyLoadBalancerAttributes(
                request -> request.loadBalancerArn(arn).attributes(attribute("deletion_protection.enabled", "true")));

        assertThatThrownBy(() -> cloud.client.deleteLoadBalancer(request -> request.loadBalancerArn(arn)))
                .isInstanceOf(OperationNotPermittedException.class);
    }

    @Test
    void deletesWithListenersAndAgain() {
        var arn = cloud.balancer("shop");
        var group = cloud.group("web");
        cloud.listener(arn, 80, Cloud.forward(group));

        cloud.client.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        cloud.client.deleteLoadBalancer(request -> request.loadBalancerArn(arn));

        assertThatThrownBy(() -> cloud.client.describeLoadBalancers(request -> request.loadBalancerArns(arn)))
                .isInstanceOf(LoadBalancerNotFoundException.class);
        cloud.client.deleteTargetGroup(request -> request.targetGroupArn(group));
    }

    @Test
    void pagesThroughAll() {
        try (var paged = Cloud.start(Settings.usual().with(new Pace(2, 1, 1, 1)))) {
            for (int i = 0; i < 5; i++) {
                paged.balancer("shop-" + i);
            }

            assertThat(paged.client.describeLoadBalancersPaginator().loadBalancers())
                    .extracting(LoadBalancer::loadBalancerName)
                    .containsExactly("shop-0", "shop-1", "shop-2", "shop-3", "shop-4");
            assertThat(paged.operations())
                    .filteredOn("DescribeLoadBalancers"::equals)
                    .hasSize(3);
        }
    }

    @Test
    void keepsToTheLimitOfTheAccount() {
        try (var small = Cloud.start(Settings.usual().withLimits(Map.of("application-load-balancers", 1)))) {
            small.balancer("shop-1");

            assertThatThrownBy(() -> small.balancer("shop-2")).isInstanceOf(TooManyLoadBalancersException.class);
            assertThat(small.networkBalancer("net")).isNotEmpty();
        }
    }
}
