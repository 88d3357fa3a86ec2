package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import com.azure.resourcemanager.resources.fluentcore.arm.models.HasName;
import com.azure.resourcemanager.resources.models.GenericResource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for all calls: versions, paths, pages, what goes wrong on purpose. */
class ServiceEmulatorTest {
    private static final String SUBSCRIPTION = "/subscriptions/11111111-2222-3333-4444-555555555555";

    private final Cloud cloud = Cloud.start(new Pace(2, 0, 0, 0));

    @AfterEach
    void stop() {
        cloud.close();
    }

    private PublicIpAddressInner create(String name) {
        return cloud.client.getPublicIpAddresses().createOrUpdate("shop", name, Cloud.standardAddress());
    }

    @Test
    void everyCallNeedsAKnownVersion() {
        var missing = cloud.call("GET", Documents.NETWORK + "loadBalancers/x?x=1", "");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.code()).isEqualTo("MissingApiVersionParameter");

        var unknown = cloud.call("GET", Documents.NETWORK + "loadBalancers/x?api-version=2099-01-01", "");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("NoRegisteredProviderFound");
        assertThat(unknown.message())
                .startsWith("No registered resource provider found for location 'westeurope' and API version"
                        + " '2099-01-01' for type 'loadBalancers'. The supported api-versions are '2022-09-01, ");

        assertThat(cloud.call("GET", Documents.GROUP + "?api-version=2099-01-01", "")
                        .code())
                .isEqualTo("InvalidApiVersionParameter");
        assertThat(cloud.call("GET", Documents.NETWORK + "loadBalancers/x?api-version=2024-05-01", "")
                        .code())
                .isEqualTo("ResourceNotFound");
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(cloud.get("loadBalancers/none").message())
                .startsWith("The Resource 'Microsoft.Network/loadBalancers/none' under resource group 'shop' was not"
                        + " found.");
        assertThat(cloud.get("firewalls/none").code()).isEqualTo("InvalidResourceType");
        assertThat(cloud.call("GET", Documents.GROUP + "/providers/Microsoft.Compute/disks/none", "")
                        .code())
                .isEqualTo("InvalidResourceNamespace");
        assertThat(cloud.call(
                                "GET",
                                SUBSCRIPTION + "/resourceGroups/none/providers/Microsoft.Network/loadBalancers",
                                "")
                        .code())
                .isEqualTo("ResourceGroupNotFound");
        assertThat(cloud.call("GET", "/subscriptions/none/resourceGroups", "").code())
                .isEqualTo("SubscriptionNotFound");
        assertThat(cloud.call("GET", "/nothing", "").code()).isEqualTo("NotFound");
        assertThat(cloud.call("POST", Documents.NETWORK + "loadBalancers/none", "")
                        .status())
                .isEqualTo(405);
        assertThat(cloud.call("GET", SUBSCRIPTION, "", "Authorization", "Basic x")
                        .status())
                .isEqualTo(401);
        assertThatThrownBy(() -> cloud.client.getLoadBalancers().getByResourceGroup("shop", "none"))
                .isInstanceOfSatisfying(
                        ManagementException.class,
                        e -> assertThat(e.getValue().getCode()).isEqualTo("ResourceNotFound"));
    }

    @Test
    void whatIsGivenDoesNotChange() {
        var refused = cloud.put("virtualNetworks/other", Json.object().put("location", "westeurope"));

        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.message()).contains("virtualNetworks are given to this emulator");
        var network = cloud.client.getVirtualNetworks().getByResourceGroup("shop", "net");
        assertThat(network.subnets()).extracting(subnet -> subnet.name()).containsExactly("gateways", "machines");
        assertThat(cloud.client.getSubnets().get("shop", "net", "machines").ipConfigurations())
                .singleElement()
                .satisfies(
                        part -> assertThat(part.id()).endsWith("networkInterfaces/machine-1/ipConfigurations/primary"));
        assertThat(cloud.client
                        .getNetworkInterfaces()
                        .getByResourceGroup("shop", "machine-1")
                        .ipConfigurations()
                        .getFirst()
                        .privateIpAddress())
                .isEqualTo("10.0.1.4");
    }

    @Test
    void listsAreCutIntoPages() {
        for (int i = 0; i < 5; i++) {
            create("a" + i);
        }
        int before = cloud.emulator.calls().size();

        assertThat(cloud.client.getPublicIpAddresses().listByResourceGroup("shop"))
                .extracting(PublicIpAddressInner::name)
                .containsExactly("a0", "a1", "a2", "a3", "a4");
        assertThat(cloud.emulator.calls()).hasSize(before + 3);
        assertThat(cloud.client.getPublicIpAddresses().list()).hasSize(5);
        assertThat(cloud.client.getPublicIpAddresses().listByResourceGroup("other"))
                .isEmpty();
        assertThat(cloud.call("GET", Documents.NETWORK + "publicIPAddresses?api-version=2025-03-01&$skiptoken=x", "")
                        .code())
                .isEqualTo("InvalidSkipToken");
    }

    @Test
    void findsResourcesByTags() {
        cloud.put("publicIPAddresses/one", Documents.with(Documents.address(), "tags", "{\"Owner\": \"isobar\"}"));
        cloud.put("publicIPAddresses/two", Documents.with(Documents.address(), "tags", "{\"owner\": \"other\"}"));
        cloud.put("publicIPAddresses/three", Documents.address());
        var resources = cloud.manager().resourceManager().genericResources();

        assertThat(resources.listByTag("shop", "owner", "isobar"))
                .extracting(GenericResource::id)
                .containsExactly(Documents.NETWORK + "publicIPAddresses/one");
        assertThat(resources.list()).extracting(HasName::name).contains("net", "machine-1", "one", "two", "three");
        assertThat(items(SUBSCRIPTION + "/resources?api-version=2021-04-01&$filter=tagName%20eq%20'OWNER'"))
                .containsExactly("one", "two");
        assertThat(items(SUBSCRIPTION + "/resources?api-version=2021-04-01&$filter=resourceType%20eq%20'"
                        + "Microsoft.Network/virtualNetworks'"))
                .containsExactly("net");
        assertThat(cloud.call("GET", SUBSCRIPTION + "/resources?api-version=2021-04-01&$filter=name%20eq%20'x'", "")
                        .code())
                .isEqualTo("InvalidFilterInQueryString");
    }

    private List<String> items(String path) {
        return Json.items(cloud.call("GET", path, "").body(), "value")
                .map(item -> Json.text(item, "name"))
                .toList();
    }

    @Test
    void knowsGroupsAndLocations() {
        var manager = cloud.manager().resourceManager();

        assertThat(manager.resourceGroups().list()).extracting(HasName::name).containsExactly("other", "shop");
        assertThat(manager.resourceGroups().getByName("shop").regionName()).isEqualTo("westeurope");
        assertThat(manager.resourceGroups().contain("shop")).isTrue();
        assertThat(manager.resourceGroups().contain("none")).isFalse();
        assertThat(items(SUBSCRIPTION + "/locations?api-version=2022-12-01")).hasSize(2);
    }

    @Test
    void clientsSurviveThrottling() {
        cloud.emulator.faults().throttleEvery(2);

        create("front");
        create("second");

        assertThat(cloud.emulator.calls()).extracting(Call::outcome).contains("SubscriptionRequestsThrottled", "OK");
        var two = Stream.of(1, 2)
                .map(_ -> cloud.call("GET", SUBSCRIPTION + "?api-version=2022-12-01", ""))
                .toList();
        assertThat(two).extracting(Cloud.Answer::status).containsExactlyInAnyOrder(200, 429);
        assertThat(two)
                .allSatisfy(answer -> assertThat(answer.headers())
                        .containsEntry(
                                "x-ms-ratelimit-remaining-subscription-reads", answer.status() == 200 ? "249" : "0"));
        assertThat(two)
                .filteredOn(answer -> answer.status() == 429)
                .allSatisfy(answer -> assertThat(answer.headers()).containsKey("Retry-After"));
        assertThatThrownBy(() -> cloud.emulator.faults().throttleEvery(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lostAnswersHadTheirEffect() {
        cloud.emulator.faults().loseAnswerOf(1);

        assertThat(create("front").ipAddress()).isNotEmpty();

        assertThat(cloud.emulator.calls())
                .extracting(Call::method, Call::outcome)
                .startsWith(tuple("PUT", "answer lost"), tuple("PUT", "OK"));
        assertThat(cloud.client.getPublicIpAddresses().list()).hasSize(1);
    }

    @Test
    void unreachableCallsHaveNone() {
        cloud.emulator.faults().unreachableAfter(0);
        assertThatThrownBy(() -> create("front")).isInstanceOf(RuntimeException.class);

        cloud.emulator.faults().reachable();
        assertThat(cloud.client.getPublicIpAddresses().list()).isEmpty();
    }

    @Test
    void answersLater() {
        cloud.emulator.faults().latency(Duration.ofMillis(50));
        long before = System.nanoTime();

        cloud.get("publicIPAddresses/none");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
