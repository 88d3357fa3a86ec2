package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.DeleteBackendServiceRequest;
import com.google.cloud.compute.v1.DeleteHealthCheckRequest;
import com.google.cloud.compute.v1.HealthChecksClient;
import com.google.cloud.compute.v1.HealthChecksSettings;
import com.google.cloud.compute.v1.InsertBackendServiceRequest;
import com.google.cloud.compute.v1.InsertHealthCheckRequest;
import com.google.cloud.compute.v1.InsertUrlMapRequest;
import com.google.cloud.compute.v1.ListGlobalOperationsRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.UpdateUrlMapRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that take their time: two calls until they run, and four in all. */
class OperationsEmulatorTest {
    private static final Settings SLOW = Settings.usual().with(new Pace(500, 2, 4, 0, 0));
    private static final String SOME_ID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

    private final Cloud cloud = Cloud.start(SLOW.withQuotas(Map.of("HEALTH_CHECKS", 2)));

    @AfterEach
    void stop() {
        cloud.close();
    }

    /** Begins to create a health check. */
    private Operation begin(String name) {
        return cloud.healthChecks
                .insertCallable()
                .call(InsertHealthCheckRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setHealthCheckResource(Cloud.healthCheck(name))
                        .build());
    }

    private Operation delete(String name) {
        return cloud.healthChecks
                .deleteCallable()
                .call(DeleteHealthCheckRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setHealthCheck(name)
                        .build());
    }

    private Operation poll(Operation operation) {
        return cloud.operations.get(Cloud.PROJECT, operation.getName());
    }

    @Test
    void operationsPendThenRunThenAreDone() {
        var begun = begin("web");

        assertThat(begun.getStatus()).isEqualTo(Operation.Status.PENDING);
        assertThat(begun.getOperationType()).isEqualTo("insert");
        assertThat(begun.getTargetLink()).isEqualTo(Cloud.url("healthChecks", "web"));
        assertThat(poll(begun).getStatus()).isEqualTo(Operation.Status.PENDING);
        assertThat(poll(begun).getStatus()).isEqualTo(Operation.Status.RUNNING);
        assertThat(poll(begun).getStatus()).isEqualTo(Operation.Status.RUNNING);
        assertThat(poll(begun)).satisfies(done -> {
            assertThat(done.getStatus()).isEqualTo(Operation.Status.DONE);
            assertThat(done.getProgress()).isEqualTo(100);
            assertThat(done.hasError()).isFalse();
            assertThat(done.getInsertTime()).isEqualTo("2026-01-01T00:00:01.000+00:00");
            assertThat(done.getEndTime()).isEqualTo("2026-01-01T00:00:05.000+00:00");
        });
    }

    @Test
    void waitingEndsWhenTheOperationIsDone() {
        var begun = begin("web");

        assertThat(cloud.operations.wait(Cloud.PROJECT, begun.getName()).getStatus())
                .isEqualTo(Operation.Status.DONE);
        assertThat(cloud.operations.list(Cloud.PROJECT).iterateAll())
                .extracting(Operation::getName)
                .containsExactly(begun.getName());
        assertThatThrownBy(() -> cloud.operations.get(Cloud.PROJECT, "operation-0"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void futuresOfTheClientPoll() {
        var settings = HealthChecksSettings.newBuilder();
        settings.insertOperationSettings()
                .setPollingAlgorithm(OperationTimedPollAlgorithm.create(RetrySettings.newBuilder()
                        .setInitialRetryDelayDuration(Duration.ofMillis(1))
                        .setMaxRetryDelayDuration(Duration.ofMillis(1))
                        .setTotalTimeoutDuration(Duration.ofMinutes(1))
                        .build()));
        var client = cloud.client(settings, HealthChecksClient::create);

        var done = Cloud.done(client.insertAsync(Cloud.PROJECT, Cloud.healthCheck("web")));

        assertThat(done.getStatus()).isEqualTo(Operation.Status.DONE);
        assertThat(cloud.emulator.calls())
                .extracting(Call::service)
                .containsExactly(
                        "HealthChecks", "GlobalOperations", "GlobalOperations", "GlobalOperations", "GlobalOperations");
    }

    @Test
    void whatIsBeingBuiltCannotBeNamedOrChanged() {
        var begun = begin("web");
        var service = InsertBackendServiceRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setBackendServiceResource(
                        BackendService.newBuilder().setName("web").addHealthChecks(Cloud.link("healthChecks", "web")))
                .build();

        assertThat(Cloud.refusal(() -> cloud.services.insertCallable().call(service)))
                .isEqualTo(new Cloud.Refusal(
                        400,
                        "resourceNotReady",
                        "The resource 'projects/shop-prod/global/healthChecks/web' is not ready"));
        assertThat(Cloud.reason(() -> delete("web"))).isEqualTo("resourceNotReady");
        cloud.operations.wait(Cloud.PROJECT, begun.getName());
        assertThat(cloud.services.insertCallable().call(service).getStatus()).isEqualTo(Operation.Status.PENDING);
    }

    @Test
    void whatIsBeingDeletedIsThereUntilItIsDone() {
        cloud.operations.wait(Cloud.PROJECT, begin("web").getName());

        var deleted = delete("web");

        assertThat(cloud.healthChecks.get(Cloud.PROJECT, "web").getName()).isEqualTo("web");
        cloud.operations.wait(Cloud.PROJECT, deleted.getName());
        assertThatThrownBy(() -> cloud.healthChecks.get(Cloud.PROJECT, "web")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatAChangeDropsIsInUseUntilItIsDone() {
        for (var name : List.of("a", "b")) {
            cloud.operations.wait(
                    Cloud.PROJECT,
                    cloud.services
                            .insertCallable()
                            .call(InsertBackendServiceRequest.newBuilder()
                                    .setProject(Cloud.PROJECT)
                                    .setBackendServiceResource(Cloud.service(name, "EXTERNAL_MANAGED"))
                                    .build())
                            .getName());
        }
        cloud.operations.wait(
                Cloud.PROJECT,
                cloud.urlMaps
                        .insertCallable()
                        .call(InsertUrlMapRequest.newBuilder()
                                .setProject(Cloud.PROJECT)
                                .setUrlMapResource(Cloud.urlMap("shop", "a"))
                                .build())
                        .getName());

        var change = cloud.urlMaps
                .updateCallable()
                .call(UpdateUrlMapRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setUrlMap("shop")
                        .setUrlMapResource(Cloud.urlMap("shop", "b").toBuilder()
                                .setFingerprint(
                                        cloud.urlMaps.get(Cloud.PROJECT, "shop").getFingerprint()))
                        .build());

        assertThat(cloud.urlMaps.get(Cloud.PROJECT, "shop").getDefaultService())
                .isEqualTo(Cloud.url("backendServices", "a"));
        for (var name : List.of("a", "b")) {
            assertThat(Cloud.reason(() -> deleteService(name))).isEqualTo("resourceInUseByAnotherResource");
        }
        cloud.operations.wait(Cloud.PROJECT, change.getName());
        assertThat(deleteService("a").getStatus()).isEqualTo(Operation.Status.PENDING);
    }

    private Operation deleteService(String name) {
        return cloud.services
                .deleteCallable()
                .call(DeleteBackendServiceRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setBackendService(name)
                        .build());
    }

    @Test
    void showsTheOperationsOfAllScopes() {
        begin("web");

        assertThat(cloud.operations.aggregatedList(Cloud.PROJECT).iterateAll())
                .filteredOn(entry -> entry.getValue().getOperationsCount() > 0)
                .extracting(Map.Entry::getKey)
                .containsExactly("global");
    }

    @Test
    void operationsThatFailSaySoInAnAnswerOfStatus200() {
        cloud.emulator.faults().failOperationOf(1);
        var begun = begin("web");

        assertThat(cloud.operations.wait(Cloud.PROJECT, begun.getName())).satisfies(done -> {
            assertThat(done.getStatus()).isEqualTo(Operation.Status.DONE);
            assertThat(done.getHttpErrorStatusCode()).isEqualTo(503);
            assertThat(done.getError().getErrors(0).getCode()).isEqualTo("INTERNAL_ERROR");
        });
        assertThatThrownBy(() -> cloud.healthChecks.get(Cloud.PROJECT, "web")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void quotasAreCheckedAgainWhenAnOperationEnds() {
        var first = begin("a");
        var second = begin("b");
        var third = begin("c");

        cloud.operations.wait(Cloud.PROJECT, first.getName());
        cloud.operations.wait(Cloud.PROJECT, second.getName());
        assertThat(cloud.operations.wait(Cloud.PROJECT, third.getName())).satisfies(done -> {
            assertThat(done.getHttpErrorStatusCode()).isEqualTo(403);
            assertThat(done.getError().getErrors(0).getCode()).isEqualTo("QUOTA_EXCEEDED");
            assertThat(done.getError().getErrors(0).getMessage())
                    .isEqualTo("Quota 'HEALTH_CHECKS' exceeded.  Limit: 2.0 globally.");
        });
        assertThat(Cloud.refusal(() -> begin("d")))
                .isEqualTo(new Cloud.Refusal(
                        403, "quotaExceeded", "Quota 'HEALTH_CHECKS' exceeded.  Limit: 2.0 globally."));
    }

    @Test
    void theSameRequestIdGivesTheFirstOperation() {
        var request = InsertHealthCheckRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setRequestId(SOME_ID)
                .setHealthCheckResource(Cloud.healthCheck("web"))
                .build();

        var first = cloud.healthChecks.insertCallable().call(request);
        var again = cloud.healthChecks.insertCallable().call(request);

        assertThat(again.getName()).isEqualTo(first.getName());
        assertThat(first.getClientOperationId()).isEqualTo(SOME_ID);
        assertThat(cloud.healthChecks.list(Cloud.PROJECT).iterateAll()).hasSize(1);
        var zero = request.toBuilder()
                .setRequestId("00000000-0000-0000-0000-000000000000")
                .build();
        assertThat(Cloud.refusal(() -> cloud.healthChecks.insertCallable().call(zero))
                        .message())
                .startsWith("Invalid value for field 'requestId'");
    }

    @Test
    void refusedRequestsLeaveTheirIdFree() {
        var request = InsertHealthCheckRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setRequestId(SOME_ID)
                .setHealthCheckResource(Cloud.healthCheck("WEB"))
                .build();

        assertThatThrownBy(() -> cloud.healthChecks.insertCallable().call(request))
                .isInstanceOf(InvalidArgumentException.class);
        assertThat(cloud.healthChecks
                        .insertCallable()
                        .call(request.toBuilder()
                                .setHealthCheckResource(Cloud.healthCheck("web"))
                                .build())
                        .getStatus())
                .isEqualTo(Operation.Status.PENDING);
    }

    @Test
    void operationsAreFilteredByTheirState() {
        cloud.operations.wait(Cloud.PROJECT, begin("a").getName());
        var second = begin("b");

        assertThat(cloud.operations
                        .list(ListGlobalOperationsRequest.newBuilder()
                                .setProject(Cloud.PROJECT)
                                .setFilter("status != DONE")
                                .build())
                        .iterateAll())
                .extracting(Operation::getName)
                .containsExactly(second.getName());
    }
}
