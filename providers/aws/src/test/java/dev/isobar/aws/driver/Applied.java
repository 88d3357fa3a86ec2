package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.AwsProvider;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.Limits;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import dev.isobar.provider.execute.Report;
import dev.isobar.provider.testkit.NoTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Models, and what comes of them in an account. */
final class Applied {
    /** As much as an emulator likes, and not for long. */
    static final Limits LIMITS = new Limits(8, 10_000, 10_000, Duration.ofSeconds(20));

    /** Names an endpoint to test against, which has credentials of its own. */
    static final String ENDPOINT = "isobar.test.aws.endpoint";

    static {
        if (System.getProperty(ENDPOINT) == null) {
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
        }
    }

    private Applied() {}

    static Loaded.Valid read(String text, Path folder) {
        return switch (ModelFile.read(List.of(new Source("model.yaml", text, folder)), Map.of())) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError("the model itself is wrong: " + problems);
        };
    }

    static Snapshot desired(Loaded.Valid loaded) {
        return switch (new AwsProvider().translate(loaded.model(), loaded.positions())) {
            case Translation.Done<Snapshot>(var snapshot, var _) -> snapshot;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    static AwsAccount account(Model model, URI endpoint) {
        return account(model, endpoint, LIMITS);
    }

    static AwsAccount account(Model model, URI endpoint, Limits limits) {
        return AwsAccount.open(
                model,
                new Access(Optional.of(endpoint), Optional.empty(), Optional.empty(), new Cancellation()),
                limits);
    }

    /**
     * An account that waits for nothing: back-off and polling take no time. Time passes once for everybody who waits at
     * the same moment, so there is much of it.
     */
    static AwsAccount impatient(Model model, URI endpoint) {
        var access = Access.at(endpoint);
        var limits = new Limits(8, 10_000, 10_000, Duration.ofDays(1));
        return AwsAccount.open(
                model, access, new Calls(limits, access.cancellation(), new NoTime(), new SplittableRandom(1)));
    }

    static Report apply(AwsAccount account, Plan plan) {
        return Executor.run(account.schedule(plan), account::perform, Progress.NONE, new Cancellation());
    }

    /** Makes the account hold what a model says, and checks that it does. */
    static void converge(AwsAccount account, Snapshot desired) {
        var plan = Differ.diff(desired, account.observe());
        var report = apply(account, plan);
        assertThat(report.failed()).isEmpty();
        assertThat(report.isComplete()).isTrue();
        assertThat(Differ.diff(desired, account.observe()).text())
                .as("the second plan")
                .isEmpty();
        assertThat(account.observe()).isEqualTo(desired);
    }
}
