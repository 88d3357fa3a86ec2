package dev.isobar.bench;

import dev.isobar.aws.AwsProvider;
import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Settings;
import java.io.IOException;
import java.util.Map;

/** {@link Provisioning} on the emulator of AWS. */
public final class AwsProvisioning {
    private AwsProvisioning() {}

    /** Prints a line for each run. */
    public static void main(String[] args) throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        var limits = Map.of("targets-per-application-load-balancer", 10_000);
        try (var emulator = AwsEmulator.start(Settings.usual().withLimits(limits))) {
            new Provisioning(
                            new AwsProvider(),
                            emulator.endpoint(),
                            "aws: { region: eu-west-1, vpc: vpc-0a1b2c3d, subnets: [subnet-0a, subnet-0b],"
                                    + " securityGroups: [sg-0d] }",
                            _ -> true)
                    .run(emulator.faults()::latency);
        }
    }
}
