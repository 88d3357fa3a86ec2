package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.resourcemanager.network.models.ProvisioningState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that go on after their call was answered, and writers that meet. */
class OperationsEmulatorTest {
    private static final String GATEWAY = "applicationGateways/shop";

    private final Cloud cloud = Cloud.start(new Pace(100, 2, 0, 0));

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void saysWhereToAskAndWhenAndEndsAfterSoManyLooks() {
        try (var usual = Cloud.start(Settings.usual())) {
            var created = usual.put("publicIPAddresses/front", Documents.address());

            assertThat(created.status()).isEqualTo(201);
            assertThat(created.state()).isEqualTo("Updating");
            assertThat(created.headers()).containsEntry("Retry-After", "1");
            assertThat(created.header("Azure-AsyncOperation"))
                    .matches("http://127\\.0\\.0\\.1:[0-9]+/subscriptions/[0-9-]{36}/providers/Microsoft.Network"
                            + "/locations/westeurope/operations/[0-9a-f-]{36}\\?api-version=2025-03-01");
            var under = usual.poll(created);
            assertThat(Json.text(under.body(), "status")).isEqualTo("InProgress");
            assertThat(under.headers()).containsEntry("Retry-After", "1");
            assertThat(Json.text(usual.poll(created).body(), "status")).isEqualTo("Succeeded");
            var ready = usual.get("publicIPAddresses/front");
            assertThat(ready.state()).isEqualTo("Succeeded");
            assertThat(ready.header("ETag"))
                    .isEqualTo(Json.text(ready.body(), "etag"))
                    .isNotEqualTo(created.header("ETag"));
            assertThat(usual.put("publicIPAddresses/front", Documents.address()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void clientOfTheVendorWaitsForTheEnd() {
        try (var usual = Cloud.start(Settings.usual())) {
            var addresses = usual.manager().serviceClient().getPublicIpAddresses();
            usual.address("front");
            var read = addresses.getByResourceGroup("shop", "front");

            var written = addresses.createOrUpdate("shop", "front", read.withTags(Map.of("team", "api")));

            assertThat(written.provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
            assertThat(written.tags()).containsEntry("team", "api");
            addresses.delete("shop", "front");
            assertThat(usual.get("publicIPAddresses/front").code()).isEqualTo("ResourceNotFound");
        }
    }

    @Test
    void secondWriterOfAGatewaySupersedesTheFirst() {
        cloud.address("front");
        var gateways = cloud.client.getApplicationGateways();
        cloud.settle(cloud.put(GATEWAY, Documents.gateway("shop")));
        var one = gateways.getByResourceGroup("shop", "shop").withTags(Map.of("writer", "one"));
        var other = gateways.getByResourceGroup("shop", "shop").withTags(Map.of("writer", "other"));
        one.withEnableHttp2(true);

        var first = gateways.beginCreateOrUpdate("shop", "shop", one);
        var second = gateways.beginCreateOrUpdate("shop", "shop", other);

        assertThat(first.waitForCompletion().getStatus()).isEqualTo(LongRunningOperationStatus.USER_CANCELLED);
        assertThat(second.getFinalResult().tags()).containsEntry("writer", "other");
        assertThat(first.getFinalResult())
                .as("what the SDK gives in place of an error")
                .isNull();
        assertThat(gateways.getByResourceGroup("shop", "shop").enableHttp2())
                .as("the second writer had not seen it, and reverts it")
                .isFalse();
    }

    @Test
    void saysWhatTheFirstOperationWasCanceledFor() {
        cloud.address("front");
        var first = cloud.put(GATEWAY, Documents.gateway("shop"));
        var second = cloud.put(GATEWAY, Documents.gateway("shop"));
        var third = cloud.call("PATCH", Documents.NETWORK + GATEWAY, "{\"tags\": {}}");

        var canceled = cloud.poll(first).body();
        assertThat(Json.text(canceled, "status")).isEqualTo("Canceled");
        assertThat(Json.text(canceled, "error", "code")).isEqualTo("Canceled");
        assertThat(Json.items(canceled, "error", "details").toList())
                .singleElement()
                .satisfies(detail -> {
                    assertThat(Json.text(detail, "code")).isEqualTo("CanceledAndSupersededDueToAnotherOperation");
                    assertThat(Json.text(detail, "message"))
                            .matches("Operation PutApplicationGatewayOperation \\([0-9a-f-]{36}\\) was canceled and"
                                    + " superseded by operation PutApplicationGatewayOperation"
                                    + " \\([0-9a-f-]{36}\\)\\.");
                });
        assertThat(Json.items(cloud.poll(second).body(), "error", "details")
                        .toList()
                        .toString())
                .contains("superseded by operation PatchApplicationGatewayOperation");
        assertThat(cloud.settle(third)).isEqualTo("Succeeded");
    }

    @Test
    void othersAreToldToTryAgain() {
        cloud.address("front");
        cloud.settle(cloud.put("loadBalancers/net", Documents.balancer("net")));
        cloud.put("loadBalancers/net", Documents.balancer("net"));

        var busy = cloud.put("loadBalancers/net", Documents.balancer("net"));

        assertThat(busy.status()).isEqualTo(429);
        assertThat(busy.code()).isEqualTo("RetryableError");
        assertThat(busy.detail()).isEqualTo("RetryableErrorDueToAnotherOperation");
        assertThat(busy.headers()).containsKey("Retry-After");
        var balancers = cloud.client.getLoadBalancers();
        assertThat(balancers.getByResourceGroup("shop", "net").provisioningState())
                .as("as often as the operation is to be seen")
                .isEqualTo(ProvisioningState.UPDATING);
        assertThat(cloud.put("loadBalancers/net", Documents.balancer("net")).status())
                .isEqualTo(429);
        assertThat(cloud.put("loadBalancers/net", Documents.balancer("net")).status())
                .isEqualTo(200);
    }

    @Test
    void whatIsBeingDeletedCannotBeWritten() {
        cloud.address("front");
        cloud.settle(cloud.put(GATEWAY, Documents.gateway("shop")));

        var deleted = cloud.delete(GATEWAY);

        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.header("Location")).contains("/operationResults/");
        var refused = cloud.put(GATEWAY, Documents.gateway("shop"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("AnotherOperationInProgress");
        var going = cloud.get(GATEWAY);
        assertThat(going.state()).isEqualTo("Deleting");
        assertThat(Json.text(going.body(), "properties", "operationalState")).isEqualTo("Stopping");
        assertThat(cloud.call("GET", deleted.header("Location"), "").status()).isEqualTo(204);
        assertThat(cloud.get(GATEWAY).status()).isEqualTo(404);
        assertThat(cloud.delete(GATEWAY).status()).isEqualTo(204);
    }

    @Test
    void whatIsPointedToMustBeReady() {
        cloud.put("publicIPAddresses/front", Documents.address());

        var early = cloud.put(GATEWAY, Documents.gateway("shop"));

        assertThat(early.status()).isEqualTo(429);
        assertThat(early.detail()).isEqualTo("ReferencedResourceNotProvisioned");
        cloud.get("publicIPAddresses/front");
        cloud.get("publicIPAddresses/front");
        assertThat(cloud.put(GATEWAY, Documents.gateway("shop")).status()).isEqualTo(201);
        var used = cloud.delete("publicIPAddresses/front");
        assertThat(used.status()).isEqualTo(429);
        assertThat(used.detail()).isEqualTo("RetryableErrorDueToAnotherOperation");
    }

    @Test
    void operationsFailWhereTheyAreToldTo() {
        cloud.emulator.faults().failOperationOf(1);
        var created = cloud.put("publicIPAddresses/front", Documents.address());

        assertThat(cloud.settle(created)).isEqualTo("Failed");
        assertThat(cloud.poll(created).code()).isEqualTo("InternalServerError");
        var there = cloud.get("publicIPAddresses/front");
        assertThat(there.state()).isEqualTo("Failed");
        assertThat(cloud.put(GATEWAY, Documents.gateway("shop")).detail())
                .isEqualTo("ReferencedResourceNotProvisioned");
        assertThat(cloud.settle(cloud.put("publicIPAddresses/front", Documents.address())))
                .isEqualTo("Succeeded");
        assertThat(cloud.get("publicIPAddresses/front").state()).isEqualTo("Succeeded");
    }

    @Test
    void unknownOperationsAreNotFound() {
        var place = "/subscriptions/11111111-2222-3333-4444-555555555555/providers/Microsoft.Network"
                + "/locations/westeurope/operations/none";

        assertThat(cloud.call("GET", place, "").status()).isEqualTo(404);
    }

    @Test
    void callsAtTheSameTimeAllHaveTheirEffect() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var created = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<String>) () -> cloud.client
                            .getPublicIpAddresses()
                            .createOrUpdate("shop", "a" + i, Cloud.standardAddress())
                            .ipAddress())
                    .toList());
            List<String> addresses =
                    created.stream().map(future -> future.resultNow()).toList();

            assertThat(addresses).doesNotHaveDuplicates().hasSize(20);
        }
    }
}
