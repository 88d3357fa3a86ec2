package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever was there: after an apply the account holds what the model says, there is nothing left to do, and those who
 * were served went on being served.
 *
 * @param <C> the emulator
 */
public abstract class ConvergenceLaw<C extends EmulatedCloud<?, ?>> {
    private static final int MODELS = 220;

    /** So that most changes are from one model to another, not from nothing. */
    private static final int MODELS_IN_AN_ACCOUNT = 20;

    protected abstract Provider provider();

    protected abstract C start();

    /** A file of a load balancer that has one name always, by chance. */
    protected abstract String text(Pick pick);

    /** Where the files that the texts name are. */
    protected abstract Path folder();

    /** What calls end with where nothing goes wrong. */
    protected abstract Set<String> outcomes();

    /** What was wrong with which of the states that were kept. */
    protected abstract List<String> gaps(C cloud);

    /** Operations that an end of everything does without. */
    protected abstract Set<String> needless();

    /** The first seed from this one whose model the cloud can carry. */
    private long accepted(long seed) {
        return Applied.accepted(seed, provider(), this::text, folder());
    }

    @Test
    void appliesLeaveWhatIsWantedAndNothingToDo() {
        var name = "ConvergenceLaw of " + provider().name();
        long next = Pick.seed(name);
        long calls = 0;
        for (int from = 0; from < MODELS; from += MODELS_IN_AN_ACCOUNT) {
            try (var cloud = start()) {
                for (int i = 0; i < MODELS_IN_AN_ACCOUNT; i++) {
                    next = accepted(next);
                    converge(next++, cloud);
                }
                calls += cloud.emulator().callCount();
            }
        }
        System.out.println(name + ": " + MODELS + " models, " + calls + " calls");
    }

    private void converge(long seed, C cloud) {
        var text = text(Pick.from(seed));
        var loaded = Applied.read(text, folder());
        var desired = Applied.desired(provider(), loaded);
        try (var account = cloud.open(loaded.model())) {
            var plan = Differ.diff(desired, account.observe());
            cloud.emulator().record();
            int before = cloud.emulator().callCount();
            var report = Applied.apply(account, plan);
            assertThat(report.failed())
                    .as("seed %d:%n%s%n%s", seed, text, plan.text())
                    .isEmpty();
            var calls = cloud.calls(before);
            assertThat(calls)
                    .as("seed %d: every call succeeds at once", seed)
                    .allMatch(call -> outcomes().contains(call.outcome()));
            if (plan.isEmpty()) {
                assertThat(calls).isEmpty();
            }
            int after = cloud.emulator().callCount();
            var observed = account.observe();
            assertThat(Differ.diff(desired, observed).text())
                    .as("seed %d: the second plan of%n%s", seed, text)
                    .isEmpty();
            assertThat(observed).isEqualTo(desired);
            assertThat(gaps(cloud))
                    .as("seed %d: the way to%n%s%n%s", seed, text, plan.text())
                    .isEmpty();
            assertThat(cloud.calls(after)).allMatch(EmulatedCloud.Call::reads);
        }
    }

    @Test
    void whatTheModelHasNoMoreGoes() {
        long next = Pick.seed("ConvergenceLaw of " + provider().name() + ": goes");
        for (int i = 0; i < MODELS_IN_AN_ACCOUNT; i++) {
            next = accepted(next);
            var loaded = Applied.read(text(Pick.from(next)), folder());
            try (var cloud = start();
                    var account = cloud.open(loaded.model())) {
                Applied.converge(account, Applied.desired(provider(), loaded));
                Applied.converge(account, Snapshot.EMPTY);
                assertThat(cloud.calls(0))
                        .as("seed %d: parts go with the whole", next)
                        .noneMatch(call -> needless().contains(call.operation()));
                next++;
            }
        }
    }
}
