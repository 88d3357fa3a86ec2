package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.waiters.ElasticLoadBalancingV2Waiter;

/** What comes about in time, as the waiters of the SDK see it, and calls at the same time. */
class WaitingEmulatorTest {
    private final Cloud cloud = Cloud.start(Settings.usual().with(new Pace(400, 3, 3, 3)));
    private final ElasticLoadBalancingV2Waiter waiter = ElasticLoadBalancingV2Waiter.builder()
            .client(cloud.client)
            .overrideConfiguration(WaiterOverrideConfiguration.builder()
                    .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(1)))
                    .build())
            .build();

    @AfterEach
    void stop() {
        waiter.close();
        cloud.close();
    }

    @Test
    void loadBalancersBecomeActiveAndGo() {
        var arn = cloud.balancer("shop");

        assertThat(waiter.waitUntilLoadBalancerAvailable(request -> request.loadBalancerArns(arn))
                        .attemptsExecuted())
                .isEqualTo(4);
        cloud.client.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        assertThat(waiter.waitUntilLoadBalancersDeleted(request -> request.loadBalancerArns(arn))
                        .matched()
                        .exception())
                .isPresent();
    }

    @Test
    void targetsComeIntoServiceAndDrain() {
        var group = cloud.group("web");
        cloud.listener(cloud.balancer("shop"), 80, Cloud.forward(group));
        var target = TargetDescription.builder().id("10.0.0.1").port(8080).build();
        cloud.client.registerTargets(request -> request.targetGroupArn(group).targets(target));

        assertThat(waiter.waitUntilTargetInService(request -> request.targetGroupArn(group))
                        .attemptsExecuted())
                .isEqualTo(4);
        cloud.client.deregisterTargets(request -> request.targetGroupArn(group).targets(target));
        waiter.waitUntilTargetDeregistered(
                request -> request.targetGroupArn(group).targets(target));
        assertThat(cloud.client
                        .describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions())
                .extracting(TargetHealthDescription::target)
                .isEmpty();
    }

    @Test
    void callsAtTheSameTimeAllHaveTheirEffect() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var created = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<String>) () -> cloud.group("web-" + i))
                    .toList());

            assertThat(created).extracting(future -> future.get()).doesNotHaveDuplicates();
        }
        assertThat(cloud.client.describeTargetGroups().targetGroups()).hasSize(20);
    }
}
