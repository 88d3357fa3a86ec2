package dev.isobar.aws.driver;

import dev.isobar.aws.AwsProvider;
import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.Limits;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Models, and what comes of them in an account. */
final class OnAws {
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

    /** Where models of tests are. */
    static final String PLACE = """
        place:
          aws: { region: eu-west-1, vpc: vpc-0a1b2c3d, subnets: [subnet-0a, subnet-0b], securityGroups: [sg-0e] }
        """;

    private static final String TARGET_GROUPS = "target-groups-per-application-load-balancer";

    private OnAws() {}

    /** With what generated models ask for, and room for groups that are there beside those that replace them. */
    static AwsEmulator emulator() {
        try {
            return AwsEmulator.start(Models.settings().withLimits(Map.of(TARGET_GROUPS, 200)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(new AwsProvider(), loaded);
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

    /** An account that waits for nothing: back-off and polling take no time. */
    static AwsAccount impatient(Model model, URI endpoint) {
        var access = Access.at(endpoint);
        return AwsAccount.open(model, access, Applied.calls(access));
    }
}
