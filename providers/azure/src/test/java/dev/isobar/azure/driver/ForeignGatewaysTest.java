package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Network;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
import dev.isobar.azure.emulator.Subscription;
import dev.isobar.model.Cidr;
import dev.isobar.model.file.Golden;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.provider.Access;
import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gateways that others made, with what models do not carry: each folder has one, as its template says it
 * ({@code gateway.json}), the model of it ({@code imported.yaml}) and what is lost ({@code losses.txt}).
 * {@code -Dgolden.update=true} rewrites these, and then fails.
 */
class ForeignGatewaysTest {
    private static final Path FOLDER = OnAzure.FOLDER.resolveSibling("foreign");
    private static final Group GROUP = new Group("11111111-2222-3333-4444-555555555555", "shop");
    private static final String THEIRS = Kind.GATEWAY.path(GROUP, "theirs");
    private static final String OURS = Kind.GATEWAY.path(GROUP, "shop");

    static Stream<Path> cases() throws IOException {
        try (var folders = Files.list(FOLDER)) {
            return folders.sorted().toList().stream();
        }
    }

    /** With what the templates name: a firewall policy, a subnet for private links, and secrets of a Key Vault. */
    private static AzureEmulator emulator() {
        var network = new Network(
                List.of(new Network.VirtualNetwork(
                        "shop",
                        "net",
                        "westeurope",
                        Cidr.parse("10.0.0.0/16"),
                        List.of(
                                new Network.Subnet("gateways", Cidr.parse("10.0.0.0/24")),
                                new Network.Subnet("links", Cidr.parse("10.0.2.0/24"))))),
                List.of(),
                List.of(new Network.FirewallPolicy("shop", "waf", "westeurope")));
        var subscription = new Subscription(
                GROUP.subscription(),
                new TreeMap<>(Map.of(GROUP.name(), "westeurope")),
                Set.of(
                        "https://shop.vault.azure.net/secrets/wildcard",
                        "https://shop.vault.azure.net/secrets/partner"));
        return OnAzure.emulator(
                Settings.usual().with(subscription).with(network).with(new Pace(100, 1, 1, 0)));
    }

    private static Access access(AzureEmulator emulator) {
        return new Access(
                Optional.of(emulator.endpoint()),
                Optional.empty(),
                Optional.of(GROUP.subscription() + "/" + GROUP.name()),
                new Cancellation());
    }

    private static Wire wire(AzureEmulator emulator) {
        var access = access(emulator);
        return new Wire(Clients.open(GROUP.subscription(), access.endpoint()), Applied.calls(access), true);
    }

    /** Of the model that is applied; what it says of the identity is what the gateway with a Key Vault has. */
    private static Loaded.Valid shop(String drain) {
        return OnAzure.read("""
            isobar: v1
            name: shop
            listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
            targetGroups: { web: { targets: ["10.0.1.1:80"], drain: %s } }
            """.formatted(drain) + OnAzure.PLACE + """
                identity: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway
            """);
    }

    private static ObjectNode template(Path folder) throws IOException {
        return Json.parse(Files.readString(folder.resolve("gateway.json"))).orElseThrow();
    }

    /** As somebody with the same means writes it. */
    private static void put(Wire wire, Kind kind, String path, ObjectNode document) {
        wire.put(kind.operation("write"), path, _ -> Optional.of(document));
    }

    private static void putTheirs(Wire wire, Path folder) throws IOException {
        var address = Json.object().put("location", "westeurope");
        Json.part(address, "sku").put("name", "Standard");
        Json.part(address, "properties").put("publicIPAllocationMethod", "Static");
        put(wire, Kind.ADDRESS, Kind.ADDRESS.path(GROUP, "front"), address);
        put(wire, Kind.GATEWAY, THEIRS, template(folder));
    }

    private static ObjectNode gateway(Wire wire, String path) {
        return wire.find(Kind.GATEWAY.operation("read"), path).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatAModelCarriesIsImportedAndTheRestIsListed(Path folder) throws IOException {
        try (var emulator = emulator()) {
            putTheirs(wire(emulator), folder);
            var imported = new AzureProvider().importFrom(access(emulator), List.of("theirs"));
            var written = ModelFile.write(imported.model(), imported.comments());
            Golden.verify(folder.resolve("imported.yaml"), written);
            Golden.verify(
                    folder.resolve("losses.txt"),
                    imported.losses().stream().map(Loss::toString).collect(Collectors.joining("\n", "", "\n")));
            assertThat(Applied.read(written, folder).model()).isEqualTo(imported.model());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isNotTouchedByAnApplyBesideIt(Path folder) throws IOException {
        try (var emulator = emulator();
                var account = OnAzure.account(shop("30s").model(), emulator.endpoint())) {
            var wire = wire(emulator);
            putTheirs(wire, folder);
            var before = gateway(wire, THEIRS).toString();

            Applied.converge(account, OnAzure.desired(shop("30s")));
            Applied.converge(account, OnAzure.desired(shop("60s")));

            assertThat(gateway(wire, THEIRS).toString()).isEqualTo(before);
        }
    }

    /** Somebody adds to our gateway all that theirs has. */
    @ParameterizedTest
    @MethodSource("cases")
    void survivesInAGatewayOfOursByteForByte(Path folder) throws IOException {
        try (var emulator = emulator();
                var account = OnAzure.account(shop("30s").model(), emulator.endpoint())) {
            var wire = wire(emulator);
            Applied.converge(account, OnAzure.desired(shop("30s")));
            put(wire, Kind.GATEWAY, OURS, grafted(gateway(wire, OURS), template(folder)));
            assertThat(account.observe()).as("no drift").isEqualTo(OnAzure.desired(shop("30s")));
            var before = gateway(wire, OURS).toString();

            Applied.converge(account, OnAzure.desired(shop("60s")));

            assertThat(withoutEtags(gateway(wire, OURS).toString()))
                    .isEqualTo(withoutEtags(before.replace("\"drainTimeoutInSec\":30", "\"drainTimeoutInSec\":60")));
        }
    }

    /** A part of a part of ours, in which others set what no model says. */
    @Test
    void aFirewallPolicyOfAPathRuleOfOursStays() throws IOException {
        var text = """
            isobar: v1
            name: shop
            listeners:
              web:
                port: 80
                protocol: http
                rules: [{ name: upload, match: { path: /upload/* }, forward: %s }]
                default: { forward: web }
            targetGroups: { web: { targets: ["10.0.1.1:80"] }, api: { targets: ["10.0.1.2:80"] } }
            """ + OnAzure.PLACE;
        var before = OnAzure.read(text.formatted("web"));
        var after = OnAzure.read(text.formatted("api"));
        try (var emulator = emulator();
                var account = OnAzure.account(after.model(), emulator.endpoint())) {
            var wire = wire(emulator);
            Applied.converge(account, OnAzure.desired(before));
            var gateway = gateway(wire, OURS);
            var policy =
                    GROUP.path() + "/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf";
            pathRules(gateway)
                    .forEach(rule -> Json.part(rule, "properties")
                            .set("firewallPolicy", Json.object().put("id", policy)));
            put(wire, Kind.GATEWAY, OURS, gateway);
            assertThat(account.observe()).as("no drift").isEqualTo(OnAzure.desired(before));

            Applied.converge(account, OnAzure.desired(after));

            assertThat(pathRules(gateway(wire, OURS)))
                    .isNotEmpty()
                    .allMatch(rule -> Json.text(rule, "properties", "firewallPolicy", "id")
                            .equals(policy));
        }
    }

    private static List<ObjectNode> pathRules(ObjectNode gateway) {
        return Json.items(gateway, "properties", "urlPathMaps")
                .flatMap(map -> Json.items(map, "properties", "pathRules"))
                .toList();
    }

    /** A gateway has one subnet and one public address: theirs are ours there, with what they say besides. */
    private static ObjectNode grafted(ObjectNode ours, ObjectNode theirs) {
        var properties = Json.part(ours, "properties");
        var frontend = Json.items(ours, "properties", "frontendIPConfigurations")
                .findFirst()
                .orElseThrow();
        var source = Json.parse(theirs.toString()
                        .replace(THEIRS + "/frontendIPConfigurations/appGatewayFrontendIP", Json.text(frontend, "id"))
                        .replace(THEIRS + "/", OURS + "/"))
                .orElseThrow();
        for (var entry : source.path("properties").properties()) {
            switch (entry.getKey()) {
                case "gatewayIPConfigurations" -> {}
                case "frontendIPConfigurations" ->
                    Json.items(source, "properties", "frontendIPConfigurations")
                            .flatMap(item -> item.path("properties").properties().stream())
                            .filter(property -> !property.getKey().equals("publicIPAddress"))
                            .forEach(property ->
                                    Json.part(frontend, "properties").set(property.getKey(), property.getValue()));
                case "sku" -> Json.part(properties, "sku").setAll(withoutCapacity(entry.getValue()));
                default -> {
                    if (entry.getValue() instanceof ArrayNode items) {
                        properties.withArray(entry.getKey()).addAll(items);
                    } else if (!entry.getKey().equals("sslPolicy")) {
                        properties.set(entry.getKey(), entry.getValue());
                    }
                }
            }
        }
        return ours;
    }

    /** Of the units ours says how many. */
    private static ObjectNode withoutCapacity(JsonNode sku) {
        var copy = (ObjectNode) sku.deepCopy();
        copy.remove("capacity");
        return copy;
    }

    private static String withoutEtags(String document) {
        return document.replaceAll("W/..[-0-9a-f]+.\"", "");
    }
}
