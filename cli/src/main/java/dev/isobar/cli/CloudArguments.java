package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.Failure;
import dev.isobar.model.Place;
import dev.isobar.provider.Access;
import dev.isobar.provider.Provider;
import dev.isobar.provider.calls.Cancellation;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cloud, and how it is reached: arguments of the commands that go there. */
final class CloudArguments {
    @Option(
            names = "--to",
            paramLabel = "CLOUD",
            description = "The cloud: aws or gcp. Default: the only one in the place of the file.")
    private Optional<String> cloud = Optional.empty();

    @Mixin
    private EndpointArgument endpoint = new EndpointArgument();

    boolean isGiven() {
        return cloud.isPresent() || endpoint.text().isPresent();
    }

    Optional<String> endpoint() {
        return endpoint.text();
    }

    /** @throws Failure where it is not clear which */
    Provider provider(Place place) {
        return Clouds.choose(cloud, place);
    }

    Access access(Cancellation cancellation) {
        return access(endpoint.text(), cancellation);
    }

    /** @throws Failure where the endpoint is no URL */
    static Access access(Optional<String> endpoint, Cancellation cancellation) {
        return new Access(endpoint.map(EndpointArgument::parse), Optional.empty(), Optional.empty(), cancellation);
    }
}
