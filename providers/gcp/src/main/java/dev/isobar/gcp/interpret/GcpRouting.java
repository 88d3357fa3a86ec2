package dev.isobar.gcp.interpret;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Where a request goes: forwarding rule, target proxy, URL map, backend service, and the security policy of the backend
 * service.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts">URL maps overview</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts">Forwarding rules overview</a>
 */
public final class GcpRouting {
    private final Snapshot snapshot;
    private final Request request;
    private final Function<Ref, String> names;

    private GcpRouting(Snapshot snapshot, Request request, Function<Ref, String> names) {
        this.snapshot = snapshot;
        this.request = request;
        this.names = names;
    }

    /**
     * Empty where no forwarding rule takes the request.
     *
     * @param names a backend service to what it is called in the decision
     */
    public static Optional<Decision> route(Snapshot snapshot, Request request, Function<Ref, String> names) {
        return new GcpRouting(snapshot, request, names).decision();
    }

    private Optional<Decision> decision() {
        return snapshot.resources().values().stream()
                .filter(ForwardingRule.class::isInstance)
                .map(ForwardingRule.class::cast)
                .filter(rule -> takesPort(rule.fixed().port()))
                .flatMap(rule -> rule.target().flatMap(snapshot::find).stream())
                .flatMap(proxy -> atProxy(proxy).stream())
                .findFirst();
    }

    private boolean takesPort(ForwardingRule.Port port) {
        return switch (port) {
            case ForwardingRule.Port.PortRange(var protocol, var range) -> {
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = Integer.parseInt(range.substring(dash + 1));
                int wanted = request.target().port();
                yield protocol == ForwardingRule.IpProtocol.TCP && wanted >= first && wanted <= last;
            }
            case ForwardingRule.Port.Ports _ -> false;
        };
    }

    /** A proxy that speaks what the client speaks; connections that are passed on unread carry no requests. */
    private Optional<Decision> atProxy(Object proxy) {
        var scheme = request.target().scheme();
        return switch (proxy) {
            case TargetHttpProxy http when scheme.equals("http") -> Optional.of(atUrlMap(http.urlMap()));
            case TargetHttpsProxy https when scheme.equals("https") -> Optional.of(atUrlMap(https.urlMap()));
            case TargetSslProxy ssl
            when scheme.equals("https") || scheme.equals("tls") ->
                Optional.of(new Decision.Forward(Map.of(names.apply(ssl.service()), 1)));
            case TargetTcpProxy _ -> Optional.empty();
            default -> Optional.empty();
        };
    }

    private Decision atUrlMap(Ref urlMap) {
        var map = snapshot.find(urlMap)
                .map(UrlMap.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("there is no " + urlMap));
        var found = UrlMapRouting.find(map.routing(), request);
        return switch (found.destination()) {
            case Destination.Redirect redirect ->
                new Decision.Redirect(
                        redirect.redirectResponseCode().status(), Redirection.location(redirect, found, request));
            case Destination.Service(var service, var _) -> forward(Map.of(service, 1));
            case Destination.Weighted(var services, var _) -> {
                var weights = new TreeMap<Ref, Integer>();
                services.forEach(each -> weights.merge(each.backendService(), each.weight(), Integer::sum));
                yield forward(weights);
            }
        };
    }

    /** The policy stands between the URL map and the backend service: redirects never meet it. */
    private Decision forward(Map<Ref, Integer> services) {
        Map<String, Integer> weights = new TreeMap<>();
        Optional<Decision> denied = Optional.empty();
        for (var entry : services.entrySet()) {
            if (entry.getValue() > 0) {
                var deny = policy(entry.getKey()).flatMap(policy -> Armor.denied(policy, request));
                denied = denied.or(() -> deny);
                weights.merge(names.apply(entry.getKey()), entry.getValue(), Integer::sum);
            }
        }
        return denied.orElseGet(() -> new Decision.Forward(weights));
    }

    private Optional<SecurityPolicy> policy(Ref service) {
        return snapshot.find(service)
                .map(BackendService.class::cast)
                .flatMap(found -> found.serving().securityPolicy())
                .flatMap(snapshot::find)
                .map(SecurityPolicy.class::cast);
    }
}
