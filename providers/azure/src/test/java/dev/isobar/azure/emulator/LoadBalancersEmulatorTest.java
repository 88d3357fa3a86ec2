package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.management.SubResource;
import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.network.fluent.models.BackendAddressPoolInner;
import com.azure.resourcemanager.network.models.LoadBalancerBackendAddress;
import com.azure.resourcemanager.network.models.LoadDistribution;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What load balancers are, and what is refused of them. */
class LoadBalancersEmulatorTest {
    private static final String PATH = "loadBalancers/net";

    private final Cloud cloud = Cloud.start();

    @BeforeEach
    void address() {
        cloud.address("front");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void saysWhichRulesUseAPart() {
        assertThat(cloud.put(PATH, Documents.balancer("net")).status()).isEqualTo(201);

        var read = cloud.client.getLoadBalancers().getByResourceGroup("shop", "net");
        var rule = Documents.NETWORK + PATH + "/loadBalancingRules/http";
        assertThat(read.frontendIpConfigurations().getFirst().loadBalancingRules())
                .extracting(SubResource::id)
                .containsExactly(rule);
        assertThat(read.backendAddressPools().getFirst().loadBalancingRules())
                .extracting(SubResource::id)
                .containsExactly(rule);
        assertThat(read.probes().getFirst().loadBalancingRules())
                .extracting(SubResource::id)
                .containsExactly(rule);
        assertThat(read.loadBalancingRules().getFirst().loadDistribution()).isEqualTo(LoadDistribution.DEFAULT);
        assertThat(read.loadBalancingRules().getFirst().idleTimeoutInMinutes()).isEqualTo(4);
        assertThat(cloud.put(PATH, cloud.get(PATH).body()).status()).isEqualTo(200);
    }

    @Test
    void partsHavePlacesOfTheirOwn() {
        cloud.put(PATH, Documents.balancer("net"));
        var client = cloud.client;

        assertThat(client.getLoadBalancerLoadBalancingRules()
                        .get("shop", "net", "http")
                        .frontendPort())
                .isEqualTo(80);
        assertThat(client.getLoadBalancerProbes().list("shop", "net")).hasSize(1);
        assertThat(client.getLoadBalancerFrontendIpConfigurations()
                        .get("shop", "net", "public")
                        .id())
                .isEqualTo(Documents.NETWORK + PATH + "/frontendIPConfigurations/public");
        assertThatThrownBy(() -> client.getLoadBalancerProbes().get("shop", "net", "none"))
                .isInstanceOfSatisfying(
                        ManagementException.class,
                        e -> assertThat(e.getValue().getCode()).isEqualTo("NotFound"));
    }

    @Test
    void poolsAreWrittenAlone() {
        cloud.put(PATH, Documents.balancer("net"));
        var pools = cloud.client.getLoadBalancerBackendAddressPools();
        var before = cloud.get(PATH).header("ETag");

        var written = pools.createOrUpdate(
                "shop",
                "net",
                "web",
                new BackendAddressPoolInner()
                        .withLoadBalancerBackendAddresses(
                                List.of(server("one", "10.0.1.10"), server("two", "10.0.1.11"))));

        assertThat(written.loadBalancerBackendAddresses())
                .extracting(LoadBalancerBackendAddress::ipAddress)
                .containsExactly("10.0.1.10", "10.0.1.11");
        assertThat(cloud.get(PATH).header("ETag")).isNotEqualTo(before);
        assertThat(cloud.client
                        .getLoadBalancers()
                        .getByResourceGroup("shop", "net")
                        .loadBalancingRules())
                .hasSize(1);
        pools.createOrUpdate("shop", "net", "spare", new BackendAddressPoolInner());
        assertThat(pools.list("shop", "net"))
                .extracting(BackendAddressPoolInner::name)
                .containsExactly("web", "spare");
        pools.createOrUpdate("shop", "net", "web", new BackendAddressPoolInner());
        assertThat(pools.list("shop", "net"))
                .as("it keeps its place")
                .extracting(BackendAddressPoolInner::name)
                .containsExactly("web", "spare");
        pools.delete("shop", "net", "spare");
        assertThat(pools.list("shop", "net")).hasSize(1);
        assertThatThrownBy(() -> pools.delete("shop", "net", "web"))
                .hasMessageContaining("InUseBackendAddressPoolCannotBeDeleted");
        assertThat(cloud.delete(PATH + "/backendAddressPools/spare").status()).isEqualTo(204);
        assertThat(cloud.put(PATH + "/backendAddressPools/web", Json.object(), "If-Match", before)
                        .status())
                .isEqualTo(412);
    }

    private static LoadBalancerBackendAddress server(String name, String address) {
        return new LoadBalancerBackendAddress()
                .withName(name)
                .withIpAddress(address)
                .withVirtualNetwork(new SubResource().withId(Documents.NETWORK + "virtualNetworks/net"));
    }

    @Test
    void privateFrontendsTakeAddressesOfTheirSubnet() {
        var inside = Documents.balancer("net");
        var place = "properties.frontendIPConfigurations.0.properties";
        var subnet = "\"subnet\": {\"id\": \"~virtualNetworks/net/subnets/machines\"}";
        Documents.with(inside, place, "{" + subnet + "}");

        assertThat(Json.items(cloud.put(PATH, inside).body(), "properties", "frontendIPConfigurations")
                        .map(part -> Json.text(part, "properties", "privateIPAddress")))
                .as("the first four are reserved, and one machine is there")
                .containsExactly("10.0.1.5");
        for (var refusal : new String[][] {
            {"10.0.1.4", "PrivateIPAddressInUse"},
            {"10.0.1.3", "PrivateIPAddressInReservedRange"},
            {"10.0.2.4", "PrivateIPAddressNotInSubnet"}
        }) {
            Documents.with(
                    inside,
                    place,
                    "{%s, \"privateIPAllocationMethod\": \"Static\", \"privateIPAddress\": \"%s\"}"
                            .formatted(subnet, refusal[0]));
            assertThat(cloud.put(PATH, inside).code()).isEqualTo(refusal[1]);
        }
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        sku.name | "Basic" | LoadBalancerSkuNotAvailable
        properties.loadBalancingRules.0.properties.frontendPort | 65535 | PropertyValueOutOfRange
        properties.loadBalancingRules.0.properties.frontendPort | 0 | LoadBalancingRuleProtocolAndPortsDoNotFit
        properties.loadBalancingRules.0.properties.frontendPort | null | RequiredPropertyMissing
        properties.loadBalancingRules.0.properties.idleTimeoutInMinutes | 3 | PropertyValueOutOfRange
        properties.loadBalancingRules.0.properties.backendAddressPool | {"id": "~loadBalancers/net/backendAddressPools/none"} | InvalidResourceReference
        properties.loadBalancingRules.0 | {"name": "again", "properties": {"frontendIPConfiguration": {"id": "~loadBalancers/net/frontendIPConfigurations/public"}, "protocol": "Tcp", "frontendPort": 80, "backendPort": 81}} | RulesUseSameFrontendPortProtocolAndIPConfig
        properties.loadBalancingRules.0 | {"name": "again", "properties": {"frontendIPConfiguration": {"id": "~loadBalancers/net/frontendIPConfigurations/public"}, "protocol": "Tcp", "frontendPort": 81, "backendPort": 8000, "backendAddressPool": {"id": "~loadBalancers/net/backendAddressPools/web"}}} | RulesUseSameBackendPortProtocolAndPool
        properties.probes.0.properties.requestPath | null | LoadBalancerProbeRequestPathInvalid
        properties.probes.0.properties.protocol | "Tcp" | LoadBalancerProbeRequestPathInvalid
        properties.probes.0.properties.port | 25 | LoadBalancerProbePortNotAllowed
        properties.probes.0.properties.intervalInSeconds | 4 | PropertyValueOutOfRange
        properties.frontendIPConfigurations.0.properties | {} | LoadBalancerFrontendIPConfigurationMustHaveSubnetOrPublicIP
        properties.frontendIPConfigurations.0 | {"name": "inside", "properties": {"subnet": {"id": "~virtualNetworks/net/subnets/machines"}}} | LoadBalancerHasPublicAndPrivateFrontends
        properties.backendAddressPools.0.properties.loadBalancerBackendAddresses.0 | {"name": "two", "properties": {"ipAddress": "10.0.1.10", "virtualNetwork": {"id": "~virtualNetworks/net"}}} | LoadBalancerBackendAddressDuplicate
        properties.backendAddressPools.0.properties.loadBalancerBackendAddresses.0 | {"name": "one", "properties": {"ipAddress": "10.0.1.11", "virtualNetwork": {"id": "~virtualNetworks/net"}}} | LoadBalancerBackendAddressNameInvalid
        properties.backendAddressPools.0.properties.loadBalancerBackendAddresses.0 | {"name": "two", "properties": {"ipAddress": "10.0.1.11"}} | LoadBalancerBackendAddressNeedsNetwork
        properties.backendAddressPools.0.properties.loadBalancerBackendAddresses.0 | {"name": "two", "properties": {"ipAddress": "x", "virtualNetwork": {"id": "~virtualNetworks/net"}}} | LoadBalancerBackendAddressInvalid
        """)
    void refuses(String path, String value, String code) {
        var answer = cloud.put(PATH, Documents.with(Documents.balancer("net"), path, value));

        assertThat(answer.code()).as(answer.message()).isEqualTo(code);
        assertThat(cloud.get(PATH).status()).isEqualTo(404);
    }
}
