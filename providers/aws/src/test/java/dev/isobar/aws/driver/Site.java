package dev.isobar.aws.driver;

import dev.isobar.model.Model;
import dev.isobar.provider.Access;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/**
 * An endpoint that speaks the management API, and what is there for load balancers to use.
 *
 * @param targets two IPv4 addresses; where health is checked, they answer on port 8080, 9090 and 5432
 */
record Site(URI endpoint, Network network, List<String> targets) {
    /** Where load balancers go. */
    record Network(String region, String vpc, List<String> subnets, List<String> securityGroups) {}

    Site {
        targets = List.copyOf(targets);
    }

    /** What is slow at the service takes minutes; at a server on this machine nothing takes long. */
    AwsAccount account(Model model) {
        return Clients.isLoopback(endpoint)
                ? OnAws.account(model, endpoint)
                : AwsAccount.open(model, Access.at(endpoint));
    }

    /** The vendor's clients, to look and to meddle behind the driver's back. */
    Clients clients() {
        return Clients.open(Region.of(network.region()), Optional.of(endpoint));
    }
}
