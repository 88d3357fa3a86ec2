package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.AddressesClient;
import com.google.cloud.compute.v1.AddressesSettings;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.ForwardingRulesClient;
import com.google.cloud.compute.v1.ForwardingRulesSettings;
import com.google.cloud.compute.v1.GlobalSetLabelsRequest;
import com.google.cloud.compute.v1.RegionBackendServicesClient;
import com.google.cloud.compute.v1.RegionBackendServicesSettings;
import com.google.cloud.compute.v1.RegionTargetHttpProxiesClient;
import com.google.cloud.compute.v1.RegionTargetHttpProxiesSettings;
import com.google.cloud.compute.v1.RegionTargetTcpProxiesClient;
import com.google.cloud.compute.v1.RegionTargetTcpProxiesSettings;
import com.google.cloud.compute.v1.RegionUrlMapsClient;
import com.google.cloud.compute.v1.RegionUrlMapsSettings;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetReference;
import com.google.cloud.compute.v1.TargetTcpProxiesClient;
import com.google.cloud.compute.v1.TargetTcpProxiesSetBackendServiceRequest;
import com.google.cloud.compute.v1.TargetTcpProxiesSettings;
import com.google.cloud.compute.v1.TargetTcpProxy;
import com.google.cloud.compute.v1.UrlMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forwarding rules and their addresses. */
class ForwardingRulesEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Cloud.Refusal insert(ForwardingRule.Builder rule) {
        return Cloud.refusal(() -> Cloud.done(cloud.rules.insertAsync(Cloud.PROJECT, rule.build())));
    }

    @Test
    void rulesGetAnAddressAndDefaults() {
        cloud.balancer("shop");

        assertThat(cloud.rules.get(Cloud.PROJECT, "shop")).satisfies(rule -> {
            assertThat(rule.getIPAddress()).isEqualTo("203.0.113.1");
            assertThat(rule.getIPProtocol()).isEqualTo("TCP");
            assertThat(rule.getPortRange()).isEqualTo("80-80");
            assertThat(rule.getNetworkTier()).isEqualTo("PREMIUM");
            assertThat(rule.getIpVersion()).isEqualTo("IPV4");
            assertThat(rule.getTarget()).isEqualTo(Cloud.url("targetHttpProxies", "shop"));
            assertThat(rule.getLabelFingerprint()).isNotEmpty();
        });
    }

    @Test
    void reservedAddressesAreSharedByPorts() {
        cloud.balancer("other");
        Cloud.done(cloud.addresses.insertAsync(
                Cloud.PROJECT, Address.newBuilder().setName("shop").build()));
        var reserved = cloud.addresses.get(Cloud.PROJECT, "shop");
        assertThat(reserved.getStatus()).isEqualTo("RESERVED");
        assertThat(reserved.getAddressType()).isEqualTo("EXTERNAL");

        for (var port : new String[] {"80", "443"}) {
            Cloud.done(cloud.rules.insertAsync(
                    Cloud.PROJECT,
                    Cloud.rule("shop-" + port, "other", port).toBuilder()
                            .setIPAddress(port.equals("80") ? "global/addresses/shop" : reserved.getAddress())
                            .build()));
        }

        assertThat(cloud.rules.get(Cloud.PROJECT, "shop-80").getIPAddress()).isEqualTo(reserved.getAddress());
        assertThat(cloud.addresses.get(Cloud.PROJECT, "shop")).satisfies(address -> {
            assertThat(address.getStatus()).isEqualTo("IN_USE");
            assertThat(address.getUsersList())
                    .containsExactly(Cloud.url("forwardingRules", "shop-80"), Cloud.url("forwardingRules", "shop-443"));
        });
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.addresses.deleteAsync(Cloud.PROJECT, "shop")))
                        .message())
                .isEqualTo("The address resource 'projects/shop-prod/global/addresses/shop' is already being used by"
                        + " 'projects/shop-prod/global/forwardingRules/shop-80'");
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        cloud.balancer("shop");
        var rule = Cloud.rule("more", "shop", "81");

        assertThat(insert(Cloud.rule("more", "shop", "80").toBuilder().setIPAddress("203.0.113.1"))
                        .message())
                .endsWith("The address is not reserved in this project and scope.");
        Cloud.done(cloud.addresses.insertAsync(
                Cloud.PROJECT,
                Address.newBuilder().setName("kept").setAddress("203.0.113.1").build()));
        assertThat(insert(Cloud.rule("more", "shop", "80").toBuilder().setIPAddress("203.0.113.1"))
                        .message())
                .isEqualTo("Invalid value for field 'resource.IPAddress': '203.0.113.1'. Specified IP address is"
                        + " in-use and would result in a conflict.");
        assertThat(insert(rule.toBuilder().setPortRange("80-90")).message())
                .endsWith("Forwarding rules of target proxies have one port.");
        assertThat(insert(rule.toBuilder().setPortRange("0")).message()).contains("resource.portRange");
        assertThat(insert(rule.toBuilder().clearPortRange()).message())
                .isEqualTo("Required field 'resource.portRange' not specified");
        assertThat(insert(rule.toBuilder().clearPortRange().addPorts("80")).message())
                .endsWith("Forwarding rules of target proxies have a portRange.");
        assertThat(insert(rule.toBuilder().addPorts("80")).message())
                .endsWith("ports, portRange and allPorts are mutually exclusive.");
        assertThat(insert(rule.toBuilder().setIPProtocol("UDP")).message()).endsWith("Target proxies take TCP only.");
        assertThat(insert(rule.toBuilder().clearTarget()).message())
                .endsWith("Exactly one of target and backendService must be set.");
        assertThat(insert(rule.toBuilder().setLoadBalancingScheme("EXTERNAL")).message())
                .endsWith("The backend services of the target have the load balancing scheme [EXTERNAL_MANAGED].");
        assertThat(insert(rule.toBuilder().setLoadBalancingScheme("INTERNAL")).message())
                .endsWith("The scheme is not supported in the scope 'global'.");
        assertThat(insert(rule.toBuilder().setNetworkTier("STANDARD")).message())
                .endsWith("Global forwarding rules are always of tier PREMIUM.");
        assertThat(insert(rule.toBuilder().putLabels("Team", "web")).message())
                .contains("Label keys must be a match of regex");
    }

    @Test
    void labelsChangeWithTheirFingerprint() {
        cloud.balancer("shop");
        var before = cloud.rules.get(Cloud.PROJECT, "shop");
        var request = GlobalSetLabelsRequest.newBuilder()
                .setLabelFingerprint(before.getLabelFingerprint())
                .putLabels("team", "web")
                .build();

        Cloud.done(cloud.rules.setLabelsAsync(Cloud.PROJECT, "shop", request));

        var after = cloud.rules.get(Cloud.PROJECT, "shop");
        assertThat(after.getLabelsMap()).isEqualTo(Map.of("team", "web"));
        assertThat(after.getLabelFingerprint()).isNotEqualTo(before.getLabelFingerprint());
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.rules.setLabelsAsync(Cloud.PROJECT, "shop", request))))
                .isEqualTo(new Cloud.Refusal(
                        412, "conditionNotMet", "Labels fingerprint either invalid or resource labels have changed"));
    }

    @Test
    void targetsMoveAndLittleElse() {
        cloud.balancer("shop");
        Cloud.done(cloud.proxies.insertAsync(
                Cloud.PROJECT,
                TargetHttpProxy.newBuilder()
                        .setName("next")
                        .setUrlMap("global/urlMaps/shop")
                        .build()));

        Cloud.done(cloud.rules.setTargetAsync(
                Cloud.PROJECT,
                "shop",
                TargetReference.newBuilder()
                        .setTarget("global/targetHttpProxies/next")
                        .build()));

        assertThat(cloud.rules.get(Cloud.PROJECT, "shop").getTarget())
                .isEqualTo(Cloud.url("targetHttpProxies", "next"));
        Cloud.done(cloud.proxies.deleteAsync(Cloud.PROJECT, "shop"));
        Cloud.done(cloud.rules.patchAsync(
                Cloud.PROJECT,
                "shop",
                ForwardingRule.newBuilder().setDescription("more").build()));
        assertThat(cloud.rules.get(Cloud.PROJECT, "shop").getDescription()).isEqualTo("more");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.rules.patchAsync(
                                Cloud.PROJECT,
                                "shop",
                                ForwardingRule.newBuilder().setPortRange("8080").build())))
                        .message())
                .endsWith("The value cannot be changed.");
        assertThat(Cloud.reason(() -> Cloud.done(cloud.rules.patchAsync(
                        Cloud.PROJECT,
                        "shop",
                        ForwardingRule.newBuilder().setFingerprint("stale").build()))))
                .isEqualTo("conditionNotMet");
    }

    @Test
    void newTargetsAreOfTheSameType() {
        cloud.balancer("shop");
        Cloud.done(cloud.services.insertAsync(
                Cloud.PROJECT,
                Cloud.service("tcp", "EXTERNAL_MANAGED").toBuilder()
                        .setProtocol("TCP")
                        .build()));
        var proxies = cloud.client(TargetTcpProxiesSettings.newBuilder(), TargetTcpProxiesClient::create);
        var proxy = TargetTcpProxy.newBuilder().setName("tcp");
        assertThat(Cloud.refusal(() -> Cloud.done(proxies.insertAsync(
                                Cloud.PROJECT,
                                proxy.setService("global/backendServices/shop").build())))
                        .message())
                .endsWith("The protocol of the backend service is HTTP.");
        Cloud.done(proxies.insertAsync(
                Cloud.PROJECT, proxy.setService("global/backendServices/tcp").build()));

        assertThat(Cloud.refusal(() -> Cloud.done(cloud.rules.setTargetAsync(
                                Cloud.PROJECT,
                                "shop",
                                TargetReference.newBuilder()
                                        .setTarget("global/targetTcpProxies/tcp")
                                        .build())))
                        .message())
                .endsWith("The new target must be of the same type as the old one.");
        assertThat(Cloud.refusal(() -> Cloud.done(proxies.setBackendServiceAsync(
                                Cloud.PROJECT,
                                "tcp",
                                TargetTcpProxiesSetBackendServiceRequest.newBuilder()
                                        .setService("global/backendServices/shop")
                                        .build())))
                        .status())
                .isEqualTo(400);
        assertThat(proxies.get(Cloud.PROJECT, "tcp").getProxyHeader()).isEqualTo("NONE");
    }

    private void regional(String region) {
        var services = cloud.client(RegionBackendServicesSettings.newBuilder(), RegionBackendServicesClient::create);
        Cloud.done(services.insertAsync(Cloud.PROJECT, region, Cloud.service("web", "EXTERNAL_MANAGED")));
        var maps = cloud.client(RegionUrlMapsSettings.newBuilder(), RegionUrlMapsClient::create);
        var at = "regions/" + region;
        Cloud.done(maps.insertAsync(
                Cloud.PROJECT,
                region,
                UrlMap.newBuilder()
                        .setName("web")
                        .setDefaultService(at + "/backendServices/web")
                        .build()));
        var proxies = cloud.client(RegionTargetHttpProxiesSettings.newBuilder(), RegionTargetHttpProxiesClient::create);
        Cloud.done(proxies.insertAsync(
                Cloud.PROJECT,
                region,
                TargetHttpProxy.newBuilder()
                        .setName("web")
                        .setUrlMap(at + "/urlMaps/web")
                        .build()));
    }

    @Test
    void regionalProxiesNeedASubnetworkOfTheirOwn() {
        var rules = cloud.client(ForwardingRulesSettings.newBuilder(), ForwardingRulesClient::create);
        regional("us-central1");
        regional(Cloud.REGION);
        var rule = ForwardingRule.newBuilder()
                .setName("web")
                .setLoadBalancingScheme("EXTERNAL_MANAGED")
                .setPortRange("80");

        assertThat(Cloud.refusal(() -> Cloud.done(rules.insertAsync(
                                Cloud.PROJECT,
                                "us-central1",
                                rule.setTarget("regions/us-central1/targetHttpProxies/web")
                                        .build())))
                        .message())
                .endsWith("An active proxy-only subnetwork is required in the same region and VPC as the forwarding"
                        + " rule.");
        rule.setTarget("regions/europe-west1/targetHttpProxies/web");
        assertThat(Cloud.refusal(() -> Cloud.done(rules.insertAsync(
                                Cloud.PROJECT,
                                Cloud.REGION,
                                rule.clone().setNetwork("global/networks/other").build())))
                        .message())
                .contains("proxy-only subnetwork");
        assertThat(Cloud.refusal(() -> Cloud.done(rules.insertAsync(
                                Cloud.PROJECT,
                                Cloud.REGION,
                                rule.clone()
                                        .setNetwork("global/networks/missing")
                                        .build())))
                        .message())
                .endsWith("The referenced network resource cannot be found.");
        Cloud.done(rules.insertAsync(Cloud.PROJECT, Cloud.REGION, rule.build()));
        assertThat(rules.get(Cloud.PROJECT, Cloud.REGION, "web").getNetwork()).endsWith("/global/networks/default");
    }

    @Test
    void packetsPassToRegionalServices() {
        var services = cloud.client(RegionBackendServicesSettings.newBuilder(), RegionBackendServicesClient::create);
        var rules = cloud.client(ForwardingRulesSettings.newBuilder(), ForwardingRulesClient::create);
        Cloud.done(services.insertAsync(
                Cloud.PROJECT,
                Cloud.REGION,
                BackendService.newBuilder()
                        .setName("dns")
                        .setLoadBalancingScheme("EXTERNAL")
                        .setProtocol("UDP")
                        .build()));
        var proxies = cloud.client(RegionTargetTcpProxiesSettings.newBuilder(), RegionTargetTcpProxiesClient::create);
        assertThat(Cloud.refusal(() -> Cloud.done(proxies.insertAsync(
                                Cloud.PROJECT,
                                Cloud.REGION,
                                TargetTcpProxy.newBuilder()
                                        .setName("dns")
                                        .setService("regions/europe-west1/backendServices/dns")
                                        .build())))
                        .message())
                .endsWith("The backend service takes no traffic from proxies.");
        var rule = ForwardingRule.newBuilder()
                .setName("dns")
                .setBackendService("regions/europe-west1/backendServices/dns")
                .addPorts("53");

        assertThat(Cloud.refusal(() -> Cloud.done(rules.insertAsync(Cloud.PROJECT, Cloud.REGION, rule.build())))
                        .message())
                .endsWith("The backend service has the protocol UDP.");
        Cloud.done(rules.insertAsync(
                Cloud.PROJECT, Cloud.REGION, rule.setIPProtocol("UDP").build()));
        assertThat(rules.get(Cloud.PROJECT, Cloud.REGION, "dns")).satisfies(made -> {
            assertThat(made.getPortsList()).containsExactly("53");
            assertThat(made.getLoadBalancingScheme()).isEqualTo("EXTERNAL");
            assertThat(made.getRegion()).endsWith("/regions/europe-west1");
        });
    }

    @Test
    void internalAddressesLieInTheirSubnetwork() {
        var addresses = cloud.client(AddressesSettings.newBuilder(), AddressesClient::create);
        var address = Address.newBuilder().setName("inner").setAddressType("INTERNAL");

        assertThat(Cloud.refusal(() -> Cloud.done(addresses.insertAsync(
                                Cloud.PROJECT,
                                Cloud.REGION,
                                address.clone().setAddress("10.9.9.9").build())))
                        .message())
                .endsWith("Requested address is outside of the subnetwork's range.");
        Cloud.done(addresses.insertAsync(Cloud.PROJECT, Cloud.REGION, address.build()));
        assertThat(addresses.get(Cloud.PROJECT, Cloud.REGION, "inner")).satisfies(made -> {
            assertThat(made.getAddress()).isEqualTo("10.132.0.10");
            assertThat(made.getSubnetwork()).endsWith("/regions/europe-west1/subnetworks/default");
        });
    }
}
