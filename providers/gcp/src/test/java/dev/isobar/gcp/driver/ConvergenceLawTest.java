package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.emulator.Call;
import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever was there: after an apply the project holds what the model says, and there is nothing left to do. */
class ConvergenceLawTest {
    private static final int MODELS = 220;

    /** So that most changes are from one model to another, not from nothing. */
    private static final int MODELS_IN_A_PROJECT = 20;

    @Test
    void appliesLeaveWhatIsWantedAndNothingToDo() {
        long next = Pick.seed("GcpConvergenceLawTest");
        long calls = 0;
        for (int from = 0; from < MODELS; from += MODELS_IN_A_PROJECT) {
            try (var emulator = Applied.emulator()) {
                for (int i = 0; i < MODELS_IN_A_PROJECT; i++) {
                    next = Models.accepted(next);
                    converge(next++, emulator);
                }
                calls += emulator.calls().size();
            }
        }
        System.out.println("ConvergenceLawTest: " + MODELS + " models, " + calls + " calls");
    }

    private static void converge(long seed, GcpEmulator emulator) {
        var text = Models.text(Pick.from(seed));
        var loaded = Applied.read(text);
        var desired = Applied.desired(loaded);
        try (var account = Applied.account(loaded.model(), emulator.endpoint())) {
            var plan = Differ.diff(desired, account.observe());
            emulator.record();
            int before = emulator.calls().size();
            var report = Applied.apply(account, plan);
            assertThat(report.failed())
                    .as("seed %d:%n%s%n%s", seed, text, plan.text())
                    .isEmpty();
            if (plan.isEmpty()) {
                assertThat(emulator.calls()).hasSize(before);
            }
            assertThat(Continuity.gaps(emulator))
                    .as("seed %d: the way to%n%s%n%s", seed, text, plan.text())
                    .isEmpty();
            int after = emulator.calls().size();
            var observed = account.observe();
            assertThat(Differ.diff(desired, observed).text())
                    .as("seed %d: the second plan of%n%s", seed, text)
                    .isEmpty();
            assertThat(observed).isEqualTo(desired);
            assertThat(emulator.calls().subList(after, emulator.calls().size())).allMatch(ConvergenceLawTest::reads);
        }
    }

    private static boolean reads(Call call) {
        return List.of("List", "AggregatedList", "ListNetworkEndpoints").contains(call.operation());
    }

    @Test
    void whatTheModelHasNoMoreGoes() {
        long next = Pick.seed("GcpConvergenceLawTest.goes");
        for (int i = 0; i < MODELS_IN_A_PROJECT; i++) {
            next = Models.accepted(next);
            var loaded = Applied.read(Models.text(Pick.from(next++)));
            try (var emulator = Applied.emulator();
                    var account = Applied.account(loaded.model(), emulator.endpoint())) {
                Applied.converge(account, Applied.desired(loaded));
                Applied.converge(account, Snapshot.EMPTY);
            }
        }
    }
}
