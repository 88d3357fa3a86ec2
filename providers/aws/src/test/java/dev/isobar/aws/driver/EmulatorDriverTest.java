package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract at the emulator of this project. */
class EmulatorDriverTest extends DriverContract {
    private @Nullable AwsEmulator emulator;

    @Override
    Site open() throws IOException {
        var started = AwsEmulator.start();
        emulator = started;
        return new Site(
                started.endpoint(),
                new Site.Network("eu-west-1", "vpc-0a1b2c3d", List.of("subnet-0a", "subnet-0b"), List.of("sg-0e")),
                List.of("10.0.0.1", "10.0.0.2"));
    }

    @Override
    void stop() {
        if (emulator != null) {
            emulator.close();
        }
    }
}
