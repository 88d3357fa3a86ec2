package dev.isobar.azure.emulator;

import java.util.List;
import java.util.Optional;

/** All kinds of resources. */
final class Kinds {
    static final List<Kind> ALL = List.of(
            new Kind("applicationGateways", "ApplicationGateway", Kind.Busy.SUPERSEDES, Optional.of(new Gateways())),
            new Kind("loadBalancers", "LoadBalancer", Kind.Busy.WAITS, Optional.of(new LoadBalancers())),
            new Kind("publicIPAddresses", "PublicIpAddress", Kind.Busy.WAITS, Optional.of(new PublicAddresses())),
            new Kind("virtualNetworks", "VirtualNetwork", Kind.Busy.WAITS, Optional.empty()),
            new Kind("networkInterfaces", "NetworkInterface", Kind.Busy.WAITS, Optional.empty()));

    private Kinds() {}

    static Optional<Kind> of(String collection) {
        return ALL.stream()
                .filter(kind -> kind.collection().equalsIgnoreCase(collection))
                .findFirst();
    }

    static Kind of(ResourceId id) {
        return of(id.path().getFirst()).orElseThrow();
    }
}
