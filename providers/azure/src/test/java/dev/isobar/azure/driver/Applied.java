package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
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

/** Models, and what comes of them in a resource group. */
final class Applied {
    /** Where the files of certificates are. */
    static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."),
            "providers",
            "azure",
            "src",
            "test",
            "resources",
            "certificates");

    /** As much as an emulator likes. Time passes once for everybody who waits at the same moment, so there is much. */
    static final Limits LIMITS = new Limits(8, 10_000, 10_000, Duration.ofDays(1));

    private Applied() {}

    static AzureEmulator emulator() {
        return emulator(new Pace(100, 1, 1, 0));
    }

    static AzureEmulator emulator(Pace pace) {
        return emulator(Settings.usual().with(pace));
    }

    static AzureEmulator emulator(Settings settings) {
        try {
            return AzureEmulator.start(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where models of tests are. */
    static final String PLACE = """
        place:
          azure:
            subscription: 11111111-2222-3333-4444-555555555555
            resourceGroup: shop
            location: westeurope
            subnet: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/net/subnets/gateways
        """;

    static Loaded.Valid read(String text) {
        return read(text, FOLDER);
    }

    static Loaded.Valid read(String text, Path folder) {
        return switch (loaded(text, folder)) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError("the model itself is wrong: " + problems);
        };
    }

    static Loaded loaded(String text, Path folder) {
        return ModelFile.read(List.of(new Source("model.yaml", text, folder)), Map.of());
    }

    static Snapshot desired(Loaded.Valid loaded) {
        return switch (new AzureProvider().translate(loaded.model(), loaded.positions())) {
            case Translation.Done<Snapshot>(var snapshot, var _) -> snapshot;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** An account that waits for nothing: back-off and polling take no time. */
    static AzureAccount account(Model model, URI endpoint) {
        var access = Access.at(endpoint);
        return AzureAccount.open(
                model, access, new Calls(LIMITS, access.cancellation(), new NoTime(), new SplittableRandom(1)));
    }

    static Report apply(AzureAccount account, Plan plan) {
        return Executor.run(account.schedule(plan), account::perform, Progress.NONE, new Cancellation());
    }

    /** Makes the account hold what a model says, and checks that it does. */
    static void converge(AzureAccount account, Snapshot desired) {
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
