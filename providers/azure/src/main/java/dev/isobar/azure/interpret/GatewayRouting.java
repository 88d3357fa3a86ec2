package dev.isobar.azure.interpret;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.ClientSide.Endpoint;
import dev.isobar.azure.resources.ClientSide.HttpListener;
import dev.isobar.azure.resources.ClientSide.Listener;
import dev.isobar.azure.resources.Routing;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.Pools;
import dev.isobar.azure.resources.Routing.UrlPathMap;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How an Application Gateway routes.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/how-application-gateway-works">How an
 *     application gateway works</a>
 */
final class GatewayRouting {
    private final ApplicationGateway gateway;
    private final UnaryOperator<String> names;

    GatewayRouting(ApplicationGateway gateway, UnaryOperator<String> names) {
        this.gateway = gateway;
        this.names = names;
    }

    Optional<Decision> route(Request request) {
        return switch (request.target().scheme()) {
            case "http" -> requests(request, false);
            case "https" -> requests(request, true).or(() -> connections(request));
            default -> connections(request);
        };
    }

    /**
     * "In case the incoming client traffic matches with multiple listeners, the request routing rule with highest
     * priority will be used"; 1 is the highest.
     *
     * @see <a
     *     href="https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview#request-routing-rules-evaluation-order">
     *     Request routing rules evaluation order</a>
     */
    private Optional<Decision> requests(Request request, boolean secure) {
        return gateway.routing().requestRoutingRules().values().stream()
                .filter(rule -> takes(found(gateway.clients().httpListeners(), rule.httpListener()), request, secure))
                .min(Comparator.comparingInt(Routing.RequestRoutingRule::priority))
                .map(rule -> switch (rule.action()) {
                    case Routing.RuleAction.Basic(var outcome) -> outcome;
                    case Routing.RuleAction.PathBasedRouting(var map) ->
                        outcome(found(gateway.routing().urlPathMaps(), map), path(request));
                })
                .map(outcome -> decision(outcome, request));
    }

    private boolean takes(HttpListener listener, Request request, boolean secure) {
        return listener.tls().isPresent() == secure
                && opens(listener.endpoint(), request)
                && hears(listener.hostNames(), request);
    }

    private boolean opens(Endpoint endpoint, Request request) {
        return found(gateway.clients().frontendPorts(), endpoint.frontendPort())
                == request.target().port();
    }

    /** A basic listener accepts "requests for any domain"; a multi-site listener those for its host names. */
    private static boolean hears(Set<String> hostNames, Request request) {
        var host = request.target().host();
        return hostNames.isEmpty() || hostNames.stream().anyMatch(name -> HostNames.match(name, host));
    }

    /** Connections are told apart by the server name that TLS begins with. */
    private Optional<Decision> connections(Request request) {
        return gateway.routing().routingRules().values().stream()
                .filter(rule -> takes(found(gateway.clients().listeners(), rule.listener()), request))
                .min(Comparator.comparingInt(Routing.RoutingRule::priority))
                .map(rule -> new Decision.Forward(Map.of(names.apply(rule.backendAddressPool()), 1)));
    }

    private boolean takes(Listener listener, Request request) {
        return opens(listener.endpoint(), request)
                && (listener.hostNames().isEmpty()
                        || (listener.tls().isPresent() && hears(listener.hostNames(), request)));
    }

    /** "The path pattern is applied only to the path of the URL, not to its query parameters." */
    private static String path(Request request) {
        return request.target().path();
    }

    /**
     * "Pattern matching of incoming requests is processed in the order that the paths are listed in the URL path map",
     * the one "that's listed first is matched"; a request that matches none goes where the default says.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-request-routing-rules">Order
     *     of processing rules</a>
     */
    private static Outcome outcome(UrlPathMap map, String path) {
        return map.order().names().stream()
                .map(name -> found(map.pathRules(), name))
                .filter(rule -> rule.paths().stream().anyMatch(pattern -> PathPatterns.match(pattern, path)))
                .findFirst()
                .map(Routing.PathRule::outcome)
                .orElse(map.otherwise());
    }

    private Decision decision(Outcome outcome, Request request) {
        return switch (outcome) {
            case Outcome.Backend(var pools, var _, var _) -> new Decision.Forward(weights(pools));
            case Outcome.Redirect(var name) ->
                new Redirection(gateway)
                        .decision(found(gateway.routing().redirectConfigurations(), name), request.target());
        };
    }

    /** The weight of a pool in a policy is that of each of its servers. */
    private Map<String, Integer> weights(Pools pools) {
        var weights = new TreeMap<String, Integer>();
        switch (pools) {
            case Pools.One(var pool) -> weights.put(names.apply(pool), 1);
            case Pools.Shared(var policy) ->
                found(gateway.targets().loadDistributionPolicies(), policy)
                        .loadDistributionTargets()
                        .forEach((pool, perServer) -> {
                            int weight = perServer * servers(pool);
                            if (weight > 0) {
                                weights.merge(names.apply(pool), weight, Integer::sum);
                            }
                        });
        }
        return weights;
    }

    private int servers(String pool) {
        var servers = found(gateway.targets().backendAddressPools(), pool);
        return servers.ipAddresses().size() + servers.fqdns().size();
    }

    /** A part that another names: the service refuses documents whose parts name what is not there. */
    static <T> T found(SortedMap<String, T> parts, String name) {
        var part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("the gateway has no part \"" + name + "\"");
        }
        return part;
    }
}
