package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
import com.google.cloud.compute.v1.Network;
import com.google.cloud.compute.v1.NetworksClient;
import com.google.cloud.compute.v1.NetworksSettings;
import com.google.cloud.compute.v1.ProjectsClient;
import com.google.cloud.compute.v1.ProjectsSettings;
import com.google.cloud.compute.v1.Quota;
import com.google.cloud.compute.v1.Region;
import com.google.cloud.compute.v1.RegionsClient;
import com.google.cloud.compute.v1.RegionsSettings;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.SubnetworksClient;
import com.google.cloud.compute.v1.SubnetworksSettings;
import com.google.cloud.compute.v1.Zone;
import com.google.cloud.compute.v1.ZonesClient;
import com.google.cloud.compute.v1.ZonesSettings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is given, as a check before the first change reads it. */
class PlacesEmulatorTest {
    private final Cloud cloud =
            Cloud.start(Settings.usual().with(new Pace(500, 0, 0, 0, 0)).withQuotas(Map.of("BACKEND_SERVICES", 7)));

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void projectsTellTheirQuotas() {
        var projects = cloud.client(ProjectsSettings.newBuilder(), ProjectsClient::create);
        cloud.service("web");

        var project = projects.get(Cloud.PROJECT);

        assertThat(project.getId()).isEqualTo(123456789012L);
        assertThat(project.getQuotasList())
                .contains(Quota.newBuilder()
                        .setMetric("BACKEND_SERVICES")
                        .setLimit(7)
                        .setUsage(1)
                        .build());
    }

    @Test
    void regionsHaveZones() {
        var regions = cloud.client(RegionsSettings.newBuilder(), RegionsClient::create);
        var zones = cloud.client(ZonesSettings.newBuilder(), ZonesClient::create);

        assertThat(regions.list(Cloud.PROJECT).iterateAll())
                .extracting(Region::getName)
                .containsExactly("europe-west1", "us-central1");
        assertThat(regions.get(Cloud.PROJECT, Cloud.REGION)).satisfies(region -> {
            assertThat(region.getStatus()).isEqualTo("UP");
            assertThat(region.getZonesList()).hasSize(3);
        });
        assertThat(zones.list(Cloud.PROJECT).iterateAll())
                .extracting(Zone::getName)
                .hasSize(5);
        assertThat(zones.get(Cloud.PROJECT, Cloud.ZONE).getRegion()).endsWith("/regions/europe-west1");
        assertThat(Cloud.reason(() -> zones.get(Cloud.PROJECT, "mars-north1-a")))
                .isEqualTo("notFound");
        assertThat(Cloud.reason(() -> regions.get(Cloud.PROJECT, "mars-north1")))
                .isEqualTo("notFound");
    }

    @Test
    void networksHaveSubnetworksAndInstances() {
        var networks = cloud.client(NetworksSettings.newBuilder(), NetworksClient::create);
        var subnetworks = cloud.client(SubnetworksSettings.newBuilder(), SubnetworksClient::create);
        var instances = cloud.client(InstancesSettings.newBuilder(), InstancesClient::create);

        assertThat(networks.list(Cloud.PROJECT).iterateAll())
                .extracting(Network::getName)
                .containsExactly("default", "other");
        assertThat(subnetworks.list(Cloud.PROJECT, Cloud.REGION).iterateAll())
                .extracting(Subnetwork::getPurpose)
                .containsExactly("PRIVATE", "REGIONAL_MANAGED_PROXY");
        assertThat(subnetworks.get(Cloud.PROJECT, Cloud.REGION, "proxies").getIpCidrRange())
                .isEqualTo("10.129.0.0/23");
        assertThat(instances
                        .get(Cloud.PROJECT, Cloud.ZONE, "web-1")
                        .getNetworkInterfaces(0)
                        .getNetworkIP())
                .isEqualTo("10.132.0.2");
        assertThat(Cloud.reason(() -> networks.get(Cloud.PROJECT, "missing"))).isEqualTo("notFound");
    }
}
