package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.resourcemanager.network.models.TagsObject;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for documents of all kinds: their form, their names, their etags, their tags. */
class DocumentsEmulatorTest {
    private static final String GATEWAY = "applicationGateways/shop";
    private static final String ADDRESS = "publicIPAddresses/front";

    private final Cloud cloud = Cloud.start();

    @BeforeEach
    void address() {
        cloud.address("front");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Cloud.Answer putGateway(String path, String json) {
        return cloud.put(GATEWAY, Documents.with(Documents.gateway("shop"), path, json));
    }

    private static String detail(Cloud.Answer answer) {
        assertThat(answer.code()).isEqualTo("InvalidRequestFormat");
        return Json.items(answer.body(), "error", "details")
                .map(detail -> Json.text(detail, "code") + ": " + Json.text(detail, "message"))
                .collect(Collectors.joining());
    }

    @Test
    void unknownPropertiesAreRefused() {
        assertThat(detail(putGateway("properties.httpListeners.0.properties.hostname", "\"x\"")))
                .isEqualTo("InvalidJson: Could not find member 'hostname' on object of type"
                        + " 'ApplicationGatewayHttpListenerPropertiesFormat'. Path"
                        + " 'properties.httpListeners[0].properties.hostname'.");
        assertThat(detail(putGateway("propertys", "{}"))).contains("'propertys'");
        assertThat(detail(putGateway("properties.frontendPorts.0.properties.port", "\"80\"")))
                .isEqualTo("InvalidJson: Error converting value \"80\" to type 'integer'. Path"
                        + " 'properties.frontendPorts[0].properties.port'.");
        assertThat(detail(putGateway("properties.frontendPorts.0.properties.port", "80.5")))
                .contains("Error converting value 80.5");
        assertThat(detail(putGateway("properties.httpListeners.0.properties.protocol", "\"http\"")))
                .contains("to type 'ApplicationGatewayProtocol'");
        assertThat(detail(putGateway("properties.httpListeners.0.name", "null")))
                .contains("Required property 'name'");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        for (var body : new String[] {"", "[]", "{\"a\": 1, \"a\": 2}", "{} {}", "{\"location\": }"}) {
            assertThat(cloud.call("PUT", Documents.NETWORK + GATEWAY, body).code())
                    .as(body)
                    .isEqualTo("InvalidRequestContent");
        }
    }

    @Test
    void whatOnlyTheServiceSaysIsIgnored() {
        var document = Documents.gateway("shop");
        Documents.with(document, "properties.provisioningState", "\"Failed\"");
        Documents.with(document, "properties.operationalState", "\"Stopped\"");
        Documents.with(document, "properties.httpListeners.0.id", "\"/not/so\"");
        Documents.with(document, "properties.httpListeners.0.properties.provisioningState", "\"Failed\"");
        Documents.with(document, "etag", "\"x\"");
        Documents.with(document, "id", "\"/not/so\"");

        var written = cloud.put(GATEWAY, document);

        assertThat(written.status()).isEqualTo(201);
        assertThat(written.state()).isEqualTo("Succeeded");
        assertThat(Json.text(written.body(), "id")).isEqualTo(Documents.NETWORK + GATEWAY);
        assertThat(written.body().toString()).doesNotContain("/not/so").doesNotContain("Failed");
        var again = cloud.put(GATEWAY, cloud.get(GATEWAY).body());
        assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
    }

    @Test
    void namesOfPartsAreDifferentAndValid() {
        assertThat(detail(putGateway(
                        "properties.frontendPorts.0", "{\"name\": \"P80\", \"properties\": {\"port\": 81}}")))
                .isEqualTo("DuplicateResourceName: Resource " + Documents.NETWORK + GATEWAY
                        + "/frontendPorts/ has two child resources with the same name (p80).");
        assertThat(putGateway("properties.probes.0.name", "\"a b\"").code()).isEqualTo("InvalidResourceName");
        assertThat(cloud.put("publicIPAddresses/-x", Documents.address()).code())
                .isEqualTo("InvalidResourceName");
        assertThat(cloud.put("publicIPAddresses/" + "x".repeat(81), Documents.address())
                        .code())
                .isEqualTo("InvalidResourceName");
        assertThat(cloud.put("publicIPAddresses/" + "x".repeat(80), Documents.address())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void referencesLeadToWhatTheyAreMeantFor() {
        var rule = "properties.requestRoutingRules.0.properties.httpListener";
        assertThat(detail(putGateway(rule, "{\"id\": \"shop\"}")))
                .startsWith("InvalidJsonReferenceFormat: Reference Id shop");
        assertThat(detail(putGateway(rule, "{\"id\": \"@probes/alive\"}")))
                .startsWith("InvalidJsonReferenceWrongType")
                .contains("resources of type httpListeners");
        assertThat(detail(putGateway(rule, "{}"))).startsWith("MissingJsonReferenceId");
        assertThat(putGateway(
                                rule,
                                "{\"id\": \"" + (Documents.NETWORK + GATEWAY).toUpperCase(Locale.ROOT)
                                        + "/HTTPLISTENERS/SHOP\"}")
                        .status())
                .as("case does not count")
                .isEqualTo(201);
        assertThat(putGateway(
                                "properties.firewallPolicy",
                                "{\"id\": \"~ApplicationGatewayWebApplicationFirewallPolicies/w\"}")
                        .code())
                .isEqualTo("InvalidResourceReference");
    }

    @Test
    void locationsAreKnownAndStay() {
        assertThat(putGateway("location", "null").code()).isEqualTo("LocationRequired");
        assertThat(putGateway("location", "\"atlantis\"").code()).isEqualTo("LocationNotAvailableForResourceType");
        assertThat(putGateway("location", "\"northeurope\"").code())
                .as("the address is elsewhere")
                .isEqualTo("InvalidResourceReference");
        assertThat(Json.text(putGateway("location", "\"West Europe\"").body(), "location"))
                .isEqualTo("westeurope");
        var moved = cloud.put(ADDRESS, Documents.with(Documents.address(), "location", "\"northeurope\""));
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.code()).isEqualTo("InvalidResourceLocation");
    }

    @Test
    void everyWriteChangesTheEtag() {
        var first = cloud.put(GATEWAY, Documents.gateway("shop"));
        var second = cloud.put(GATEWAY, Documents.gateway("shop"));

        assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
        assertThat(Json.text(second.body(), "etag")).isEqualTo(second.header("ETag"));
        assertThat(Json.items(second.body(), "properties", "probes").map(probe -> Json.text(probe, "etag")))
                .containsExactly(second.header("ETag"));
        assertThat(cloud.get(GATEWAY).headers()).containsEntry("ETag", second.header("ETag"));
    }

    @Test
    void conditionsOfChangesAreHeeded() {
        assertThat(cloud.put(GATEWAY, Documents.gateway("shop"), "If-Match", "*")
                        .status())
                .isEqualTo(412);
        var first = cloud.put(GATEWAY, Documents.gateway("shop"), "If-None-Match", "*");
        assertThat(first.status()).isEqualTo(201);
        var etag = first.header("ETag");
        assertThat(cloud.put(GATEWAY, Documents.gateway("shop"), "If-None-Match", "*")
                        .code())
                .isEqualTo("PreconditionFailed");

        assertThat(cloud.put(GATEWAY, Documents.gateway("shop"), "If-Match", etag)
                        .status())
                .isEqualTo(200);

        var stale = cloud.put(GATEWAY, Documents.gateway("shop"), "If-Match", etag);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("PreconditionFailed");
        assertThat(cloud.call("PATCH", Documents.NETWORK + GATEWAY, "{\"tags\": {}}", "If-Match", etag)
                        .status())
                .isEqualTo(412);
        assertThat(cloud.delete(GATEWAY, "If-Match", etag).status()).isEqualTo(412);
        assertThat(cloud.delete(GATEWAY, "If-Match", "*").status()).isEqualTo(202);
    }

    @Test
    void tagsAreReplacedAlone() {
        cloud.put(GATEWAY, Documents.gateway("shop"));
        var gateways = cloud.client.getApplicationGateways();

        var patched = gateways.updateTags("shop", "shop", new TagsObject().withTags(Map.of("isobar", "shop")));

        assertThat(patched.tags()).containsOnly(Map.entry("isobar", "shop"));
        assertThat(gateways.getByResourceGroup("shop", "shop").httpListeners()).hasSize(2);
        assertThat(detail(cloud.call("PATCH", Documents.NETWORK + GATEWAY, "{\"properties\": {}}")))
                .contains("'properties' on object of type 'TagsObject'");
        assertThat(cloud.call("PATCH", Documents.NETWORK + "loadBalancers/none", "{\"tags\": {}}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tagsHaveTheirLimits() {
        var many = IntStream.range(0, 51)
                .mapToObj(i -> "\"t%d\": \"\"".formatted(i))
                .collect(Collectors.joining(", ", "{", "}"));

        assertThat(putGateway("tags", many).code()).isEqualTo("TagCountExceedsLimit");
        assertThat(putGateway("tags", "{\"a/b\": \"\"}").code()).isEqualTo("InvalidTag");
        assertThat(putGateway("tags", "{\"a\": \"%s\"}".formatted("x".repeat(257)))
                        .code())
                .isEqualTo("InvalidTag");
        assertThat(putGateway("tags", "{\"%s\": \"%s\"}".formatted("k".repeat(512), "x".repeat(256)))
                        .status())
                .isEqualTo(201);
        assertThat(detail(putGateway("tags", "{\"a\": 1}"))).contains("tags['a']");
    }
}
