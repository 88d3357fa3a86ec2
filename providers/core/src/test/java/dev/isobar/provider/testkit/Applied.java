package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Problem;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.Limits;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import dev.isobar.provider.execute.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Models, and what comes of them in an account of any cloud. */
public final class Applied {
    /** As much as an emulator likes. Time passes once for everybody who waits at the same moment, so there is much. */
    private static final Limits LIMITS = new Limits(8, 10_000, 10_000, Duration.ofDays(1));

    private Applied() {}

    /**
     * @param folder where the files that the text names are
     * @throws AssertionError where the text is not a valid model
     */
    public static Loaded.Valid read(String text, Path folder) {
        return valid(loaded(text, folder));
    }

    private static Loaded.Valid valid(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError("the model itself is wrong: " + problems);
        };
    }

    /** @param folder where the files that the text names are */
    private static Loaded loaded(String text, Path folder) {
        return ModelFile.read(List.of(new Source("model.yaml", text, folder)), Map.of());
    }

    /**
     * The first seed from this one whose text is a model that the cloud can carry: of weights, not all can be had. Of what
     * comes by chance, a rule may stand behind one that leaves nothing to it.
     *
     * @throws AssertionError where a text is wrong otherwise
     */
    public static long accepted(long seed, Provider provider, Function<Pick, String> text, Path folder) {
        for (long next = seed; ; next++) {
            var loaded = loaded(text.apply(Pick.from(next)), folder);
            if (!leavesRulesWithoutRequests(loaded) && carries(provider, valid(loaded))) {
                return next;
            }
        }
    }

    private static boolean leavesRulesWithoutRequests(Loaded loaded) {
        return loaded instanceof Loaded.Invalid(var problems)
                && problems.stream()
                        .filter(Problem::isError)
                        .allMatch(problem -> problem.what().startsWith("no request reaches rule"));
    }

    private static boolean carries(Provider provider, Loaded.Valid loaded) {
        return provider.check(loaded.model(), loaded.positions()).stream()
                .noneMatch(finding -> finding.support() instanceof Finding.Support.Impossible);
    }

    /** @throws AssertionError where the cloud cannot carry the model */
    public static Snapshot desired(Provider provider, Loaded.Valid loaded) {
        return switch (provider.translate(loaded.model(), loaded.positions())) {
            case Translation.Done<Snapshot>(var snapshot, var _) -> snapshot;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** Calls that wait for nothing: back-off and polling take no time. */
    public static Calls calls(Access access) {
        return new Calls(LIMITS, access.cancellation(), new NoTime(), new SplittableRandom(1));
    }

    public static Report apply(Account account, Plan plan) {
        return Executor.run(account.schedule(plan), account::perform, Progress.NONE, new Cancellation());
    }

    /** Makes the account hold what a model says, and checks that it does. */
    public static void converge(Account account, Snapshot desired) {
        var plan = Differ.diff(desired, account.observe());
        var report = apply(account, plan);
        assertThat(report.failed()).as(plan.text()).isEmpty();
        assertThat(report.isComplete()).isTrue();
        assertThat(Differ.diff(desired, account.observe()).text())
                .as("the second plan")
                .isEmpty();
        assertThat(account.observe()).isEqualTo(desired);
    }
}
