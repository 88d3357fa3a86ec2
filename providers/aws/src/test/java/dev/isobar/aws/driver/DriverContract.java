package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.testkit.Applied;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * What the driver does at any endpoint that speaks the management API. Every test works on a model with a name of its own,
 * and removes what it made.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DriverContract {
    private static final int LETTERS_AND_DIGITS = 36;
    private static final int NAMES = 60_000_000;

    private Site site;
    private Clients clients;
    private String name;
    private ContractModel model;

    /** Starts the endpoint, or aborts with the reason why it is not there. */
    abstract Site open() throws Exception;

    /** Stops what {@link #open} started. */
    abstract void stop() throws Exception;

    @BeforeAll
    void start() throws Exception {
        site = open();
        clients = site.clients();
    }

    @AfterAll
    void end() throws Exception {
        try {
            if (clients != null) {
                clients.close();
            }
        } finally {
            stop();
        }
    }

    @BeforeEach
    void names() {
        name = "isobar-" + Integer.toString(NAMES + ThreadLocalRandom.current().nextInt(NAMES), LETTERS_AND_DIGITS);
        model = new ContractModel(site, name);
    }

    @AfterEach
    void removeAll() {
        destroy();
    }

    /** Makes the account hold the model; the plan that led there. */
    private Plan apply(ContractModel wanted) {
        var loaded = wanted.loaded();
        try (var account = site.account(loaded.model())) {
            return apply(account, OnAws.desired(loaded));
        }
    }

    private static Plan apply(AwsAccount account, Snapshot desired) {
        var plan = Differ.diff(desired, account.observe());
        assertThat(account.preflight(plan)).isEmpty();
        var report = Applied.apply(account, plan);
        assertThat(report.failed()).as(plan.text()).isEmpty();
        assertThat(report.isComplete()).isTrue();
        var observed = account.observe();
        assertThat(Differ.diff(desired, observed).text()).as("the second plan").isEmpty();
        assertThat(observed).isEqualTo(desired);
        return plan;
    }

    private void destroy() {
        try (var account = site.account(model.loaded().model())) {
            apply(account, Snapshot.EMPTY);
        }
    }

    private static List<String> kinds(Plan plan) {
        return plan.changes().stream()
                .map(change ->
                        change.getClass().getSimpleName() + " " + change.ref().kind())
                .sorted()
                .toList();
    }

    private List<String> balancers() {
        return clients.balancing().describeLoadBalancersPaginator().loadBalancers().stream()
                .map(software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer::loadBalancerName)
                .filter(each -> each.startsWith(name))
                .toList();
    }

    private List<String> groups() {
        return clients.balancing().describeTargetGroupsPaginator().targetGroups().stream()
                .map(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup::targetGroupName)
                .filter(each -> tags(each).getOrDefault(Marks.NAME, "").equals(name))
                .toList();
    }

    private Map<String, String> tags(String group) {
        var arn = clients.balancing()
                .describeTargetGroups(request -> request.names(group))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        return Marks.map(clients.balancing()
                .describeTags(request -> request.resourceArns(arn))
                .tagDescriptions()
                .getFirst()
                .tags());
    }

    private String balancer() {
        return clients.balancing()
                .describeLoadBalancers(request -> request.names(name))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
    }

    @Test
    void makesWhatTheModelSaysAndThenHasNothingToDo() {
        assertThat(kinds(apply(model)))
                .containsExactly(
                        "Create Listener",
                        "Create LoadBalancer",
                        "Create Registrations",
                        "Create Registrations",
                        "Create RuleTable",
                        "Create TargetGroup",
                        "Create TargetGroup");
        assertThat(balancers()).containsExactly(name);
        assertThat(groups()).hasSize(2);
        assertThat(apply(model).isEmpty()).isTrue();
    }

    @Test
    void rulesSwapPlaces() {
        apply(model);
        var plan = apply(model.with("first", "/2/*").with("second", "/1/*"));
        assertThat(plan.changes()).extracting(Change::ref).containsExactly(new Ref("RuleTable", name + ":80"));
    }

    @Test
    void aShareChanges() {
        apply(model);
        assertThat(kinds(apply(model.with("share", "50")))).containsExactly("Update RuleTable");
    }

    @Test
    void aGroupOnAnotherPortTakesThePlaceOfTheOldOne() {
        apply(model);
        var before = groups();
        var plan = apply(model.with("port", "8080"));
        assertThat(kinds(plan))
                .containsExactly(
                        "Create Registrations",
                        "Create TargetGroup",
                        "Delete Registrations",
                        "Delete TargetGroup",
                        "Update RuleTable");
        assertThat(groups()).hasSize(2).isNotEqualTo(before);
    }

    @Test
    void targetsOfAnotherWeightGetAGroupOfTheirOwn() {
        apply(model);
        apply(model.with("weight", "3"));
        assertThat(groups()).hasSize(3);
        apply(model);
        assertThat(groups()).hasSize(2);
    }

    @Test
    void aCertificateIsRotatedAndTheOldOneGoes() {
        apply(model.secured("one"));
        assertThat(kinds(apply(model.secured("two"))))
                .containsExactly("Create ImportedCertificate", "Delete ImportedCertificate", "Update Listener");
    }

    /** Its key is not there any more, so the file can only name it where it is. */
    @Test
    void aCertificateOfOursThatTheFileNamesByItsArnStays() {
        apply(model.secured("one"));
        var arn =
                clients
                        .balancing()
                        .describeListeners(request -> request.loadBalancerArn(balancer()))
                        .listeners()
                        .stream()
                        .flatMap(listener -> listener.certificates().stream())
                        .findFirst()
                        .orElseThrow()
                        .certificateArn();

        var naming = model.securedBy("aws: '" + arn + "'");
        assertThat(kinds(apply(naming))).isEmpty();
        try (var account = site.account(naming.loaded().model())) {
            assertThat(kinds(apply(account, Snapshot.EMPTY)))
                    .contains("Delete Listener")
                    .doesNotContain("Delete ImportedCertificate");
        }
        assertThat(kinds(apply(model))).doesNotContain("Delete Listener").contains("Delete ImportedCertificate");
    }

    @Test
    void aNetworkLoadBalancerStandsBesideTheOther() {
        apply(model.withFlows(5432));
        assertThat(balancers()).containsExactlyInAnyOrder(name, name + "-n");
        apply(model.withFlows(9090));
        apply(model);
        assertThat(balancers()).containsExactly(name);
    }

    @Test
    void labelsAreTagsOfEverything() {
        apply(model);
        var plan = apply(model.with("team", "web"));
        assertThat(plan.changes()).allMatch(Change.Update.class::isInstance);
        groups().forEach(group -> assertThat(tags(group)).containsEntry("team", "web"));
    }

    @Test
    void whatSomebodyChangedByHandIsSeenAndPutRight() {
        apply(model);
        clients.balancing()
                .modifyTargetGroup(request -> request.targetGroupArn(clients.balancing()
                                .describeTargetGroups(named -> named.names(groups().getFirst()))
                                .targetGroups()
                                .getFirst()
                                .targetGroupArn())
                        .healthCheckPath("/by-hand"));
        assertThat(kinds(apply(model))).containsExactly("Update TargetGroup");
    }

    @Test
    void nothingOfOursIsLeftInTheEnd() {
        apply(model.with("weight", "2"));
        destroy();
        assertThat(balancers()).isEmpty();
        assertThat(groups()).isEmpty();
        try (var account = site.account(model.loaded().model())) {
            assertThat(account.observe()).isEqualTo(Snapshot.EMPTY);
        }
    }

    @Test
    void noCertificateOfOursIsLeftInTheEnd() {
        var before = certificates();
        apply(model.secured("one"));
        assertThat(certificates()).hasSize(before.size() + 1);
        destroy();
        assertThat(certificates()).isEqualTo(before);
    }

    private List<String> certificates() {
        return clients
                .certificates()
                .listCertificatesPaginator(
                        request -> request.includes(filters -> filters.keyTypes(KeyAlgorithm.knownValues())))
                .certificateSummaryList()
                .stream()
                .map(CertificateSummary::certificateArn)
                .sorted()
                .toList();
    }

    @Test
    void whatIsNotOursIsLeftAsItIs() {
        apply(model);
        var other = clients.balancing()
                .createTargetGroup(request -> request.name(name + "-other")
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(site.network().vpc())
                        .targetType(TargetTypeEnum.IP))
                .targetGroups()
                .getFirst();
        var forward = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(other.targetGroupArn())
                .build();
        var listener = clients.balancing()
                .createListener(request -> request.loadBalancerArn(balancer())
                        .protocol(ProtocolEnum.HTTP)
                        .port(8081)
                        .defaultActions(forward))
                .listeners()
                .getFirst();
        var condition = RuleCondition.builder()
                .field("path-pattern")
                .pathPatternConfig(config -> config.values("/other/*"))
                .build();
        var rule = clients.balancing()
                .createRule(request -> request.listenerArn(ours())
                        .priority(49_000)
                        .conditions(condition)
                        .actions(forward))
                .rules()
                .getFirst();
        try {
            apply(model.with("first", "/3/*").with("share", "50"));
            assertThat(clients.balancing()
                            .describeRules(request -> request.ruleArns(rule.ruleArn()))
                            .rules()
                            .getFirst()
                            .priority())
                    .isEqualTo("49000");
            assertThat(clients.balancing()
                            .describeListeners(request -> request.listenerArns(listener.listenerArn()))
                            .listeners())
                    .singleElement()
                    .satisfies(each -> assertThat(each.port()).isEqualTo(8081));
        } finally {
            clients.balancing().deleteRule(request -> request.ruleArn(rule.ruleArn()));
            clients.balancing().deleteListener(request -> request.listenerArn(listener.listenerArn()));
            destroy();
            assertThat(clients.balancing()
                            .describeTargetGroups(request -> request.targetGroupArns(other.targetGroupArn()))
                            .targetGroups())
                    .singleElement()
                    .isNotNull();
            clients.balancing().deleteTargetGroup(request -> request.targetGroupArn(other.targetGroupArn()));
        }
    }

    private String ours() {
        return clients
                .balancing()
                .describeListeners(request -> request.loadBalancerArn(balancer()))
                .listeners()
                .stream()
                .filter(each -> each.port() == 80)
                .findFirst()
                .orElseThrow()
                .listenerArn();
    }

    @Test
    void tellsHowLoadBalancersAndTargetsAre() {
        apply(model.with("weight", "3"));
        try (var account = site.account(model.loaded().model())) {
            var status = account.status();
            assertThat(status.loadBalancers()).singleElement().satisfies(balancer -> {
                assertThat(balancer.name()).isEqualTo(name);
                assertThat(balancer.state()).isEqualTo("active");
                assertThat(balancer.addresses()).hasSize(1);
            });
            assertThat(status.groups()).extracting(Status.Group::name).containsExactly("api", "web");
            assertThat(status.groups().getLast().targets())
                    .extracting(Status.Target::name)
                    .containsExactlyInAnyOrderElementsOf(site.targets().stream()
                            .map(address -> address + ":8080")
                            .toList());
        }
    }
}
