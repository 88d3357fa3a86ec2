package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTargetGroupsException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTargetsException;

class TargetGroupsEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void fillsInTheHealthCheck() {
        var group = described(cloud.group("web"));

        assertThat(group.targetGroupArn())
                .matches("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/[0-9a-f]{16}");
        assertThat(group.protocolVersion()).isEqualTo("HTTP1");
        assertThat(group.healthCheckProtocolAsString()).isEqualTo("HTTP");
        assertThat(group.healthCheckPort()).isEqualTo("traffic-port");
        assertThat(group.healthCheckPath()).isEqualTo("/");
        assertThat(group.healthCheckIntervalSeconds()).isEqualTo(30);
        assertThat(group.healthyThresholdCount()).isEqualTo(5);
        assertThat(group.unhealthyThresholdCount()).isEqualTo(2);
        assertThat(group.matcher().httpCode()).isEqualTo("200");
        assertThat(group.loadBalancerArns()).isEmpty();
    }

    private TargetGroup described(String arn) {
        return cloud.client
                .describeTargetGroups(request -> request.targetGroupArns(arn))
                .targetGroups()
                .getFirst();
    }

    @Test
    void takesEqualSettingsAgainAndRefusesOthers() {
        var arn = cloud.group("web");

        assertThat(cloud.group("web")).isEqualTo(arn);
        assertThatThrownBy(() -> cloud.group("web", ProtocolEnum.HTTPS))
                .isInstanceOf(DuplicateTargetGroupNameException.class);
    }

    @Test
    void changesTheHealthCheckOnly() {
        var arn = cloud.group("web");

        cloud.client.modifyTargetGroup(request -> request.targetGroupArn(arn)
                .healthCheckPath("/health")
                .healthCheckIntervalSeconds(10)
                .matcher(matcher -> matcher.httpCode("200-299,301")));

        var after = described(arn);
        assertThat(after.healthCheckPath()).isEqualTo("/health");
        assertThat(after.healthCheckIntervalSeconds()).isEqualTo(10);
        assertThat(after.matcher().httpCode()).isEqualTo("200-299,301");
        assertThat(after.unhealthyThresholdCount()).isEqualTo(2);
    }

    @Test
    void refusesHealthChecksOutOfRange() {
        var arn = cloud.group("web");

        assertThatThrownBy(() -> cloud.client.modifyTargetGroup(
                        request -> request.targetGroupArn(arn).healthCheckIntervalSeconds(4)))
                .hasMessageContaining("Member must have value greater than or equal to 5");
        assertThatThrownBy(() -> cloud.client.modifyTargetGroup(
                        request -> request.targetGroupArn(arn).matcher(matcher -> matcher.httpCode("200-500"))))
                .hasMessageContaining("must be within 200-499");
        assertThatThrownBy(() -> cloud.client.modifyTargetGroup(
                        request -> request.targetGroupArn(arn).healthCheckEnabled(false)))
                .isInstanceOf(ElasticLoadBalancingV2Exception.class);
    }

    @Test
    void isInUseWhileAnActionNamesIt() {
        var arn = cloud.group("web");
        var balancer = cloud.balancer("shop");
        var listener = cloud.listener(balancer, 80, Cloud.answer("404"));
        var rule = cloud.rule(listener.listenerArn(), 1, Cloud.forward(arn), Cloud.path("/x"));

        assertThat(described(arn).loadBalancerArns()).containsExactly(balancer);
        assertThatThrownBy(() -> cloud.client.deleteTargetGroup(request -> request.targetGroupArn(arn)))
                .isInstanceOf(ResourceInUseException.class);

        cloud.client.deleteRule(request -> request.ruleArn(rule.ruleArn()));
        cloud.client.deleteTargetGroup(request -> request.targetGroupArn(arn));
        assertThatThrownBy(() -> described(arn)).isInstanceOf(TargetGroupNotFoundException.class);
    }

    @Test
    void keepsAttributes() {
        var arn = cloud.group("web");

        cloud.client.modifyTargetGroupAttributes(request ->
                request.targetGroupArn(arn).attributes(attribute("deregistration_delay.timeout_seconds", "0")));

        assertThat(cloud.client
                        .describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
                        .attributes())
                .filteredOn(attribute -> attribute.key().startsWith("deregistration"))
                .singleElement()
                .satisfies(attribute -> assertThat(attribute.value()).isEqualTo("0"));
        assertThatThrownBy(() -> cloud.client.modifyTargetGroupAttributes(request ->
                        request.targetGroupArn(arn).attributes(attribute("proxy_protocol_v2.enabled", "true"))))
                .hasMessageContaining("not recognized");
    }

    private static TargetGroupAttribute attribute(String key, String value) {
        return TargetGroupAttribute.builder().key(key).value(value).build();
    }

    @Test
    void targetsBecomeHealthyOnceInUseAndDrainAfterwards() {
        var arn = cloud.group("web");
        register(arn, target("10.0.0.1"), target("10.0.0.2"));
        assertThat(states(arn)).containsExactly("unused", "unused");

        cloud.listener(cloud.balancer("shop"), 80, Cloud.forward(arn));
        cloud.emulator.faults().unhealthy("10.0.0.2");
        assertThat(states(arn)).containsExactly("initial", "initial");
        assertThat(states(arn)).containsExactly("healthy", "unhealthy");

        cloud.client.deregisterTargets(request -> request.targetGroupArn(arn).targets(target("10.0.0.2")));
        cloud.client.deregisterTargets(request -> request.targetGroupArn(arn).targets(target("10.0.0.9")));
        assertThat(states(arn)).containsExactly("healthy", "draining");
        assertThat(states(arn)).containsExactly("healthy");
    }

    private void register(String arn, TargetDescription... targets) {
        cloud.client.registerTargets(request -> request.targetGroupArn(arn).targets(targets));
    }

    private static TargetDescription target(String id) {
        return TargetDescription.builder().id(id).build();
    }

    private List<String> states(String arn) {
        return cloud
                .client
                .describeTargetHealth(request -> request.targetGroupArn(arn))
                .targetHealthDescriptions()
                .stream()
                .map(description -> description.targetHealth().stateAsString())
                .toList();
    }

    @Test
    void targetsHaveThePortOfTheirGroupAndTheZoneOfTheirSubnet() {
        var arn = cloud.group("web");
        register(arn, target("10.0.0.1"));

        var description = cloud.client
                .describeTargetHealth(request -> request.targetGroupArn(arn))
                .targetHealthDescriptions()
                .getFirst();
        assertThat(description.target().port()).isEqualTo(8080);
        assertThat(description.target().availabilityZone()).isEqualTo("eu-west-1a");
        assertThat(description.healthCheckPort()).isEqualTo("8080");
    }

    @Test
    void targetsWithTheirOwnPortAreDeregisteredWithIt() {
        var arn = cloud.group("web");
        var own = TargetDescription.builder().id("10.0.0.1").port(9090).build();
        register(arn, own);

        cloud.client.deregisterTargets(request -> request.targetGroupArn(arn).targets(target("10.0.0.1")));
        assertThat(states(arn)).hasSize(1);
        cloud.client.deregisterTargets(request -> request.targetGroupArn(arn).targets(own));
        assertThat(states(arn)).isEmpty();
    }

    @Test
    void refusesAddressesThatItCannotReach() {
        var arn = cloud.group("web");

        assertThatThrownBy(() -> register(arn, target("8.8.8.8"))).isInstanceOf(InvalidTargetException.class);
        assertThatThrownBy(() -> register(arn, target("192.168.0.1")))
                .hasMessageContaining("The Availability Zone is required");
        assertThatThrownBy(() -> register(arn, target("web.example.com"))).hasMessageContaining("is not valid");
        register(
                arn,
                TargetDescription.builder()
                        .id("192.168.0.1")
                        .availabilityZone("all")
                        .build());
    }

    @Test
    void keepsToTheLimitsOfTheAccount() {
        try (var small = Cloud.start(
                Settings.usual().withLimits(Map.of("target-groups", 1, "targets-per-application-load-balancer", 2)))) {
            var arn = small.group("web");

            assertThatThrownBy(() -> small.group("api")).isInstanceOf(TooManyTargetGroupsException.class);
            assertThatThrownBy(() -> small.client.registerTargets(request -> request.targetGroupArn(arn)
                            .targets(target("10.0.0.1"), target("10.0.0.2"), target("10.0.0.3"))))
                    .isInstanceOf(TooManyTargetsException.class);
        }
    }

    @Test
    void pagesThroughAll() {
        try (var paged = Cloud.start(Settings.usual().with(new Pace(3, 1, 1, 1)))) {
            IntStream.range(0, 7).forEach(i -> paged.group("web-" + i));

            assertThat(paged.client.describeTargetGroupsPaginator().targetGroups())
                    .extracting(TargetGroup::targetGroupName)
                    .containsExactly("web-0", "web-1", "web-2", "web-3", "web-4", "web-5", "web-6");
        }
    }
}
