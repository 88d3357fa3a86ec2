package dev.isobar.aws.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** The contract at any endpoint, which {@code -Disobar.test.aws.endpoint=URL} and its neighbours name. */
class EndpointDriverTest extends DriverContract {
    private static final String PREFIX = "isobar.test.aws.";

    @Override
    Site open() {
        assumeTrue(
                System.getProperty(OnAws.ENDPOINT) != null,
                "no endpoint was named: -D" + OnAws.ENDPOINT + "=URL (docs/testing.md)");
        return new Site(
                URI.create(System.getProperty(OnAws.ENDPOINT)),
                new Site.Network(value("region"), value("vpc"), values("subnets"), values("securityGroups")),
                values("targets"));
    }

    @Override
    void stop() {
        // It was there before.
    }

    private static String value(String name) {
        var value = System.getProperty(PREFIX + name);
        if (value == null) {
            throw new AssertionError("-D%s was given, and -D%s%s was not".formatted(OnAws.ENDPOINT, PREFIX, name));
        }
        return value;
    }

    private static List<String> values(String name) {
        return Arrays.asList(value(name).split(",", -1));
    }
}
