package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Settings;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.CrashSafety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class CrashSafetyTest extends CrashSafety<AwsEmulator.State, Emulated> {
    private static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "aws", "src", "test", "resources", "crash");

    private static final String TARGET_GROUPS = "target-groups-per-application-load-balancer";

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
        try {
            // A group that replaces another one is there beside it for a while.
            return new Emulated(AwsEmulator.start(Settings.usual().withLimits(Map.of(TARGET_GROUPS, 200))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(loaded);
    }
}
