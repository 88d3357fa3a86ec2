package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.cloud.compute.v1.Backend;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ConnectionDraining;
import com.google.cloud.compute.v1.ConsistentHashLoadBalancerSettings;
import com.google.cloud.compute.v1.GlobalNetworkEndpointGroupsAttachEndpointsRequest;
import com.google.cloud.compute.v1.GlobalNetworkEndpointGroupsClient;
import com.google.cloud.compute.v1.GlobalNetworkEndpointGroupsSettings;
import com.google.cloud.compute.v1.HealthStatus;
import com.google.cloud.compute.v1.HealthStatusForNetworkEndpoint;
import com.google.cloud.compute.v1.InstanceGroup;
import com.google.cloud.compute.v1.InstanceGroupsAddInstancesRequest;
import com.google.cloud.compute.v1.InstanceGroupsClient;
import com.google.cloud.compute.v1.InstanceGroupsListInstancesRequest;
import com.google.cloud.compute.v1.InstanceGroupsRemoveInstancesRequest;
import com.google.cloud.compute.v1.InstanceGroupsSetNamedPortsRequest;
import com.google.cloud.compute.v1.InstanceGroupsSettings;
import com.google.cloud.compute.v1.InstanceReference;
import com.google.cloud.compute.v1.InstanceWithNamedPorts;
import com.google.cloud.compute.v1.NamedPort;
import com.google.cloud.compute.v1.NetworkEndpoint;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.cloud.compute.v1.NetworkEndpointGroupCloudRun;
import com.google.cloud.compute.v1.NetworkEndpointGroupsAttachEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointGroupsDetachEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointGroupsListEndpointsRequest;
import com.google.cloud.compute.v1.OutlierDetection;
import com.google.cloud.compute.v1.RegionBackendServicesClient;
import com.google.cloud.compute.v1.RegionBackendServicesSettings;
import com.google.cloud.compute.v1.RegionNetworkEndpointGroupsClient;
import com.google.cloud.compute.v1.RegionNetworkEndpointGroupsSettings;
import com.google.cloud.compute.v1.ResourceGroupReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backend services, their groups, and how the members are. A new endpoint is healthy after two calls. */
class BackendsEmulatorTest {
    private final Cloud cloud = Cloud.start(Settings.usual().with(new Pace(500, 0, 0, 2, 0)));

    @BeforeEach
    void group() {
        Cloud.done(cloud.healthChecks.insertAsync(Cloud.PROJECT, Cloud.healthCheck("web")));
        Cloud.done(cloud.groups.insertAsync(Cloud.PROJECT, Cloud.ZONE, Cloud.group("web")));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static BackendService.Builder service() {
        return Cloud.service("web", "EXTERNAL_MANAGED").toBuilder()
                .addHealthChecks("global/healthChecks/web")
                .addBackends(Cloud.backend("web"));
    }

    private String refusal(BackendService.Builder service) {
        return Cloud.refusal(() -> Cloud.done(cloud.services.insertAsync(Cloud.PROJECT, service.build())))
                .message();
    }

    private static NetworkEndpoint endpoint(String instance, int port) {
        return NetworkEndpoint.newBuilder().setInstance(instance).setPort(port).build();
    }

    private void attach(NetworkEndpoint... endpoints) {
        Cloud.done(cloud.groups.attachNetworkEndpointsAsync(
                Cloud.PROJECT,
                Cloud.ZONE,
                "web",
                NetworkEndpointGroupsAttachEndpointsRequest.newBuilder()
                        .addAllNetworkEndpoints(List.of(endpoints))
                        .build()));
    }

    private List<NetworkEndpoint> endpoints() {
        List<NetworkEndpoint> found = new ArrayList<>();
        cloud.groups
                .listNetworkEndpoints(
                        Cloud.PROJECT,
                        Cloud.ZONE,
                        "web",
                        NetworkEndpointGroupsListEndpointsRequest.getDefaultInstance())
                .iterateAll()
                .forEach(item -> found.add(item.getNetworkEndpoint()));
        return found;
    }

    @Test
    void endpointsComeAndGo() {
        attach(
                endpoint("web-1", 8080),
                NetworkEndpoint.newBuilder().setInstance("web-2").build());

        assertThat(endpoints())
                .extracting(NetworkEndpoint::getIpAddress, NetworkEndpoint::getPort)
                .containsExactly(tuple("10.132.0.2", 8080), tuple("10.132.0.3", 8080));
        assertThat(cloud.groups.get(Cloud.PROJECT, Cloud.ZONE, "web").getSize()).isEqualTo(2);
        assertThat(Cloud.refusal(() -> attach(endpoint("web-1", 8080)))).satisfies(refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.reason()).isEqualTo("memberAlreadyExists");
        });

        detach(endpoint("web-1", 8080));

        assertThat(endpoints()).hasSize(1);
        assertThat(Cloud.refusal(() -> detach(endpoint("web-1", 8080))).message())
                .contains("is not a member of");
    }

    private void detach(NetworkEndpoint endpoint) {
        Cloud.done(cloud.groups.detachNetworkEndpointsAsync(
                Cloud.PROJECT,
                Cloud.ZONE,
                "web",
                NetworkEndpointGroupsDetachEndpointsRequest.newBuilder()
                        .addNetworkEndpoints(endpoint)
                        .build()));
    }

    @Test
    void endpointsBelongToTheirInstance() {
        assertThat(Cloud.refusal(() -> attach(endpoint("web-9", 80)))).satisfies(refusal -> {
            assertThat(refusal.status()).isEqualTo(404);
            assertThat(refusal.message()).contains("zones/europe-west1-b/instances/web-9");
        });
        assertThat(Cloud.refusal(() -> attach(endpoint("web-1", 80).toBuilder()
                                .setIpAddress("10.9.9.9")
                                .build()))
                        .message())
                .endsWith("The address does not belong to the instance 'web-1'.");
        assertThat(Cloud.refusal(() -> attach(endpoint("projects/shop-prod/zones/europe-west1-c/instances/web-3", 80)))
                        .message())
                .endsWith("The instance is in another zone.");
        assertThat(Cloud.refusal(() -> attach(endpoint("web-1", 0))).message()).contains(".port");
        assertThat(Cloud.refusal(() -> attach()).message()).contains("networkEndpoints");
    }

    @Test
    void globalGroupsHaveOneEndpointInTheInternet() {
        var global = cloud.client(
                GlobalNetworkEndpointGroupsSettings.newBuilder(), GlobalNetworkEndpointGroupsClient::create);
        var group = NetworkEndpointGroup.newBuilder().setName("saas").setNetworkEndpointType("INTERNET_FQDN_PORT");
        Cloud.done(global.insertAsync(Cloud.PROJECT, group.build()));
        Consumer<NetworkEndpoint.Builder> attach = endpoint -> Cloud.done(global.attachNetworkEndpointsAsync(
                Cloud.PROJECT,
                "saas",
                GlobalNetworkEndpointGroupsAttachEndpointsRequest.newBuilder()
                        .addNetworkEndpoints(endpoint)
                        .build()));

        attach.accept(NetworkEndpoint.newBuilder().setFqdn("api.example.com").setPort(443));
        assertThat(Cloud.refusal(() -> attach.accept(NetworkEndpoint.newBuilder()
                                .setFqdn("b.example.com")
                                .setPort(443)))
                        .message())
                .endsWith("A global network endpoint group has one endpoint at most.");
        assertThat(Cloud.refusal(() -> attach.accept(NetworkEndpoint.newBuilder()
                                .setIpAddress("192.0.2.1")
                                .setPort(443)))
                        .message())
                .endsWith("A fully qualified domain name is required.");
        assertThat(Cloud.refusal(() -> Cloud.done(global.insertAsync(
                                Cloud.PROJECT,
                                group.setName("vm")
                                        .setNetworkEndpointType("GCE_VM_IP_PORT")
                                        .build())))
                        .message())
                .endsWith("Network endpoint type is not supported in the scope 'global'.");
        assertThat(refusal(service()
                        .clearBackends()
                        .addBackends(Backend.newBuilder().setGroup("global/networkEndpointGroups/saas"))))
                .endsWith("A backend service with backends of type INTERNET_FQDN_PORT cannot have a health check.");
        Cloud.done(cloud.services.insertAsync(
                Cloud.PROJECT,
                service()
                        .clearHealthChecks()
                        .clearBackends()
                        .addBackends(Backend.newBuilder().setGroup("global/networkEndpointGroups/saas"))
                        .build()));
    }

    @Test
    void serverlessServicesHaveNoTimeouts() {
        var regional = cloud.client(
                RegionNetworkEndpointGroupsSettings.newBuilder(), RegionNetworkEndpointGroupsClient::create);
        Cloud.done(regional.insertAsync(
                Cloud.PROJECT,
                Cloud.REGION,
                NetworkEndpointGroup.newBuilder()
                        .setName("run")
                        .setNetworkEndpointType("SERVERLESS")
                        .setCloudRun(NetworkEndpointGroupCloudRun.newBuilder().setService("shop"))
                        .build()));
        var service = service()
                .clearHealthChecks()
                .clearBackends()
                .addBackends(Backend.newBuilder().setGroup("regions/europe-west1/networkEndpointGroups/run"));

        assertThat(refusal(service.clone().setTimeoutSec(60)))
                .endsWith("Timeout sec is not supported for a backend service with Serverless network endpoint"
                        + " groups.");
        Cloud.done(cloud.services.insertAsync(Cloud.PROJECT, service.build()));
        assertThat(cloud.services.get(Cloud.PROJECT, "web").hasPortName()).isFalse();
    }

    @Test
    void membersPassTheirHealthChecksAfterAWhile() {
        Cloud.done(cloud.services.insertAsync(Cloud.PROJECT, service().build()));
        assertThat(states())
                .as("what no forwarding rule leads to is not checked")
                .isEmpty();
        cloud.front("web");
        attach(endpoint("web-1", 8080), endpoint("web-2", 8080));

        assertThat(states()).containsExactly("UNHEALTHY", "UNHEALTHY");
        assertThat(states()).containsExactly("UNHEALTHY", "UNHEALTHY");
        assertThat(states()).containsExactly("HEALTHY", "HEALTHY");
        cloud.emulator.faults().unhealthy("web-2");
        assertThat(states()).containsExactly("HEALTHY", "UNHEALTHY");
        cloud.emulator.faults().healthy("web-2");
        assertThat(states()).containsExactly("HEALTHY", "HEALTHY");

        List<String> listed = new ArrayList<>();
        cloud.groups
                .listNetworkEndpoints(
                        Cloud.PROJECT,
                        Cloud.ZONE,
                        "web",
                        NetworkEndpointGroupsListEndpointsRequest.newBuilder()
                                .setHealthStatus("SHOW")
                                .build())
                .iterateAll()
                .forEach(item -> item.getHealthsList().stream()
                        .map(HealthStatusForNetworkEndpoint::getHealthState)
                        .forEach(listed::add));
        assertThat(listed).containsExactly("HEALTHY", "HEALTHY");
    }

    private List<String> states() {
        return cloud
                .services
                .getHealth(
                        Cloud.PROJECT,
                        "web",
                        ResourceGroupReference.newBuilder()
                                .setGroup(Cloud.groupLink("web"))
                                .build())
                .getHealthStatusList()
                .stream()
                .map(HealthStatus::getHealthState)
                .toList();
    }

    @Test
    void healthIsThatOfABackend() {
        Cloud.done(cloud.services.insertAsync(
                Cloud.PROJECT, service().clearBackends().build()));

        assertThat(Cloud.refusal(this::states).message()).contains("The group is not a backend of");
    }

    @Test
    void groupsInUseStay() {
        Cloud.done(cloud.services.insertAsync(Cloud.PROJECT, service().build()));

        assertThat(Cloud.refusal(() -> Cloud.done(cloud.groups.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "web")))
                        .message())
                .startsWith("The network_endpoint_group resource");
        assertThat(Cloud.reason(() -> Cloud.done(cloud.healthChecks.deleteAsync(Cloud.PROJECT, "web"))))
                .isEqualTo("resourceInUseByAnotherResource");
    }

    @Test
    void refusesBackends() {
        assertThat(refusal(service().clearHealthChecks()))
                .endsWith("A backend service with this type of backends needs a health check.");
        assertThat(refusal(service().addBackends(Cloud.backend("web"))))
                .endsWith("Duplicate instance groups in backend service.");
        assertThat(refusal(service().addBackends(Backend.newBuilder())))
                .isEqualTo("Required field 'resource.backends[1].group' not specified");
        assertThat(refusal(with(backend -> backend.setBalancingMode("UTILIZATION"))))
                .endsWith("Balancing mode UTILIZATION is not supported for network endpoint groups.");
        assertThat(refusal(with(backend -> backend.setBalancingMode("CONNECTION"))))
                .endsWith("The balancing mode is not supported for protocol HTTP.");
        assertThat(refusal(with(Backend.Builder::clearMaxRatePerEndpoint)))
                .isEqualTo("Required field 'resource.backends[0].maxRatePerEndpoint' not specified");
        assertThat(refusal(with(backend -> backend.setMaxConnections(1))))
                .endsWith("The target capacity is one of another balancing mode.");
        assertThat(refusal(with(backend -> backend.setCapacityScaler(0.05f))))
                .endsWith("Must be 0.0, or from 0.1 to 1.0.");
        Cloud.done(cloud.services.insertAsync(
                Cloud.PROJECT, with(backend -> backend.setCapacityScaler(0)).build()));
    }

    private static BackendService.Builder with(UnaryOperator<Backend.Builder> change) {
        return service().clearBackends().addBackends(change.apply(Cloud.backend("web").toBuilder()));
    }

    @ParameterizedTest
    @CsvSource({
        "EXTERNAL_MANAGED, HTTP, RING_HASH, NONE, resource.localityLbPolicy",
        "EXTERNAL_MANAGED, HTTP, WEIGHTED_MAGLEV, NONE, resource.localityLbPolicy",
        "EXTERNAL, HTTP, LEAST_REQUEST, NONE, resource.localityLbPolicy",
        "EXTERNAL, HTTP, '', HTTP_COOKIE, resource.sessionAffinity",
        "EXTERNAL_MANAGED, HTTP, '', CLIENT_IP_PROTO, resource.sessionAffinity",
        "EXTERNAL_MANAGED, HTTP, '', HTTP_COOKIE, resource.consistentHash.httpCookie.name",
        "EXTERNAL_MANAGED, HTTP, '', HEADER_FIELD, resource.consistentHash.httpHeaderName",
        "EXTERNAL_MANAGED, HTTP, '', STRONG_COOKIE_AFFINITY, resource.strongSessionAffinityCookie",
        "EXTERNAL_MANAGED, UDP, '', NONE, resource.protocol",
        "INTERNAL, TCP, '', NONE, resource.loadBalancingScheme"
    })
    void refusesServices(String scheme, String protocol, String policy, String affinity, String field) {
        var service =
                Cloud.service("web", scheme).toBuilder().setProtocol(protocol).setSessionAffinity(affinity);
        if (!policy.isEmpty()) {
            service.setLocalityLbPolicy(policy);
        }

        assertThat(refusal(service)).contains("'" + field + "'");
    }

    @Test
    void refusesSettingsOfServices() {
        assertThat(refusal(service().setAffinityCookieTtlSec(9))).contains("resource.affinityCookieTtlSec");
        assertThat(refusal(service().setSessionAffinity("GENERATED_COOKIE").setAffinityCookieTtlSec(1_209_601)))
                .contains("resource.affinityCookieTtlSec");
        assertThat(refusal(service()
                        .setConnectionDraining(ConnectionDraining.newBuilder().setDrainingTimeoutSec(3601))))
                .contains("resource.connectionDraining.drainingTimeoutSec");
        assertThat(refusal(service().setTimeoutSec(0))).contains("resource.timeoutSec");
        assertThat(refusal(service().addHealthChecks("global/healthChecks/web")))
                .endsWith("A backend service has at most one health check.");
        var classic = service().setLoadBalancingScheme("EXTERNAL");
        assertThat(refusal(classic.clone().setOutlierDetection(OutlierDetection.newBuilder())))
                .contains("'resource.outlierDetection'");
        assertThat(refusal(classic.clone().setConsistentHash(ConsistentHashLoadBalancerSettings.newBuilder())))
                .contains("'resource.consistentHash'");
    }

    @Test
    void regionalServicesHaveRegionalHealthChecks() {
        var regional = cloud.client(RegionBackendServicesSettings.newBuilder(), RegionBackendServicesClient::create);

        assertThat(Cloud.refusal(() -> Cloud.done(regional.insertAsync(
                                Cloud.PROJECT, Cloud.REGION, service().build())))
                        .message())
                .endsWith("A regional health check is required for this backend service.");
        assertThat(Cloud.refusal(() -> Cloud.done(regional.insertAsync(
                                Cloud.PROJECT, "us-central1", service().build())))
                        .message())
                .contains("Cross-scope references are not allowed");
    }

    @Test
    void instanceGroupsHaveNamedPortsAndInstances() {
        var groups = cloud.client(InstanceGroupsSettings.newBuilder(), InstanceGroupsClient::create);
        var instance = InstanceReference.newBuilder()
                .setInstance("zones/europe-west1-b/instances/web-1")
                .build();
        Cloud.done(groups.insertAsync(
                Cloud.PROJECT,
                Cloud.ZONE,
                InstanceGroup.newBuilder().setName("vms").build()));
        Cloud.done(groups.addInstancesAsync(
                Cloud.PROJECT,
                Cloud.ZONE,
                "vms",
                InstanceGroupsAddInstancesRequest.newBuilder()
                        .addInstances(instance)
                        .build()));
        var there = groups.get(Cloud.PROJECT, Cloud.ZONE, "vms");
        assertThat(there.getSize()).isEqualTo(1);
        var ports = InstanceGroupsSetNamedPortsRequest.newBuilder()
                .setFingerprint(there.getFingerprint())
                .addNamedPorts(NamedPort.newBuilder().setName("http").setPort(8080))
                .build();

        Cloud.done(groups.setNamedPortsAsync(Cloud.PROJECT, Cloud.ZONE, "vms", ports));

        assertThat(Cloud.reason(() -> Cloud.done(groups.setNamedPortsAsync(Cloud.PROJECT, Cloud.ZONE, "vms", ports))))
                .isEqualTo("conditionNotMet");
        assertThat(groups.listInstances(
                                Cloud.PROJECT,
                                Cloud.ZONE,
                                "vms",
                                InstanceGroupsListInstancesRequest.getDefaultInstance())
                        .iterateAll())
                .containsExactly(InstanceWithNamedPorts.newBuilder()
                        .setInstance("https://www.googleapis.com/compute/v1/projects/shop-prod/"
                                + "zones/europe-west1-b/instances/web-1")
                        .setStatus("RUNNING")
                        .addNamedPorts(ports.getNamedPorts(0))
                        .build());
        var group = "zones/europe-west1-b/instanceGroups/vms";
        Cloud.done(cloud.services.insertAsync(
                Cloud.PROJECT,
                service()
                        .clearBackends()
                        .addBackends(Backend.newBuilder().setGroup(group))
                        .build()));
        cloud.front("web");
        assertThat(cloud.services
                        .getHealth(
                                Cloud.PROJECT,
                                "web",
                                ResourceGroupReference.newBuilder()
                                        .setGroup(group)
                                        .build())
                        .getHealthStatusList())
                .singleElement()
                .satisfies(health -> {
                    assertThat(health.getHealthState()).isEqualTo("HEALTHY");
                    assertThat(health.getPort()).isEqualTo(8080);
                });
        assertThat(cloud.services.get(Cloud.PROJECT, "web").getBackends(0).getBalancingMode())
                .isEqualTo("UTILIZATION");
        Cloud.done(groups.removeInstancesAsync(
                Cloud.PROJECT,
                Cloud.ZONE,
                "vms",
                InstanceGroupsRemoveInstancesRequest.newBuilder()
                        .addInstances(instance)
                        .build()));
        assertThat(groups.get(Cloud.PROJECT, Cloud.ZONE, "vms").getSize()).isZero();
    }
}
