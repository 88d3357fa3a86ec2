package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Place;
import dev.isobar.provider.Access;
import dev.isobar.provider.Provider;
import dev.isobar.provider.calls.Cancellation;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cloud, and how it is reached: arguments of the commands that go there. */
final class CloudArguments {
    @Option(
            names = "--to",
            paramLabel = "CLOUD",
            description = "The cloud: aws. Default: the only one in the place of the file.")
    private Optional<String> cloud = Optional.empty();

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Where the management API of the cloud is served. Default: by the cloud itself.")
    private Optional<String> endpoint = Optional.empty();

    boolean isGiven() {
        return cloud.isPresent() || endpoint.isPresent();
    }

    Optional<String> endpoint() {
        return endpoint;
    }

    /** @throws Failure where it is not clear which */
    Provider provider(Place place) {
        return Clouds.choose(cloud, place);
    }

    Access access(Cancellation cancellation) {
        return access(endpoint, cancellation);
    }

    /** @throws Failure where the endpoint is no URL */
    static Access access(Optional<String> endpoint, Cancellation cancellation) {
        return new Access(endpoint.map(CloudArguments::url), Optional.empty(), Optional.empty(), cancellation);
    }

    private static URI url(String text) {
        try {
            var url = URI.create(text);
            if (url.isAbsolute()) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw Failure.usage("--endpoint " + Words.quoted(text) + " is no URL", "write it as in http://127.0.0.1:4566");
    }
}
