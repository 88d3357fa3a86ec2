package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Pace;
import dev.isobar.gcp.emulator.Settings;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** {@link Continuity} tells of a way that leaves clients without an answer. The driver's own way is beside each of them. */
class ContinuityTest {
    private static final int HEALTHY_AFTER = 40;

    private static final String WEB = """
        isobar: v1
        name: shop
        listeners:
          http: { port: 80, protocol: http, default: { forward: web } }
        targetGroups:
          web: { targets: ["10.0.0.1:80", "10.0.0.2:80"], healthCheck: { path: /up } }
        place: { gcp: { project: shop-prod, zone: europe-west1-b } }
        """;

    /** What is wrong on a way from one file to another. */
    private static List<String> gaps(String before, String after, BiConsumer<GcpAccount, Plan> way) {
        var first = OnGcp.read(before);
        var last = OnGcp.read(after);
        try (var emulator = slow()) {
            prepare(first, emulator);
            try (var account = OnGcp.account(last.model(), emulator.endpoint())) {
                var desired = OnGcp.desired(last);
                var plan = Differ.diff(desired, account.observe());
                emulator.record();
                way.accept(account, plan);
                assertThat(account.observe()).isEqualTo(desired);
                return Continuity.gaps(emulator);
            }
        }
    }

    /** Endpoints become healthy long after whatever else there is to do. */
    private static GcpEmulator slow() {
        try {
            return GcpEmulator.start(Settings.usual().with(new Pace(500, 1, 2, HEALTHY_AFTER, 4)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Clients were served for a while, so that what serves them is healthy. */
    private static void prepare(Loaded.Valid loaded, GcpEmulator emulator) {
        try (var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(loaded));
            for (int calls = emulator.calls().size();
                    emulator.calls().size() < calls + HEALTHY_AFTER;
                    account.observe()) {}
        }
    }

    private static void asTheDriverDoes(GcpAccount account, Plan plan) {
        assertThat(Applied.apply(account, plan).isComplete()).isTrue();
    }

    @Test
    void aServiceThatIsUsedBeforeItIsHealthyIsAGap() {
        var after = WEB.replace("forward: web", "forward: next").replace("  web: {", "  next: {");
        assertThat(gaps(WEB, after, ContinuityTest::asTheDriverDoes)).isEmpty();
        // By what uses what alone, and without waiting for anything.
        assertThat(gaps(
                        WEB,
                        after,
                        (account, plan) -> Schedule.of(plan).tasks().forEach(task -> account.perform(task.step()))))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap).contains("nothing is healthy where traffic goes", "shop-next-"));
    }

    @Test
    void aHealthThatNobodyWaitsForIsAGap() {
        var after = WEB.replace("forward: web", "forward: next").replace("  web: {", "  next: {");
        assertThat(gaps(
                        WEB,
                        after,
                        (account, plan) -> account.schedule(plan).tasks().stream()
                                .map(Schedule.Task::step)
                                .filter(Step.Make.class::isInstance)
                                .forEach(account::perform)))
                .isNotEmpty();
    }

    @Test
    void endpointsThatGoBeforeOthersComeAreAGap() {
        var after = WEB.replace("10.0.0.1:80", "10.0.0.3:80").replace("10.0.0.2:80", "10.0.0.4:80");
        assertThat(gaps(WEB, after, ContinuityTest::asTheDriverDoes)).isEmpty();
        assertThat(gaps(
                        WEB,
                        after,
                        (account, plan) -> plan.changes().forEach(change -> {
                            if (change instanceof Change.Update(NetworkEndpoints old, NetworkEndpoints wanted)) {
                                make(account, new Change.Delete(old));
                                make(account, new Change.Create(wanted));
                            } else {
                                make(account, change);
                            }
                        })))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap).contains("nothing is healthy where traffic goes"));
    }

    @Test
    void aForwardingRuleThatIsMadeAnewIsAGap() {
        assertThat(gaps(WEB, WEB, (account, plan) -> {
                    var rule = only(account);
                    make(account, new Change.Delete(rule));
                    make(account, new Change.Create(rule));
                }))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap).matches("after change \\d+: shop-http-\\w+ is not there"));
    }

    private static Resource only(GcpAccount account) {
        return account.observe().resources().values().stream()
                .filter(ForwardingRule.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static void make(GcpAccount account, Change change) {
        account.perform(new Step.Make(change));
    }
}
