package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Network;
import dev.isobar.azure.emulator.Settings;
import dev.isobar.model.Cidr;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of a plan, and what becomes of it where that shows only when it is carried out. */
class FailuresTest {
    private static final Group GROUP = new Group("11111111-2222-3333-4444-555555555555", "shop");

    @TempDir
    private Path folder = Path.of("");

    private static Loaded.Valid shop(String targets, String... more) {
        return OnAzure.read("""
            isobar: v1
            name: shop
            listeners:
              web: { port: 80, protocol: http, default: { forward: web } }
            targetGroups:
              web: { targets: [%s], healthCheck: { path: /up } }
            """.formatted(targets) + OnAzure.PLACE + String.join("\n", more));
    }

    private static final Loaded.Valid BEFORE = shop("\"10.0.1.1:80\"");
    private static final Loaded.Valid AFTER = shop("\"10.0.1.9:8080\"");

    private static List<String> obstacles(AzureAccount account, Snapshot desired) {
        return account.preflight(Differ.diff(desired, account.observe())).stream()
                .map(Obstacle::what)
                .toList();
    }

    /** Somebody else with the same means. */
    private static Clients other(AzureEmulator emulator) {
        return Clients.open(GROUP.subscription(), Optional.of(emulator.endpoint()));
    }

    @Test
    void targetsThatNeverPassAreNamedAndTheOldOnesServeUntilTheyDo() {
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(AFTER.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            emulator.faults().unhealthy("10.0.1.9");
            var report = Applied.apply(account, Differ.diff(OnAzure.desired(AFTER), account.observe()));
            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .isInstanceOf(CloudFailure.class)
                            .hasMessageContaining("is not healthy after 300 s, and gets no traffic")
                            .hasMessageContaining("10.0.1.9 is Unhealthy (Time taken by the backend"));
            emulator.faults().healthy("10.0.1.9");
            Applied.converge(account, OnAzure.desired(AFTER));
        }
    }

    @Test
    void aNameThatIsTakenIsSaidBefore() {
        var theirs = shop("\"10.0.1.1:80\"");
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(BEFORE.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(theirs));
            retag(emulator, "applicationGateways/shop");
            assertThat(obstacles(account, OnAzure.desired(BEFORE)))
                    .containsExactly("ApplicationGateway/shop is there already, and not of this model");
            var report = Applied.apply(account, Differ.diff(OnAzure.desired(BEFORE), account.observe()));
            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .hasMessage("ApplicationGateway/shop is there already, and not of this model"));
        }
    }

    private static void retag(AzureEmulator emulator, String resource) {
        var body = Json.object();
        Json.part(body, "tags").put("owner", "somebody");
        var path = GROUP.path() + "/providers/Microsoft.Network/" + resource;
        var answer =
                other(emulator).send(new Rest("tags", "PATCH", path, new Rest.Condition.Always(), Optional.of(body)));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aGatewayWithPartsOfOthersIsNotRemoved() {
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(BEFORE.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var plan = Differ.diff(Snapshot.EMPTY, account.observe());
            var path = Kind.GATEWAY.path(GROUP, "shop");
            var document = other(emulator).send(Rest.get("read", path)).body();
            Json.part(document, "properties")
                    .withArray("backendAddressPools")
                    .add(Json.object().put("name", "theirs"));
            other(emulator).send(Rest.put("write", path, new Rest.Condition.Always(), document));

            var report = Applied.apply(account, plan);

            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .hasMessage(
                                    "ApplicationGateway/shop would take along backendAddressPools/theirs, which is not"
                                            + " of this model"));
            assertThat(report.notTried()).hasSize(1);
            assertThat(obstacles(account, Snapshot.EMPTY))
                    .containsExactly(
                            "ApplicationGateway/shop would take along backendAddressPools/theirs, which is not of"
                                    + " this model");
        }
    }

    @Test
    void anOperationThatFailsIsSaidAndMendedByTheNextRun() {
        var after = shop("\"10.0.1.1:80\", \"10.0.1.2:80\"");
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(after.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var plan = Differ.diff(OnAzure.desired(after), account.observe());
            emulator.faults().failOperationOf(emulator.calls().size() + 2);
            var report = Applied.apply(account, plan);
            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .hasMessage("Microsoft.Network/applicationGateways/write failed: Azure says"
                                    + " InternalServerError: An error occurred."));
            assertThat(Differ.diff(OnAzure.desired(after), account.observe()).text())
                    .isEqualTo("""
                        ~ ApplicationGateway/shop
                            tags.provisioningState: Failed -> (none)
                        """);
            Applied.converge(account, OnAzure.desired(after));
        }
    }

    @Test
    void quotasAreSaidBeforeWithTheirNumbers() {
        var settings = Settings.usual().withLimits(Map.of("applicationGateways", 0));
        try (var emulator = OnAzure.emulator(settings);
                var account = OnAzure.account(BEFORE.model(), emulator.endpoint())) {
            assertThat(obstacles(account, OnAzure.desired(BEFORE)))
                    .containsExactly(
                            "the plan needs 1 of the quota ApplicationGateways in westeurope; 0 of 0 are used");
        }
    }

    private static Settings network(String gateways) {
        return Settings.usual()
                .with(new Network(
                        List.of(new Network.VirtualNetwork(
                                "shop",
                                "net",
                                "westeurope",
                                Cidr.parse("10.0.0.0/16"),
                                List.of(new Network.Subnet("gateways", Cidr.parse(gateways))))),
                        List.of(new Network.NetworkInterface("shop", "vm", "net", "gateways", "10.0.0.4")),
                        List.of()));
    }

    @Test
    void aSubnetThatIsTooSmallOrUsedIsSaidBefore() {
        var id = GROUP.path() + "/providers/Microsoft.Network/virtualNetworks/net/subnets/gateways";
        try (var emulator = OnAzure.emulator(network("10.0.0.0/29"));
                var account = OnAzure.account(BEFORE.model(), emulator.endpoint())) {
            assertThat(obstacles(account, OnAzure.desired(BEFORE)))
                    .containsExactly(
                            id
                                    + " is 10.0.0.0/29, which has 8 addresses, of which Azure keeps 5; the gateway may"
                                    + " need 10 for its units",
                            id + " has " + GROUP.path()
                                    + "/providers/Microsoft.Network/networkInterfaces/vm/ipConfigurations/primary in"
                                    + " it; a subnet of gateways can have nothing else");
        }
    }

    @Test
    void aSubnetThatIsNotThereIsSaidBefore() {
        var loaded = OnAzure.read("""
            isobar: v1
            name: shop
            listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
            targetGroups: { web: { targets: ["10.0.1.1:80"] } }
            """ + OnAzure.PLACE.replace("subnets/gateways", "subnets/none"));
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            assertThat(obstacles(account, OnAzure.desired(loaded)))
                    .singleElement()
                    .asString()
                    .startsWith("there is no subnet /subscriptions/");
        }
    }

    @Test
    void whatCannotChangeIsSaidBefore() {
        var after = shop("\"10.0.1.1:80\"", "    zones: [\"1\", \"2\"]\n");
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(after.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            assertThat(obstacles(account, OnAzure.desired(after)))
                    .containsExactlyInAnyOrder(
                            "Azure cannot change the zones of ApplicationGateway/shop from none to 1, 2",
                            "Azure cannot change the zones of PublicIPAddress/shop from none to 1, 2");
        }
    }

    @Test
    void aCertificateThatChangedSinceThePlanIsNotTakenForWhatWasPlanned() throws IOException {
        for (var name : List.of("one.pem", "one.key")) {
            Files.copy(OnAzure.FOLDER.resolve(name), folder.resolve(name));
        }
        var loaded = Applied.read("""
            isobar: v1
            name: shop
            listeners:
              web: { port: 443, protocol: https, tls: { certificates: [one] }, default: { forward: web } }
            targetGroups: { web: { targets: ["10.0.1.1:80"] } }
            certificates: { one: { certificate: one.pem, key: one.key } }
            """ + OnAzure.PLACE, folder);
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            var plan = Differ.diff(OnAzure.desired(loaded), account.observe());
            Files.delete(folder.resolve("one.pem"));
            Files.copy(OnAzure.FOLDER.resolve("two.pem"), folder.resolve("one.pem"));
            assertThat(Applied.apply(account, plan).failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .hasMessageStartingWith("no file of the model holds the certificate with the fingerprint"));
        }
    }

    @Test
    void nobodyAtTheEndpointIsSaidAtOnce() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var access = Access.at(URI.create("http://127.0.0.1:" + port));
        try (var account = AzureAccount.open(BEFORE.model(), access)) {
            assertThatThrownBy(account::observe)
                    .hasMessageContaining("nothing answers at the endpoint on this machine");
        }
    }
}
