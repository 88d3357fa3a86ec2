package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.CrashSafety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrashSafetyTest extends CrashSafety<GcpEmulator.State, Emulated> {
    private static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "gcp", "src", "test", "resources", "crash");

    private static Loaded.Valid file(String name) {
        try {
            return Applied.read(Files.readString(FOLDER.resolve(name + ".yaml")), FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Forms small() {
        return new Forms(file("small-before"), file("small-after"));
    }

    @Override
    protected Forms features() {
        return new Forms(file("features-before"), file("features-after"));
    }

    @Override
    protected Forms large() {
        return new Forms(Large.before(), Large.after());
    }

    @Override
    protected Emulated start() {
        return new Emulated(Applied.emulator());
    }

    @Override
    protected Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(loaded);
    }

    /** Status 412: who writes by a fingerprint that is not the last one reads again, and writes again. */
    @ParameterizedTest
    @MethodSource("cases")
    void everyFirstWriteByAFingerprintMayComeTooLate(Case tried) {
        try (var emulator = start();
                var account = emulator.open(tried.to().model())) {
            prepare(tried, emulator);
            var start = emulator.state();
            apply(tried.after(), account, "undisturbed");
            var census = emulator.census();
            emulator.restore(start);
            int before = emulator.calls();
            emulator.emulator().faults().staleAtFirst();
            try (var other = emulator.open(tried.to().model())) {
                apply(tried.after(), other, "too late");
            }
            var late = emulator.emulator().calls().subList(before, emulator.calls()).stream()
                    .filter(call -> call.outcome().equals("conditionNotMet"))
                    .count();
            assertThat(late > 0)
                    .as("an update writes by fingerprints")
                    .isEqualTo(tried.name().endsWith("update"));
            assertHolds(tried, emulator, census, "too late");
        }
    }
}
