package dev.isobar.azure.driver;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.CrashSafety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

class CrashSafetyTest extends CrashSafety<AzureEmulator.State, Emulated> {
    private static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "azure", "src", "test", "resources", "crash");

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
}
