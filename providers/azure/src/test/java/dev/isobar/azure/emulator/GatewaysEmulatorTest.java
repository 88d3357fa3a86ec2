package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.management.SubResource;
import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.network.fluent.models.ApplicationGatewayInner;
import com.azure.resourcemanager.network.fluent.models.ApplicationGatewayRequestRoutingRuleInner;
import com.azure.resourcemanager.network.models.ApplicationGatewayListener;
import com.azure.resourcemanager.network.models.ApplicationGatewayOperationalState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What application gateways are, and what is refused of them. */
class GatewaysEmulatorTest {
    private static final String PATH = "applicationGateways/shop";

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
    void keepsTheWholeDocumentAndTheOrderOfItsParts() {
        var sent = Documents.gateway("shop");

        var answer = cloud.put(PATH, sent);

        assertThat(answer.status()).isEqualTo(201);
        var read = cloud.client.getApplicationGateways().getByResourceGroup("shop", "shop");
        assertThat(read.operationalState()).isEqualTo(ApplicationGatewayOperationalState.RUNNING);
        assertThat(read.urlPathMaps().getFirst().pathRules())
                .extracting(rule -> rule.name() + " " + rule.paths())
                .containsExactly("second [/api/v2/*]", "first [/api/*, /api]");
        assertThat(read.requestRoutingRules())
                .extracting(ApplicationGatewayRequestRoutingRuleInner::priority)
                .containsExactly(10, 20000);
        var listener = read.httpListeners().getFirst();
        assertThat(listener.id()).isEqualTo(Documents.NETWORK + PATH + "/httpListeners/shop");
        assertThat(listener.type()).isEqualTo("Microsoft.Network/applicationGateways/httpListeners");
        assertThat(listener.etag()).isEqualTo(read.etag()).startsWith("W/\"");
        assertThat(contained(sent, answer.body())).isTrue();
    }

    /** Whether all that was sent came back as it was; more may come back. */
    private static boolean contained(JsonNode sent, JsonNode back) {
        if (sent.isObject()) {
            return sent.properties().stream()
                    .allMatch(
                            entry -> back.has(entry.getKey()) && contained(entry.getValue(), back.get(entry.getKey())));
        }
        if (sent.isArray()) {
            return sent.size() == back.size()
                    && IntStream.range(0, sent.size()).allMatch(i -> contained(sent.get(i), back.get(i)));
        }
        return sent.equals(back);
    }

    @Test
    void writesTheWholeDocumentOfTheSdk() {
        cloud.put(PATH, Documents.gateway("shop"));
        var gateways = cloud.client.getApplicationGateways();
        var document = gateways.getByResourceGroup("shop", "shop");

        document.httpListeners().getLast().withHostNames(List.of("rest.example.com"));
        var written = gateways.createOrUpdate("shop", "shop", document);

        assertThat(written.httpListeners())
                .extracting(listener -> String.valueOf(listener.hostNames()))
                .containsExactly("[shop.example.com, *.shop.example.com]", "[rest.example.com]");
        assertThat(written.etag()).isNotEqualTo(document.etag());
        assertThat(cloud.manager()
                        .applicationGateways()
                        .getByResourceGroup("shop", "shop")
                        .listeners()
                        .values())
                .extracting(ApplicationGatewayListener::name)
                .containsExactlyInAnyOrder("shop", "rest");
    }

    @Test
    void replacesWhatIsNotSentAgain() {
        cloud.put(PATH, Documents.gateway("shop"));
        var less = Documents.gateway("shop");
        less.remove("tags");
        Documents.with(less, "properties.requestRoutingRules.1", "null");
        Documents.with(less, "properties.redirectConfigurations", "null");
        Documents.with(less, "properties.httpListeners.1", "null");

        assertThat(cloud.put(PATH, less).status()).isEqualTo(200);

        var read = cloud.client.getApplicationGateways().getByResourceGroup("shop", "shop");
        assertThat(read.tags()).isNull();
        assertThat(read.httpListeners()).hasSize(1);
        assertThat(read.requestRoutingRules()).hasSize(1);
        assertThat(read.redirectConfigurations()).isNull();
    }

    @Test
    void saysWhichReferenceLeadsNowhere() {
        var document = new ApplicationGatewayInner();
        cloud.put(PATH, Documents.gateway("shop"));
        var read = cloud.client.getApplicationGateways().getByResourceGroup("shop", "shop");
        var id = Documents.NETWORK + PATH + "/httpListeners/gone";
        read.requestRoutingRules().getFirst().withHttpListener(new SubResource().withId(id));

        assertThatThrownBy(() -> cloud.client.getApplicationGateways().createOrUpdate("shop", "shop", read))
                .isInstanceOfSatisfying(ManagementException.class, e -> {
                    assertThat(e.getResponse().getStatusCode()).isEqualTo(400);
                    assertThat(e.getValue().getCode()).isEqualTo("InvalidResourceReference");
                    assertThat(e.getValue().getMessage())
                            .isEqualTo(
                                    "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region."
                                            .formatted(id, Documents.NETWORK + PATH + "/requestRoutingRules/shop"));
                });
        assertThatThrownBy(() -> cloud.client.getApplicationGateways().createOrUpdate("shop", "other", document))
                .isInstanceOfSatisfying(
                        ManagementException.class,
                        e -> assertThat(e.getValue().getCode()).isEqualTo("LocationRequired"));
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        requestRoutingRules.0.properties.priority | null  | ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty
        requestRoutingRules.0.properties.priority | 0     | PropertyValueOutOfRange
        requestRoutingRules.0.properties.priority | 20001 | PropertyValueOutOfRange
        requestRoutingRules.0.properties.priority | 20000 | ApplicationGatewayRequestRoutingRulePriorityMustBeUnique
        requestRoutingRules.0.properties.urlPathMap | null | ApplicationGatewayRequestRoutingRuleUrlPathMapInvalid
        requestRoutingRules.1.properties.urlPathMap | {"id": "@urlPathMaps/paths"} | ApplicationGatewayRequestRoutingRuleUrlPathMapInvalid
        requestRoutingRules.1.properties.redirectConfiguration | null | ApplicationGatewayRoutingTargetInvalid
        requestRoutingRules.1.properties.backendAddressPool | {"id": "@backendAddressPools/api"} | ApplicationGatewayRoutingTargetInvalid
        requestRoutingRules.0.properties.backendAddressPool | {"id": "@backendAddressPools/api"} | ApplicationGatewayRequestRoutingRuleTargetInvalid
        requestRoutingRules.1.properties.httpListener | {"id": "@httpListeners/shop"} | ApplicationGatewayRequestRoutingRulesUsingSameHttpListener
        requestRoutingRules.1.properties.httpListener | null | RequiredPropertyMissing
        requestRoutingRules | [] | ApplicationGatewayPartMissing
        urlPathMaps.0.properties.pathRules | [] | ApplicationGatewayUrlPathMapHasNoPathRules
        urlPathMaps.0.properties.pathRules.0.properties.paths | [] | RequiredPropertyMissing
        urlPathMaps.0.properties.pathRules.0.properties.paths | ["/API"] | ApplicationGatewayPathsWithinUrlPathMapMustBeUnique
        urlPathMaps.0.properties.pathRules.0.properties.paths | ["x"] | ApplicationGatewayPathInvalid
        urlPathMaps.0.properties.pathRules.0.properties.paths | ["/a*b"] | ApplicationGatewayPathInvalid
        urlPathMaps.0.properties.defaultBackendHttpSettings | null | ApplicationGatewayRoutingTargetInvalid
        httpListeners.1.properties.hostName | "SHOP.example.com" | ApplicationGatewayHttpListenersUsingSameFrontendPort
        httpListeners.1.properties.hostName | "*.example.com" | ApplicationGatewayHttpListenerHostNameInvalid
        httpListeners.0.properties.hostName | "a.example.com" | ApplicationGatewayHttpListenerHostNameAndHostNames
        httpListeners.0.properties.hostNames | ["a", "b", "c", "d", "e", "f"] | ResourceCountExceedsLimit
        httpListeners.0.properties.protocol | "Https" | ApplicationGatewayHttpListenerSslCertificateInvalid
        httpListeners.0.properties.protocol | "Tcp" | ApplicationGatewayListenerProtocolInvalid
        httpListeners.0.properties.frontendPort | null | RequiredPropertyMissing
        httpListeners.0.properties.frontendPort | {"id": "~applicationGateways/shop/frontendPorts/p81"} | InvalidResourceReference
        httpListeners.0.properties.frontendPort | {"id": "~applicationGateways/other/frontendPorts/p80"} | InvalidResourceReference
        httpListeners | [] | InvalidResourceReference
        frontendPorts.1.properties.port | 80 | ApplicationGatewayFrontendPortsUsingSamePortNumber
        frontendPorts.1.properties.port | 65300 | PropertyValueOutOfRange
        frontendPorts.1.properties.port | null | RequiredPropertyMissing
        sku.capacity | null | ApplicationGatewayV2SkuMustSpecifyEitherCapacityOrAutoscaleConfiguration
        autoscaleConfiguration | {"minCapacity": 1} | ApplicationGatewayV2SkuMustSpecifyEitherCapacityOrAutoscaleConfiguration
        sku.capacity | 126 | ApplicationGatewayCapacityOutOfRange
        sku.tier | "WAF_v2" | ApplicationGatewaySkuNotAvailable
        sku | null | ApplicationGatewaySkuNotAvailable
        authenticationCertificates | [{"name": "old", "properties": {"data": "AA=="}}] | ApplicationGatewayFeatureCannotBeEnabledForSelectedSku
        gatewayIPConfigurations | [] | ApplicationGatewayPartMissing
        gatewayIPConfigurations.0.properties | {} | RequiredPropertyMissing
        gatewayIPConfigurations.0.properties.subnet | {"id": "~virtualNetworks/net/subnets/machines"} | ApplicationGatewaySubnetCannotHaveOtherResources
        gatewayIPConfigurations.0.properties.subnet | {"id": "~virtualNetworks/net/subnets/none"} | InvalidResourceReference
        frontendIPConfigurations.0.properties.publicIPAddress | {"id": "~publicIPAddresses/none"} | InvalidResourceReference
        frontendIPConfigurations.0.properties.subnet | {"id": "~virtualNetworks/net/subnets/gateways"} | ApplicationGatewayFrontendIPConfigurationMustHaveSubnetOrPublicIP
        backendAddressPools.0.properties.backendAddresses.0 | {"ipAddress": "10.0.1.10"} | ApplicationGatewayBackendAddressDuplicate
        backendAddressPools.0.properties.backendAddresses.0 | {"ipAddress": "10.0.1"} | ApplicationGatewayBackendAddressInvalid
        backendAddressPools.0.properties.backendAddresses.0 | {} | ApplicationGatewayBackendAddressInvalid
        backendHttpSettingsCollection.0.properties.port | 0 | PropertyValueOutOfRange
        backendHttpSettingsCollection.0.properties.requestTimeout | 86401 | PropertyValueOutOfRange
        backendHttpSettingsCollection.0.properties.protocol | "Https" | ApplicationGatewayProbeProtocolMustMatchBackendHttpSettingsProtocol
        backendHttpSettingsCollection.0.properties.connectionDraining | {"enabled": true, "drainTimeoutInSec": 3601} | ApplicationGatewayConnectionDrainingInvalid
        probes.0.properties.path | "health" | ApplicationGatewayProbePathInvalid
        probes.0.properties.host | null | ApplicationGatewayProbeHostInvalid
        probes.0.properties.unhealthyThreshold | 21 | PropertyValueOutOfRange
        probes.0.properties.match.statusCodes | ["2xx"] | ApplicationGatewayProbeStatusCodesInvalid
        redirectConfigurations.0.properties.targetListener | {"id": "@httpListeners/shop"} | ApplicationGatewayRedirectConfigurationTargetInvalid
        redirectConfigurations.0.properties.redirectType | null | RequiredPropertyMissing
        sslPolicy | {"policyType": "Predefined"} | ApplicationGatewaySslPolicyInvalid
        sslPolicy | {"policyType": "Custom", "cipherSuites": ["TLS_RSA_WITH_AES_128_GCM_SHA256"], "minProtocolVersion": "TLSv1_3"} | ApplicationGatewaySslPolicyInvalid
        loadDistributionPolicies | [{"name": "w", "properties": {"loadDistributionAlgorithm": "RoundRobin", "loadDistributionTargets": [{"name": "t", "properties": {"weightPerServer": 101, "backendAddressPool": {"id": "@backendAddressPools/api"}}}]}}] | PropertyValueOutOfRange
        httpListeners.0.properties.hostNames | ["a.example.com", "A.example.com"] | DuplicateListValue
        backendHttpSettingsCollection.0.properties.trustedRootCertificates | [{"id": "@x"}, {"id": "@x"}] | DuplicateListValue
        webApplicationFirewallConfiguration | {"enabled": true} | ApplicationGatewayFeatureCannotBeEnabledForSelectedSku
        rewriteRuleSets | [{"name": "r", "properties": {"rewriteRules": [{"name": "x", "ruleSequence": 1}]}}] | ApplicationGatewayRewriteRuleInvalid
        """)
    void refuses(String path, String value, String code) {
        var document = Documents.with(Documents.gateway("shop"), "properties." + path, value);

        var answer = cloud.put(PATH, document);

        assertThat(answer.code()).as(answer.message()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(cloud.get(PATH).status()).isEqualTo(404);
    }

    @Test
    void holdsToLimits() {
        try (var small = Cloud.start(
                Settings.usual().with(Cloud.FAST).withLimits(Map.of(Limits.ACTIVE_LISTENERS, 1, Limits.GATEWAYS, 1)))) {
            small.address("front");
            var answer = small.put(PATH, Documents.gateway("shop"));

            assertThat(answer.code()).isEqualTo("ResourceCountExceedsLimit");
            assertThat(answer.message()).contains("2 of activeListeners; the limit is 1");
        }
        var many = Documents.gateway("shop");
        for (int i = 0; i < 99; i++) {
            Documents.with(many, "properties.backendAddressPools.0", "{\"name\": \"more-%d\"}".formatted(i));
        }
        assertThat(cloud.put(PATH, many).message()).contains("101 of backendAddressPools; the limit is 100");
    }

    @Test
    void gatewaysShareTheirSubnetWithGatewaysOnly() {
        cloud.put(PATH, Documents.gateway("shop"));
        cloud.address("second");
        var other = Json.parse(
                Documents.gateway("other").toString().replace("publicIPAddresses/front", "publicIPAddresses/second"));

        assertThat(cloud.put("applicationGateways/other", Documents.gateway("other"))
                        .code())
                .isEqualTo("PublicIPAddressInUse");
        assertThat(cloud.put("applicationGateways/other", other).status()).isEqualTo(201);
        assertThat(cloud.client
                        .getVirtualNetworks()
                        .getByResourceGroup("shop", "net")
                        .subnets()
                        .getFirst()
                        .applicationGatewayIpConfigurations())
                .extracting(part -> part.id().replace(Documents.NETWORK, ""))
                .containsExactly(
                        "applicationGateways/shop/gatewayIPConfigurations/net",
                        "applicationGateways/other/gatewayIPConfigurations/net");
        var balancer = Documents.balancer("inside");
        Documents.with(
                balancer,
                "properties.frontendIPConfigurations.0.properties",
                "{\"subnet\": {\"id\": \"~virtualNetworks/net/subnets/gateways\"}}");
        assertThat(cloud.put("loadBalancers/inside", balancer).code())
                .isEqualTo("ApplicationGatewaySubnetCannotHaveOtherResources");
    }
}
