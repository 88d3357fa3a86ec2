package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.management.SubResource;
import com.azure.resourcemanager.network.models.ApplicationGatewayBackendHealthPool;
import com.azure.resourcemanager.network.models.ApplicationGatewayOnDemandProbe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gateways say of their servers. */
class BackendHealthEmulatorTest {
    private final Cloud cloud = Cloud.start(new Pace(100, 1, 1, 0));

    @BeforeEach
    void gateway() {
        cloud.address("front");
        cloud.settle(cloud.put("applicationGateways/shop", Documents.gateway("shop")));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private List<String> health() {
        return cloud.client.getApplicationGateways().backendHealth("shop", "shop").backendAddressPools().stream()
                .flatMap(BackendHealthEmulatorTest::servers)
                .toList();
    }

    private static Stream<String> servers(ApplicationGatewayBackendHealthPool pool) {
        return pool.backendHttpSettingsCollection().stream()
                .flatMap(settings -> settings.servers().stream())
                .map(server -> server.address() + " " + server.health());
    }

    @Test
    void serversAreUnknownThenHealthyUnlessToldOtherwise() {
        assertThat(health())
                .containsExactlyInAnyOrder("10.0.1.10 Unknown", "api.example.com Unknown", "10.0.1.20 Unknown");
        cloud.emulator.faults().unhealthy("10.0.1.20");
        assertThat(health())
                .containsExactlyInAnyOrder("10.0.1.10 Healthy", "api.example.com Healthy", "10.0.1.20 Unhealthy");
        cloud.emulator.faults().healthy("10.0.1.20");
        assertThat(health()).contains("10.0.1.20 Healthy");
        cloud.settle(cloud.put("applicationGateways/shop", Documents.gateway("shop")));
        assertThat(health()).contains("10.0.1.20 Unknown");
    }

    @Test
    void isFoundOutInTime() {
        var place = Documents.NETWORK + "applicationGateways/shop/backendhealth";
        var begun = cloud.call("POST", place, "");

        assertThat(begun.status()).isEqualTo(202);
        var location = begun.header("Location");
        var under = cloud.call("GET", location, "");
        assertThat(under.status()).isEqualTo(202);
        assertThat(under.headers()).containsEntry("Location", location);
        var found = cloud.call("GET", location, "");
        assertThat(found.status()).isEqualTo(200);
        assertThat(Json.items(found.body(), "backendAddressPools")).hasSize(2);
        assertThat(cloud.call("POST", place.replace("shop/backend", "none/backend"), "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPoolIsAskedOnDemandWhetherOrNotARuleLeadsThere() {
        cloud.emulator.faults().unhealthy("10.0.1.10");
        var id = Documents.NETWORK + "applicationGateways/shop/";
        var asked = new ApplicationGatewayOnDemandProbe()
                .withBackendAddressPool(new SubResource().withId(id + "backendAddressPools/api"))
                .withBackendHttpSettings(new SubResource().withId(id + "backendHttpSettingsCollection/plain"));

        var answer = cloud.client.getApplicationGateways().backendHealthOnDemand("shop", "shop", asked);

        assertThat(answer.backendHealthHttpSettings().servers())
                .extracting(server -> server.address() + " " + server.health())
                .containsExactlyInAnyOrder("10.0.1.10 Unhealthy", "api.example.com Healthy");
        asked.backendAddressPool().withId(id + "backendAddressPools/none");
        assertThatThrownBy(() -> cloud.client.getApplicationGateways().backendHealthOnDemand("shop", "shop", asked))
                .hasMessageContaining("needs backendAddressPool of that gateway");
    }

    @Test
    void theServersOfARuleAreDownThenUpUnlessToldOtherwise() {
        cloud.address("second");
        cloud.settle(cloud.put(
                "loadBalancers/shop",
                Json.parse(Documents.balancer("shop").toString().replace("Addresses/front", "Addresses/second"))));
        var rules = cloud.client.getLoadBalancerLoadBalancingRules();

        assertThat(rules.health("shop", "shop", "http").down()).isEqualTo(1);
        assertThat(rules.health("shop", "shop", "http").up()).isEqualTo(1);
        cloud.emulator.faults().unhealthy("10.0.1.10");
        assertThat(rules.health("shop", "shop", "http").loadBalancerBackendAddresses())
                .extracting(server -> server.ipAddress() + " " + server.state() + " " + server.reason())
                .containsExactly("10.0.1.10 Down Down_Probe_Unreachable");
        assertThatThrownBy(() -> rules.health("shop", "shop", "none")).hasMessageContaining("not found");
    }

    @Test
    void usagesSayHowManyThereAre() {
        assertThat(cloud.client.getUsages().list("westeurope"))
                .extracting(usage -> usage.name().value() + " " + usage.currentValue() + " " + usage.limit())
                .containsExactly(
                        "ApplicationGateways 1 1000",
                        "StandardSkuLoadBalancers 0 1000",
                        "StandardSkuPublicIpAddresses 1 1000");
    }
}
