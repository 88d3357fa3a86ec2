package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.AggregatedListHealthChecksRequest;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.HealthCheck;
import com.google.cloud.compute.v1.ListGlobalForwardingRulesRequest;
import com.google.cloud.compute.v1.ListHealthChecksRequest;
import com.google.cloud.compute.v1.RegionHealthChecksClient;
import com.google.cloud.compute.v1.RegionHealthChecksSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists: pages, filters, order, and all scopes at once. */
class ListsEmulatorTest {
    private final Cloud cloud = Cloud.start(Settings.usual().with(new Pace(2, 0, 0, 0, 0)));

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void check(String name, String description, int interval) {
        Cloud.done(cloud.healthChecks.insertAsync(
                Cloud.PROJECT,
                Cloud.healthCheck(name).toBuilder()
                        .setDescription(description)
                        .setCheckIntervalSec(interval)
                        .build()));
    }

    @Test
    void clientsPageThroughLists() {
        for (var name : List.of("c", "a", "d", "b", "e")) {
            check(name, "", 5);
        }

        var first = cloud.healthChecks.list(Cloud.PROJECT);

        assertThat(first.getPage().getValues()).hasSize(2);
        assertThat(first.getPage().hasNextPage()).isTrue();
        assertThat(first.iterateAll()).extracting(HealthCheck::getName).containsExactly("a", "b", "c", "d", "e");
        assertThat(cloud.emulator.calls().stream()
                        .filter(call -> call.operation().equals("List")))
                .hasSize(3);
    }

    @Test
    void callersChooseTheSizeOfPagesAndTheirOrder() {
        for (var name : List.of("b", "c", "a")) {
            check(name, "", 5);
        }

        var page = cloud.healthChecks.list(ListHealthChecksRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setMaxResults(1)
                .setOrderBy("creationTimestamp desc")
                .build());

        assertThat(page.getPage().getValues()).extracting(HealthCheck::getName).containsExactly("a");
        assertThat(page.iterateAll()).extracting(HealthCheck::getName).containsExactly("a", "c", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        name = b                                             | b
        name != b                                            | a c
        name = "b" OR name = "c"                             | b c
        (description = "isobar/shop") (checkIntervalSec > 6) | b
        (name = a) OR (name = b) AND (checkIntervalSec = 7)  | b
        NOT name = a                                         | b c
        description:*                                        | a b c
        description:ISOBAR                                   | a b
        checkIntervalSec >= 7                                | b c
        name eq [ab]                                         | a b
        name ne .*c                                          | a b
        (description eq 'isobar/.*') (name ne a)             | b
        httpHealthCheck.port = 8080                          | a b c
        description = ""                                     | c
        """)
    void filters(String filter, String names) {
        check("a", "isobar/shop", 5);
        check("b", "isobar/shop", 7);
        check("c", "", 9);

        assertThat(filtered(filter)).containsExactly(names.split(" "));
    }

    private List<String> filtered(String filter) {
        List<String> names = new ArrayList<>();
        cloud.healthChecks
                .list(ListHealthChecksRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setFilter(filter)
                        .build())
                .iterateAll()
                .forEach(check -> names.add(check.getName()));
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "name =",
                "name ~ a",
                "(name = a",
                "name = a)",
                "colour = red",
                "name.first = a",
                "checkIntervalSec > many",
                "(name eq a) (name = a)",
                "name eq (",
                "name = \"a"
            })
    void refusesFiltersThatMakeNoSense(String filter) {
        check("a", "", 5);

        assertThat(Cloud.refusal(() -> filtered(filter)).message()).startsWith("Invalid value for field 'filter'");
    }

    @Test
    void filtersByLabels() {
        cloud.balancer("shop");
        Cloud.done(cloud.rules.insertAsync(
                Cloud.PROJECT,
                Cloud.rule("labelled", "shop", "8080").toBuilder()
                        .putAllLabels(Map.of("isobar-id", "shop", "team", "web"))
                        .build()));

        for (var filter : List.of("labels.isobar-id = shop", "labels.team:*", "labels.team:WE", "labels.team eq w.b")) {
            assertThat(cloud.rules
                            .list(ListGlobalForwardingRulesRequest.newBuilder()
                                    .setProject(Cloud.PROJECT)
                                    .setFilter(filter)
                                    .build())
                            .iterateAll())
                    .as(filter)
                    .extracting(ForwardingRule::getName)
                    .containsExactly("labelled");
        }
    }

    @Test
    void showsAllScopesAtOnce() {
        var regional = cloud.client(RegionHealthChecksSettings.newBuilder(), RegionHealthChecksClient::create);
        for (var name : List.of("a", "b")) {
            check(name, "", 5);
            Cloud.done(regional.insertAsync(Cloud.PROJECT, Cloud.REGION, Cloud.healthCheck(name)));
        }

        List<String> found = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        cloud.healthChecks.aggregatedList(Cloud.PROJECT).iterateAll().forEach(entry -> {
            entry.getValue().getHealthChecksList().forEach(check -> found.add(entry.getKey() + " " + check.getName()));
            empty.add(entry.getKey() + " " + entry.getValue().getWarning().getCode());
        });

        assertThat(found)
                .containsExactlyInAnyOrder("global a", "global b", "regions/europe-west1 a", "regions/europe-west1 b");
        assertThat(empty).contains("regions/us-central1 NO_RESULTS_ON_PAGE");
        assertThat(cloud.healthChecks
                        .aggregatedList(AggregatedListHealthChecksRequest.newBuilder()
                                .setProject(Cloud.PROJECT)
                                .setFilter("name = a")
                                .build())
                        .iterateAll())
                .flatExtracting(entry -> entry.getValue().getHealthChecksList())
                .hasSize(2);
    }
}
