package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.BackendServiceLogConfig;
import com.google.cloud.compute.v1.Operation;
import dev.isobar.gcp.emulator.Call;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What others write into resources of ours. */
class ConcurrentWritersTest {
    private static final String SHOP = """
        isobar: v1
        name: shop
        listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
        targetGroups: { web: { targets: ["10.0.0.1:80"], drain: 30s } }
        place: { gcp: { project: shop-prod, zone: europe-west1-b } }
        """;

    private static Ref service(Snapshot snapshot) {
        return snapshot.resources().keySet().stream()
                .filter(ref -> ref.kind().equals("BackendService"))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody else with the same means. */
    private static void writes(Clients other, Ref service, UnaryOperator<BackendService> change) {
        var path = new Links("shop-prod", new TreeMap<>(), Set.of()).path(service);
        var there = other.call(Rest.get("backendServices.get", path), BackendService.getDefaultInstance());
        var operation = other.call(
                new Rest("backendServices.update", "PUT", path, new TreeMap<>(), Optional.of(change.apply(there))),
                Operation.getDefaultInstance());
        while (operation.getStatus() != Operation.Status.DONE) {
            operation = other.call(
                    Rest.get("operations.get", "projects/shop-prod/global/operations/" + operation.getName()),
                    Operation.getDefaultInstance());
        }
    }

    private static BackendService logged(BackendService service) {
        return service.toBuilder()
                .setLogConfig(
                        BackendServiceLogConfig.newBuilder().setEnable(true).setSampleRate(0.5f))
                .build();
    }

    @Test
    void whatAModelDoesNotSaySurvivesAnUpdate() {
        var before = OnGcp.read(SHOP);
        var after = OnGcp.read(SHOP.replace("30s", "60s"));
        try (var emulator = OnGcp.emulator();
                var other = Clients.open(Optional.of(emulator.endpoint()));
                var account = OnGcp.account(after.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(before));
            var service = service(OnGcp.desired(before));
            writes(other, service, ConcurrentWritersTest::logged);
            assertThat(account.observe()).as("no drift").isEqualTo(OnGcp.desired(before));
            Applied.converge(account, OnGcp.desired(after));
            assertThat(logs(other, service)).isTrue();
        }
    }

    private static boolean logs(Clients other, Ref service) {
        var path = new Links("shop-prod", new TreeMap<>(), Set.of()).path(service);
        return other.call(Rest.get("backendServices.get", path), BackendService.getDefaultInstance())
                .getLogConfig()
                .getEnable();
    }

    @Test
    void whatSomebodyWritesBetweenReadingAndWritingIsReadAgain() {
        var before = OnGcp.read(SHOP);
        var after = OnGcp.read(SHOP.replace("30s", "60s"));
        try (var emulator = OnGcp.emulator();
                var other = Clients.open(Optional.of(emulator.endpoint()));
                var account = OnGcp.account(after.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(before));
            var service = service(OnGcp.desired(before));
            var plan = Differ.diff(OnGcp.desired(after), account.observe());
            int begun = emulator.calls().size();
            // Behind the first answer to the reading, and before the writing.
            emulator.onCall("BackendServices", "Get", () -> writes(other, service, ConcurrentWritersTest::logged));
            assertThat(Applied.apply(account, plan).failed()).isEmpty();
            assertThat(emulator.calls().subList(begun, emulator.calls().size()))
                    .extracting(Call::outcome)
                    .contains("conditionNotMet");
            assertThat(account.observe()).isEqualTo(OnGcp.desired(after));
            assertThat(logs(other, service)).isTrue();
        }
    }
}
