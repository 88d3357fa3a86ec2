package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.resourcemanager.network.models.ApplicationGatewayBackendHealthPool;
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
}
