package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Call;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever was there: after an apply the account holds what the model says, and there is nothing left to do. */
class ConvergenceLawTest {
    private static final int MODELS = 220;

    /** So that most changes are from one model to another, not from nothing. */
    private static final int MODELS_IN_AN_ACCOUNT = 20;

    @Test
    void appliesLeaveWhatIsWantedAndNothingToDo() throws IOException {
        long seed = Pick.seed("ConvergenceLawTest");
        long calls = 0;
        long next = seed;
        for (int from = 0; from < MODELS; from += MODELS_IN_AN_ACCOUNT) {
            try (var emulator = AwsEmulator.start(Models.settings())) {
                for (int i = 0; i < MODELS_IN_AN_ACCOUNT; i++) {
                    next = Models.accepted(next);
                    converge(next++, emulator);
                }
                calls += emulator.calls().size();
            }
        }
        System.out.println("ConvergenceLawTest: " + MODELS + " models, " + calls + " calls");
    }

    private static void converge(long seed, AwsEmulator emulator) {
        var text = Models.text(Pick.from(seed));
        var loaded = Applied.read(text, Models.FOLDER);
        var desired = Applied.desired(loaded);
        try (var account = Applied.account(loaded.model(), emulator.endpoint())) {
            var plan = Differ.diff(desired, account.observe());
            emulator.record();
            int before = emulator.calls().size();
            var report = Applied.apply(account, plan);
            assertThat(report.failed())
                    .as("seed %d:%n%s%n%s", seed, text, plan.text())
                    .isEmpty();
            var calls = emulator.calls().subList(before, emulator.calls().size());
            assertThat(calls)
                    .as("seed %d: every call succeeds at once", seed)
                    .allMatch(call -> call.outcome().equals("OK"));
            if (plan.isEmpty()) {
                assertThat(calls).isEmpty();
            }
            int after = emulator.calls().size();
            var observed = account.observe();
            assertThat(Differ.diff(desired, observed).text())
                    .as("seed %d: the second plan of%n%s", seed, text)
                    .isEmpty();
            assertThat(observed).isEqualTo(desired);
            assertThat(Continuity.gaps(account, emulator))
                    .as("seed %d: the way to%n%s%n%s", seed, text, plan.text())
                    .isEmpty();
            assertThat(reads(emulator.calls().subList(after, emulator.calls().size())))
                    .isTrue();
        }
    }

    private static boolean reads(List<Call> calls) {
        return calls.stream()
                .allMatch(call -> call.operation().startsWith("Describe")
                        || call.operation().startsWith("List"));
    }

    @Test
    void whatTheModelHasNoMoreGoes() throws IOException {
        long seed = Pick.seed("ConvergenceLawTest.goes");
        long next = seed;
        for (int i = 0; i < MODELS_IN_AN_ACCOUNT; i++) {
            next = Models.accepted(next);
            var loaded = Applied.read(Models.text(Pick.from(next)), Models.FOLDER);
            try (var emulator = AwsEmulator.start(Models.settings());
                    var account = Applied.account(loaded.model(), emulator.endpoint())) {
                Applied.converge(account, Applied.desired(loaded));
                Applied.converge(account, Snapshot.EMPTY);
                assertThat(emulator.calls())
                        .as("seed %d: a load balancer takes its listeners and rules along", next)
                        .noneMatch(call -> List.of("DeleteListener", "DeleteRule", "DeregisterTargets")
                                .contains(call.operation()));
                next++;
            }
        }
    }
}
