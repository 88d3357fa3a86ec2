package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Settings;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.testkit.Applied;
import dev.isobar.provider.testkit.NoTime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** What stands in the way of a plan, and what becomes of it where that shows only when it is carried out. */
class FailuresTest {
    private static Loaded.Valid shop(String targets) {
        return Applied.read("""
            isobar: v1
            name: shop
            listeners:
              web: { port: 80, protocol: http, default: { forward: web } }
            targetGroups:
              web: { targets: [%s] }
            place:
              aws: { region: eu-west-1, vpc: vpc-0a1b2c3d, subnets: [subnet-0a, subnet-0b], securityGroups: [sg-0e] }
            """.formatted(targets), Models.FOLDER);
    }

    private static final Loaded.Valid BEFORE = shop("\"10.0.0.1:80\"");
    private static final Loaded.Valid AFTER = shop("\"10.0.0.9:8080\"");

    /** Waits take no time. */
    private static AwsAccount account(Model model, AwsEmulator emulator) {
        var access = Access.at(emulator.endpoint());
        return AwsAccount.open(
                model,
                access,
                new Calls(AwsAccount.LOCAL, access.cancellation(), new NoTime(), new SplittableRandom(1)));
    }

    private static Clients clients(AwsEmulator emulator) {
        return Clients.open(Region.EU_WEST_1, Optional.of(emulator.endpoint()));
    }

    private static List<String> obstacles(AwsAccount account, Snapshot desired) {
        return account.preflight(Differ.diff(desired, account.observe())).stream()
                .map(Obstacle::what)
                .toList();
    }

    @Test
    void targetsThatNeverPassAreNamedAndTheOldOnesServeUntilTheyDo() throws IOException {
        try (var emulator = AwsEmulator.start();
                var account = account(AFTER.model(), emulator)) {
            Applied.converge(account, OnAws.desired(BEFORE));
            emulator.faults().unhealthy("10.0.0.9");
            var before = account.observe();
            emulator.record();
            var report = Applied.apply(account, Differ.diff(OnAws.desired(AFTER), before));
            assertThat(report.isComplete()).isFalse();
            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .isInstanceOf(CloudFailure.class)
                            .hasMessageContaining("is not healthy after 300 s, and gets no traffic")
                            .hasMessageContaining("10.0.0.9:8080 is unhealthy"));
            assertThat(Continuity.gaps(emulator)).isEmpty();
            assertThat(account.observe().resources()).containsAllEntriesOf(without(before));
            emulator.faults().healthy("10.0.0.9");
            Applied.converge(account, OnAws.desired(AFTER));
        }
    }

    /** All but the rules, which warm up what is new. */
    private static Map<Ref, Resource> without(Snapshot snapshot) {
        var rest = new TreeMap<>(snapshot.resources());
        rest.keySet().removeIf(ref -> ref.kind().equals("RuleTable"));
        return rest;
    }

    @Test
    void aNameThatIsTakenIsSaidBefore() throws IOException {
        try (var emulator = AwsEmulator.start();
                var clients = clients(emulator);
                var account = account(BEFORE.model(), emulator)) {
            clients.balancing()
                    .createLoadBalancer(request -> request.name("shop").subnets("subnet-0a", "subnet-0b"));
            assertThat(obstacles(account, OnAws.desired(BEFORE)))
                    .containsExactly("LoadBalancer/shop is there already, and not of this model");
        }
    }

    @Test
    void aLoadBalancerWithAListenerOfOthersIsNotRemoved() throws IOException {
        try (var emulator = AwsEmulator.start();
                var clients = clients(emulator);
                var account = account(BEFORE.model(), emulator)) {
            Applied.converge(account, OnAws.desired(BEFORE));
            var balancer = clients.balancing()
                    .describeLoadBalancers()
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            var answer = Action.builder()
                    .type(ActionTypeEnum.FIXED_RESPONSE)
                    .fixedResponseConfig(config -> config.statusCode("404"))
                    .build();
            clients.balancing()
                    .createListener(request -> request.loadBalancerArn(balancer)
                            .protocol(ProtocolEnum.HTTP)
                            .port(9000)
                            .defaultActions(answer));
            assertThat(obstacles(account, Snapshot.EMPTY))
                    .containsExactly(
                            "LoadBalancer/shop would take along its listener on port 9000, which is not of this model");
        }
    }

    @Test
    void aProtectedLoadBalancerStaysAndSaysWhy() throws IOException {
        try (var emulator = AwsEmulator.start();
                var clients = clients(emulator);
                var account = account(BEFORE.model(), emulator)) {
            Applied.converge(account, OnAws.desired(BEFORE));
            var balancer = clients.balancing()
                    .describeLoadBalancers()
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            var locked = LoadBalancerAttribute.builder()
                    .key("deletion_protection.enabled")
                    .value("true")
                    .build();
            clients.balancing()
                    .modifyLoadBalancerAttributes(
                            request -> request.loadBalancerArn(balancer).attributes(locked));
            var report = Applied.apply(account, Differ.diff(Snapshot.EMPTY, account.observe()));
            assertThat(report.failed()).singleElement().satisfies(failed -> {
                assertThat(failed.why())
                        .hasMessageContaining("DeleteLoadBalancer failed: AWS says OperationNotPermitted");
                assertThat(((CloudFailure) failed.why()).fix()).contains("deletion protection");
            });
        }
    }

    @Test
    void aReplacementNeedsRoomForBothAndSaysSoWhereThereIsNone() throws IOException {
        var settings = Settings.usual().withLimits(Map.of("target-groups-per-application-load-balancer", 1));
        try (var emulator = AwsEmulator.start(settings);
                var account = account(AFTER.model(), emulator)) {
            Applied.converge(account, OnAws.desired(BEFORE));
            assertThat(obstacles(account, OnAws.desired(BEFORE))).isEmpty();
            assertThat(obstacles(account, OnAws.desired(AFTER)))
                    .containsExactly("for a while the plan needs 2 of the quota"
                            + " target-groups-per-application-load-balancer, since what is new stands beside what it"
                            + " replaces; the account has 1");
        }
    }

    @Test
    void aWarmingRuleNeedsRoomToo() throws IOException {
        var settings = Settings.usual().withLimits(Map.of("rules-per-application-load-balancer", 0));
        try (var emulator = AwsEmulator.start(settings);
                var account = account(AFTER.model(), emulator)) {
            Applied.converge(account, OnAws.desired(BEFORE));
            assertThat(obstacles(account, OnAws.desired(AFTER)))
                    .containsExactly("for a while the plan needs 1 of the quota rules-per-application-load-balancer,"
                            + " since what is new stands beside what it replaces; the account has 0");
        }
    }

    @Test
    void targetsOfAllWeightsAreOneGroupInTheStatus() throws IOException {
        var loaded = shop("\"10.0.0.1:80\", { address: \"10.0.0.2:80\", weight: 3 }");
        try (var emulator = AwsEmulator.start();
                var account = account(loaded.model(), emulator)) {
            Applied.converge(account, OnAws.desired(loaded));
            assertThat(account.observe().resources().keySet())
                    .filteredOn(ref -> ref.kind().equals("TargetGroup"))
                    .hasSize(2);
            assertThat(account.status().groups()).singleElement().satisfies(group -> {
                assertThat(group.name()).isEqualTo("web");
                assertThat(group.targets())
                        .extracting(Status.Target::name)
                        .containsExactlyInAnyOrder("10.0.0.1:80", "10.0.0.2:80");
            });
        }
    }
}
