package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A gateway with one of everything: accepted, kept, and not changed by a client that reads it and writes it back. */
class RichGatewayEmulatorTest {
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

    private static ObjectNode rich() {
        var document = Documents.gateway("shop");
        set(document, "sku", "{\"name\": \"WAF_v2\", \"tier\": \"WAF_v2\"}");
        set(document, "autoscaleConfiguration", "{\"minCapacity\": 0, \"maxCapacity\": 10}");
        set(document, "enableHttp2", "true");
        Documents.with(document, "zones", "[\"1\", \"2\", \"3\"]");
        add(document, "frontendIPConfigurations", """
            {"name": "private", "properties": {"privateIPAllocationMethod": "Static",
              "privateIPAddress": "10.0.0.10", "subnet": {"id": "~virtualNetworks/net/subnets/gateways"}}}
            """);
        add(document, "frontendPorts", "{\"name\": \"p443\", \"properties\": {\"port\": 443}}");
        add(document, "frontendPorts", "{\"name\": \"p5432\", \"properties\": {\"port\": 5432}}");
        set(
                document,
                "sslCertificates",
                "[{\"name\": \"shop\", \"properties\": {\"data\": \"%s\", \"password\": \"secret12\"}}]"
                        .formatted(Documents.certificate("shop.pfx")));
        set(
                document,
                "trustedRootCertificates",
                "[{\"name\": \"root\", \"properties\": {\"data\": \"%s\"}}]"
                        .formatted(Documents.certificate("shop.cer")));
        set(document, "sslProfiles", """
            [{"name": "strict", "properties": {"sslPolicy": {"policyType": "CustomV2",
              "minProtocolVersion": "TLSv1_3"}}}]
            """);
        add(document, "httpListeners", """
            {"name": "secure", "properties": {
              "frontendIPConfiguration": {"id": "@frontendIPConfigurations/private"},
              "frontendPort": {"id": "@frontendPorts/p443"}, "protocol": "Https",
              "hostName": "shop.example.com", "requireServerNameIndication": true,
              "sslCertificate": {"id": "@sslCertificates/shop"}, "sslProfile": {"id": "@sslProfiles/strict"},
              "customErrorConfigurations": [{"statusCode": "HttpStatus502",
                "customErrorPageUrl": "https://example.com/502.html"}]}}
            """);
        set(document, "listeners", """
            [{"name": "database", "properties": {
              "frontendIPConfiguration": {"id": "@frontendIPConfigurations/public"},
              "frontendPort": {"id": "@frontendPorts/p5432"}, "protocol": "Tcp"}}]
            """);
        add(document, "probes", """
            {"name": "open", "properties": {"protocol": "Tcp", "interval": 30, "timeout": 30,
              "unhealthyThreshold": 3}}
            """);
        set(document, "backendSettingsCollection", """
            [{"name": "raw", "properties": {"port": 5432, "protocol": "Tcp", "timeout": 60,
              "probe": {"id": "@probes/open"}}}]
            """);
        add(document, "backendHttpSettingsCollection", """
            {"name": "safe", "properties": {"port": 8443, "protocol": "Https", "requestTimeout": 20,
              "cookieBasedAffinity": "Enabled", "affinityCookieName": "lb", "hostName": "api.example.com",
              "connectionDraining": {"enabled": true, "drainTimeoutInSec": 60}, "path": "/v2/",
              "trustedRootCertificates": [{"id": "@trustedRootCertificates/root"}]}}
            """);
        set(document, "loadDistributionPolicies", """
            [{"name": "canary", "properties": {"loadDistributionAlgorithm": "RoundRobin",
              "loadDistributionTargets": [
                {"name": "api", "properties": {"weightPerServer": 90,
                  "backendAddressPool": {"id": "@backendAddressPools/api"}}},
                {"name": "web", "properties": {"weightPerServer": 10,
                  "backendAddressPool": {"id": "@backendAddressPools/web"}}}]}}]
            """);
        set(document, "rewriteRuleSets", """
            [{"name": "headers", "properties": {"rewriteRules": [{"name": "add", "ruleSequence": 100,
              "conditions": [{"variable": "var_uri_path", "pattern": "^/x", "ignoreCase": true, "negate": false}],
              "actionSet": {"requestHeaderConfigurations": [{"headerName": "X-A", "headerValue": "1"}],
                "responseHeaderConfigurations": [{"headerName": "X-B", "headerValue": ""}],
                "urlConfiguration": {"modifiedPath": "/y", "reroute": false}}}]}}]
            """);
        add(document, "redirectConfigurations", """
            {"name": "toSecure", "properties": {"redirectType": "Found", "includePath": true,
              "includeQueryString": true, "targetListener": {"id": "@httpListeners/secure"}}}
            """);
        Documents.with(document, "properties.urlPathMaps.0.properties.pathRules", """
            [{"name": "weighted", "properties": {"paths": ["/new", "/new/*"],
                "loadDistributionPolicy": {"id": "@loadDistributionPolicies/canary"},
                "backendHttpSettings": {"id": "@backendHttpSettingsCollection/safe"},
                "rewriteRuleSet": {"id": "@rewriteRuleSets/headers"}}},
              {"name": "moved", "properties": {"paths": ["/old*"],
                "redirectConfiguration": {"id": "@redirectConfigurations/toSecure"}}}]
            """);
        add(document, "requestRoutingRules", """
            {"name": "secure", "properties": {"ruleType": "Basic", "priority": 1,
              "httpListener": {"id": "@httpListeners/secure"},
              "backendAddressPool": {"id": "@backendAddressPools/api"},
              "backendHttpSettings": {"id": "@backendHttpSettingsCollection/safe"}}}
            """);
        set(document, "routingRules", """
            [{"name": "database", "properties": {"ruleType": "Basic", "priority": 2,
              "listener": {"id": "@listeners/database"},
              "backendAddressPool": {"id": "@backendAddressPools/web"},
              "backendSettings": {"id": "@backendSettingsCollection/raw"}}}]
            """);
        return document;
    }

    private static void set(ObjectNode document, String property, String json) {
        Documents.with(document, "properties." + property, json);
    }

    /** The last word of the path does not count: items are added at the end. */
    private static void add(ObjectNode document, String list, String json) {
        Documents.with(document, "properties." + list + ".0", json);
    }

    @Test
    void isAccepted() {
        var written = cloud.put(PATH, rich());

        assertThat(written.status()).as(written.body().toString()).isEqualTo(201);
        var read = cloud.client.getApplicationGateways().getByResourceGroup("shop", "shop");
        assertThat(read.loadDistributionPolicies()
                        .getFirst()
                        .loadDistributionTargets()
                        .getFirst()
                        .id())
                .isEqualTo(Documents.NETWORK + PATH + "/loadDistributionPolicies/canary/loadDistributionTargets/api");
        assertThat(read.listeners().getFirst().provisioningState().toString()).isEqualTo("Succeeded");
    }

    @Test
    void survivesAClientThatReadsItAndWritesItBack() {
        cloud.put(PATH, rich());
        var before = cloud.get(PATH);
        var gateways = cloud.client.getApplicationGateways();

        gateways.createOrUpdate("shop", "shop", gateways.getByResourceGroup("shop", "shop"));

        var after = cloud.get(PATH);
        assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(Json.parse(after.body().toString().replace(quoted(after), quoted(before))))
                .isEqualTo(before.body());
    }

    /** The etag as it is inside of JSON. */
    private static String quoted(Cloud.Answer answer) {
        return answer.header("ETag").replace("\"", "\\\"");
    }

    @Test
    void healthIsThatOfAllPoolsThatRulesLeadTo() {
        cloud.put(PATH, rich());

        var health = cloud.client.getApplicationGateways().backendHealth("shop", "shop");

        assertThat(health.backendAddressPools())
                .extracting(pool -> pool.backendAddressPool().id().replace(Documents.NETWORK + PATH, "") + " "
                        + pool.backendHttpSettingsCollection().size())
                .containsExactlyInAnyOrder("/backendAddressPools/web 3", "/backendAddressPools/api 1");
    }
}
