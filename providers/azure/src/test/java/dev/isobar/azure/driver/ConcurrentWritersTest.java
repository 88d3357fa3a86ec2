package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Call;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.testkit.Applied;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What others write into a gateway of ours. */
class ConcurrentWritersTest {
    private static final Group GROUP = new Group("11111111-2222-3333-4444-555555555555", "shop");
    private static final String GATEWAY = "applicationGateways/shop";
    private static final String PATH = Kind.GATEWAY.path(GROUP, "shop");

    private static final int INTERLEAVINGS = 100;

    private static Loaded.Valid shop(String drain) {
        return OnAzure.read("""
            isobar: v1
            name: shop
            listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
            targetGroups: { web: { targets: ["10.0.1.1:80"], drain: %s } }
            """.formatted(drain) + OnAzure.PLACE);
    }

    private static final Loaded.Valid BEFORE = shop("30s");
    private static final Loaded.Valid AFTER = shop("60s");

    /** Somebody else with the same means, and as careful. */
    private static Wire other(AzureEmulator emulator) {
        return new Wire(
                Clients.open(GROUP.subscription(), Optional.of(emulator.endpoint())),
                Applied.calls(Access.at(emulator.endpoint())),
                true);
    }

    private static void writes(Wire other, UnaryOperator<ObjectNode> change) {
        other.put(
                Kind.GATEWAY.operation("write"),
                PATH,
                there -> Optional.of(change.apply(there.orElseThrow().deepCopy()))
                        .filter(wanted -> !wanted.equals(there.get())));
    }

    /** Adds a pool, where it is not there. */
    private static UnaryOperator<ObjectNode> withPool(String name) {
        return document -> {
            var pools = Json.part(document, "properties").withArray("backendAddressPools");
            if (Json.items(pools).noneMatch(pool -> Json.text(pool, "name").equals(name))) {
                var pool = Json.object().put("name", name);
                Json.part(pool, "properties")
                        .putArray("backendAddresses")
                        .add(Json.object().put("ipAddress", "10.0.9.9"));
                pools.add(pool);
            }
            return document;
        };
    }

    private static ObjectNode gateway(Wire other) {
        return other.find(Kind.GATEWAY.operation("read"), PATH).orElseThrow();
    }

    private static List<String> foreignPools(Wire other) {
        return Json.items(gateway(other), "properties", "backendAddressPools")
                .map(pool -> Json.text(pool, "name"))
                .filter(name -> !name.startsWith("shop_"))
                .toList();
    }

    @Test
    void whatAModelDoesNotSaySurvivesAnUpdateAsItWas() {
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(AFTER.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var other = other(emulator);
            writes(other, withPool("theirs"));
            writes(other, document -> {
                Json.part(document, "tags").put("owner", "somebody");
                var properties = Json.part(document, "properties");
                Json.part(properties, "globalConfiguration").put("enableRequestBuffering", false);
                properties
                        .putArray("customErrorConfigurations")
                        .add(Json.object()
                                .put("statusCode", "HttpStatus502")
                                .put("customErrorPageUrl", "https://example.com/502.html"));
                var settings = (ObjectNode)
                        properties.withArray("backendHttpSettingsCollection").get(0);
                Json.part(settings, "properties").put("path", "/inner/");
                return document;
            });
            assertThat(account.observe()).as("no drift").isEqualTo(OnAzure.desired(BEFORE));
            var before = gateway(other);

            Applied.converge(account, OnAzure.desired(AFTER));

            var after = withoutEtags(gateway(other).toString());
            assertThat(Json.parse(after.replace("\"drainTimeoutInSec\":60", "\"drainTimeoutInSec\":30")))
                    .isEqualTo(Json.parse(withoutEtags(before.toString())));
        }
    }

    private static String withoutEtags(String document) {
        return document.replaceAll("W/..[-0-9a-f]+.\"", "");
    }

    @Test
    void whatSomebodyWritesBetweenReadingAndWritingIsReadAgain() {
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(AFTER.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var other = other(emulator);
            var plan = Differ.diff(OnAzure.desired(AFTER), account.observe());
            int begun = emulator.calls().size();
            emulator.onCall("GET", GATEWAY, () -> writes(other, withPool("theirs")));
            assertThat(Applied.apply(account, plan).failed()).isEmpty();
            assertThat(outcomes(emulator, begun)).contains("PreconditionFailed");
            assertThat(account.observe()).isEqualTo(OnAzure.desired(AFTER));
            assertThat(foreignPools(other)).containsExactly("theirs");
        }
    }

    private static List<String> outcomes(AzureEmulator emulator, int begun) {
        return emulator.calls().subList(begun, emulator.calls().size()).stream()
                .map(Call::outcome)
                .toList();
    }

    /** A later change takes the place of ours, and nobody says so to a PUT that was answered well. */
    @Test
    void aChangeThatIsSupersededIsMadeAgainFromWhatIsThereThen() {
        try (var emulator = OnAzure.emulator(new Pace(100, 3, 1, 0));
                var account = OnAzure.account(AFTER.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var other = other(emulator);
            var stale = withPool("theirs").apply(gateway(other));
            var plan = Differ.diff(OnAzure.desired(AFTER), account.observe());
            // They take no heed of etags, and put what they read before.
            emulator.onCall(
                    "PUT",
                    GATEWAY,
                    () -> Clients.open(GROUP.subscription(), Optional.of(emulator.endpoint()))
                            .send(Rest.put("theirs", PATH, new Rest.Condition.Always(), stale)));
            int begun = emulator.calls().size();
            assertThat(Applied.apply(account, plan).failed()).isEmpty();
            assertThat(emulator.calls().subList(begun, emulator.calls().size()))
                    .filteredOn(call -> call.method().equals("PUT"))
                    .hasSize(3);
            assertThat(account.observe()).isEqualTo(OnAzure.desired(AFTER));
            assertThat(foreignPools(other)).containsExactly("theirs");
        }
    }

    /** Status 429 is not always throttling: an address cannot change while its gateway does. */
    @Test
    void whatAnotherOperationIsInTheWayOfIsDoneBehindIt() {
        var labelled = OnAzure.read("""
            isobar: v1
            name: shop
            labels: { team: web }
            listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
            targetGroups: { web: { targets: ["10.0.1.1:80"], drain: 30s } }
            """ + OnAzure.PLACE);
        try (var emulator = OnAzure.emulator(new Pace(100, 3, 1, 0));
                var account = OnAzure.account(labelled.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var other = other(emulator);
            var theirs = withPool("theirs").apply(gateway(other));
            var plan = Differ.diff(OnAzure.desired(labelled), account.observe());
            int begun = emulator.calls().size();
            Clients.open(GROUP.subscription(), Optional.of(emulator.endpoint()))
                    .send(Rest.put("theirs", PATH, new Rest.Condition.Always(), theirs));
            assertThat(Applied.apply(account, plan).failed()).isEmpty();
            assertThat(outcomes(emulator, begun))
                    .contains("RetryableError")
                    .doesNotContain("SubscriptionRequestsThrottled");
            assertThat(account.observe()).isEqualTo(OnAzure.desired(labelled));
            assertThat(foreignPools(other)).containsExactly("theirs");
        }
    }

    @Test
    void ofTwoWritersNoneLosesAPart() {
        var pick = Pick.from(Pick.seed("AzureConcurrentWritersTest"));
        try (var emulator = OnAzure.emulator(new Pace(100, 2, 0, 0));
                var account = OnAzure.account(AFTER.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(BEFORE));
            var other = other(emulator);
            for (int i = 0; i < INTERLEAVINGS; i++) {
                var wanted = OnAzure.desired(i % 2 == 0 ? AFTER : BEFORE);
                var pool = "theirs" + i % 90;
                var begins = pick.of("GET", "PUT");
                var theirs = new CompletableFuture<Void>();
                Runnable writing = () -> Thread.ofVirtual().start(() -> {
                    try {
                        writes(other, withPool(pool));
                        theirs.complete(null);
                    } catch (RuntimeException e) {
                        theirs.completeExceptionally(e);
                    }
                });
                emulator.onCall(begins, GATEWAY, writing);
                var report = Applied.apply(account, Differ.diff(wanted, account.observe()));
                theirs.join();
                assertThat(report.failed()).as("interleaving %d", i).isEmpty();
                assertThat(account.observe()).as("interleaving %d", i).isEqualTo(wanted);
                assertThat(foreignPools(other))
                        .as("interleaving %d", i)
                        .containsExactlyElementsOf(IntStream.rangeClosed(0, Math.min(i, 89))
                                .mapToObj(n -> "theirs" + n)
                                .toList());
            }
        }
    }
}
