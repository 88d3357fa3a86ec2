package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints.NetworkEndpoint;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.model.Target;
import dev.isobar.provider.Losses;
import java.util.Optional;
import java.util.OptionalInt;

/** Endpoints as targets: the inverse of {@link Targets}. Those in a zone name it. */
final class FromTargets {
    private final Losses losses;

    FromTargets(Losses losses) {
        this.losses = losses;
    }

    /**
     * @param passedPort for endpoints without a port
     * @return empty where a model cannot say it
     */
    Optional<Target> of(
            NetworkEndpoint endpoint,
            NetworkEndpointGroup group,
            OptionalInt passedPort,
            int weight,
            Losses.Place place) {
        var share = new Target.Share(
                weight, group.id().scope() instanceof Scope.Zone(var zone) ? Optional.of(zone) : Optional.empty());
        var port = endpoint.port().isPresent() ? endpoint.port() : passedPort;
        var target = port.isEmpty()
                ? Optional.<Target>empty()
                : Decoding.<Target>valid(() -> endpoint.instance().isPresent()
                        ? new Target.Instance(endpoint.instance().get(), port.getAsInt(), share)
                        : new Target.Address(
                                endpoint.fqdn().or(endpoint::ipAddress).orElse(""), port.getAsInt(), share));
        if (target.isEmpty()) {
            losses.add(
                    new Losses.Place(group.ref(), "", place.path()),
                    "networkEndpoints",
                    "have %s, which is no target of a model, and is left out".formatted(endpoint));
        }
        return target;
    }
}
