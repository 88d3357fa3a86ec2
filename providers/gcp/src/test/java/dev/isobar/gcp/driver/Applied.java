package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.GcpProvider;
import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Settings;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Models, and what comes of them in a project. */
final class Applied {
    /** Where the files of certificates are. */
    static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "gcp", "src", "test", "resources", "certificates");

    /** As much as an emulator likes. Time passes once for everybody who waits at the same moment, so there is much. */
    static final Limits LIMITS = new Limits(8, 10_000, 10_000, Duration.ofDays(1));

    private Applied() {}

    /** With room for what is there beside what replaces it. */
    static GcpEmulator emulator() {
        try {
            return GcpEmulator.start(Settings.usual()
                    .withQuotas(Map.of(
                            "BACKEND_SERVICES", 500,
                            "FORWARDING_RULES", 500,
                            "HEALTH_CHECKS", 500,
                            "NETWORK_ENDPOINT_GROUPS", 500,
                            "SSL_CERTIFICATES", 100,
                            "STATIC_ADDRESSES", 100,
                            "URL_MAPS", 100)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Loaded.Valid read(String text) {
        return read(text, FOLDER);
    }

    static Loaded.Valid read(String text, Path folder) {
        return switch (ModelFile.read(List.of(new Source("model.yaml", text, folder)), Map.of())) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError("the model itself is wrong: " + problems);
        };
    }

    static Snapshot desired(Loaded.Valid loaded) {
        return switch (new GcpProvider().translate(loaded.model(), loaded.positions())) {
            case Translation.Done<Snapshot>(var snapshot, var _) -> snapshot;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** An account that waits for nothing: back-off and polling take no time. */
    static GcpAccount account(Model model, URI endpoint) {
        var access = Access.at(endpoint);
        return GcpAccount.open(
                model, access, new Calls(LIMITS, access.cancellation(), new NoTime(), new SplittableRandom(1)));
    }

    static Report apply(GcpAccount account, Plan plan) {
        return Executor.run(account.schedule(plan), account::perform, Progress.NONE, new Cancellation());
    }

    /** Makes the account hold what a model says, and checks that it does. */
    static void converge(GcpAccount account, Snapshot desired) {
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
