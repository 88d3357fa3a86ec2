package dev.isobar.provider;

import dev.isobar.provider.calls.Cancellation;
import java.net.URI;
import java.util.Optional;

/**
 * How a cloud is reached. Who calls is found by the cloud's own means: environment, profiles, instance roles.
 *
 * @param endpoint of the management API; absent: that of the cloud
 * @param region where nothing else says it
 * @param project of Google Cloud; of Azure {@code SUBSCRIPTION/RESOURCE-GROUP}; where nothing else says it
 * @param cancellation ends waits and keeps calls from beginning
 */
public record Access(
        Optional<URI> endpoint, Optional<String> region, Optional<String> project, Cancellation cancellation) {
    /** The cloud itself. */
    public static Access usual() {
        return new Access(Optional.empty(), Optional.empty(), Optional.empty(), new Cancellation());
    }

    /** Another server that speaks the cloud's management API. */
    public static Access at(URI endpoint) {
        return new Access(Optional.of(endpoint), Optional.empty(), Optional.empty(), new Cancellation());
    }
}
