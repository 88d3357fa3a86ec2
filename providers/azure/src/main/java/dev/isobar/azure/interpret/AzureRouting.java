package dev.isobar.azure.interpret;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where the load balancers of a snapshot send a request. */
public final class AzureRouting {
    private AzureRouting() {}

    /**
     * The gateway or load balancer that has the port of the request decides.
     *
     * @param names what to call a backend pool; pools with the same name have their shares added
     * @return empty where nothing takes the request
     */
    public static Optional<Decision> route(Snapshot snapshot, Request request, UnaryOperator<String> names) {
        return snapshot.resources().values().stream()
                .flatMap(resource -> switch (resource) {
                    case ApplicationGateway gateway -> new GatewayRouting(gateway, names).route(request).stream();
                    case LoadBalancer balancer -> route(balancer, request, names).stream();
                    default -> Optional.<Decision>empty().stream();
                })
                .findFirst();
    }

    /**
     * A load balancer sees flows, not what is in them: whatever comes over TCP to the port of a rule goes to its pool.
     * Requests that are not encrypted are those of gateways alone here, as in the model.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/components">Load Balancer components: "A load
     *     balancer rule is used to define how incoming traffic is distributed to all the instances within the backend
     *     pool"</a>
     */
    private static Optional<Decision> route(LoadBalancer balancer, Request request, UnaryOperator<String> names) {
        if (request.target().scheme().equals("http")) {
            return Optional.empty();
        }
        return balancer.rules().loadBalancingRules().values().stream()
                .filter(rule -> rule.frontend().protocol() == LoadBalancer.TransportProtocol.TCP)
                .filter(rule ->
                        rule.frontend().frontendPort() == request.target().port())
                .findFirst()
                .map(rule ->
                        new Decision.Forward(Map.of(names.apply(rule.backend().backendAddressPool()), 1)));
    }
}
