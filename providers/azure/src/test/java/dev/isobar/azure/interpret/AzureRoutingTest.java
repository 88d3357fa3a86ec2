package dev.isobar.azure.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.ApplicationGateway.AutoscaleConfiguration;
import dev.isobar.azure.resources.ApplicationGateway.Deployment;
import dev.isobar.azure.resources.ApplicationGateway.Protocols;
import dev.isobar.azure.resources.Certificates;
import dev.isobar.azure.resources.ClientSide;
import dev.isobar.azure.resources.ClientSide.Endpoint;
import dev.isobar.azure.resources.ClientSide.HttpListener;
import dev.isobar.azure.resources.ClientSide.Listener;
import dev.isobar.azure.resources.ClientSide.Tls;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.LoadBalancer.LoadBalancingRule;
import dev.isobar.azure.resources.Order;
import dev.isobar.azure.resources.Routing;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.PathRule;
import dev.isobar.azure.resources.Routing.Pools;
import dev.isobar.azure.resources.Routing.RedirectConfiguration;
import dev.isobar.azure.resources.Routing.RedirectTarget;
import dev.isobar.azure.resources.Routing.RequestRoutingRule;
import dev.isobar.azure.resources.Routing.RoutingRule;
import dev.isobar.azure.resources.Routing.RuleAction;
import dev.isobar.azure.resources.Routing.UrlPathMap;
import dev.isobar.azure.resources.SslPolicy;
import dev.isobar.azure.resources.TargetSide;
import dev.isobar.azure.resources.TargetSide.BackendAddressPool;
import dev.isobar.azure.resources.TargetSide.LoadDistributionAlgorithm;
import dev.isobar.azure.resources.TargetSide.LoadDistributionPolicy;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Gateways and load balancers made by hand, and what the pages of the vendor say of them. */
class AzureRoutingTest {
    private static final String SITES =
            "https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview";
    private static final String PATHS =
            "https://learn.microsoft.com/en-us/azure/application-gateway/url-route-overview";
    private static final String RULES =
            "https://learn.microsoft.com/en-us/azure/application-gateway/configuration-request-routing-rules";

    private final SortedMap<String, HttpListener> httpListeners = new TreeMap<>();
    private final SortedMap<String, Listener> listeners = new TreeMap<>();
    private final SortedMap<String, RequestRoutingRule> rules = new TreeMap<>();
    private final SortedMap<String, RoutingRule> flowRules = new TreeMap<>();
    private final SortedMap<String, UrlPathMap> maps = new TreeMap<>();
    private final SortedMap<String, RedirectConfiguration> redirects = new TreeMap<>();
    private final SortedMap<String, LoadDistributionPolicy> policies = new TreeMap<>();

    private void listener(String name, int port, int priority, RuleAction action, String... hosts) {
        Optional<Tls> tls = port == 443 ? Optional.of(new Tls("certificate", Optional.empty())) : Optional.empty();
        httpListeners.put(name, new HttpListener(endpoint(port), new TreeSet<>(Set.of(hosts)), tls));
        rules.put(name, new RequestRoutingRule(name, priority, action));
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint("frontend", "port-" + port);
    }

    private static Outcome to(String pool) {
        return new Outcome.Backend(new Pools.One(pool), "settings", Optional.empty());
    }

    private static RuleAction basic(String pool) {
        return new RuleAction.Basic(to(pool));
    }

    private RuleAction map(List<Map.Entry<String, PathRule>> inOrder, String otherwise) {
        var byName = new TreeMap<String, PathRule>();
        var order = new ArrayList<String>();
        inOrder.forEach(entry -> {
            order.add(entry.getKey());
            byName.put(entry.getKey(), entry.getValue());
        });
        maps.put("map", new UrlPathMap(Order.of(order), byName, to(otherwise)));
        return new RuleAction.PathBasedRouting("map");
    }

    private static Map.Entry<String, PathRule> path(String name, String pool, String... patterns) {
        return Map.entry(name, new PathRule(List.of(patterns), to(pool)));
    }

    private Optional<Decision> route(String url) {
        var ports = new TreeMap<String, Integer>(
                Map.of("port-80", 80, "port-443", 443, "port-8080", 8080, "port-8883", 8883));
        var pools = new TreeMap<String, BackendAddressPool>();
        for (var name : List.of("one", "two")) {
            pools.put(name, new BackendAddressPool(new TreeSet<>(Set.of("10.0.0.1")), new TreeSet<>()));
        }
        pools.put(
                "three",
                new BackendAddressPool(
                        new TreeSet<>(Set.of("10.0.0.1", "10.0.0.2")), new TreeSet<>(Set.of("app.internal"))));
        pools.put("none", new BackendAddressPool(new TreeSet<>(), new TreeSet<>()));
        var gateway = new ApplicationGateway(
                "gateway",
                new Deployment(
                        "westeurope",
                        new TreeSet<>(),
                        new AutoscaleConfiguration(0, 2),
                        Optional.empty(),
                        new Protocols(true, false, new SslPolicy.Predefined("AppGwSslPolicy20220101"))),
                new ClientSide(new TreeMap<>(), new TreeMap<>(), ports, httpListeners, listeners),
                new Certificates(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
                new Routing(rules, maps, redirects, new TreeMap<>(), flowRules),
                new TargetSide(pools, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), policies),
                new TreeMap<>());
        return AzureRouting.route(Snapshot.of(List.of(gateway)), Request.of("GET", url), name -> name);
    }

    private static Optional<Decision> forward(String pool) {
        return Optional.of(new Decision.Forward(Map.of(pool, 1)));
    }

    @Test
    void theRuleWithTheLowestPriorityNumberServesTheRequest() {
        listener("wild", 80, 20, basic("one"), "*.contoso.com");
        listener("shop", 80, 10, basic("two"), "shop.contoso.com");

        assertThat(route("http://shop.contoso.com/")).as(SITES).isEqualTo(forward("two"));
        assertThat(route("http://blog.contoso.com/")).as(SITES).isEqualTo(forward("one"));
    }

    @Test
    void aWildcardThatIsProcessedFirstTakesAllOfTheSpecificSite() {
        listener("wild", 80, 10, basic("one"), "*.contoso.com");
        listener("shop", 80, 20, basic("two"), "shop.contoso.com");

        assertThat(route("http://shop.contoso.com/")).as(SITES).isEqualTo(forward("one"));
    }

    @Test
    void aStarStandsForSeveralLabelsAndAQuestionMarkForOneCharacter() {
        listener("wild", 80, 10, basic("one"), "*.contoso.com", "w?.contoso*.edu");
        listener("basic", 80, 20, basic("two"));

        assertThat(route("http://ecom.contoso.com/")).as(SITES).isEqualTo(forward("one"));
        assertThat(route("http://customer1.b2b.contoso.com/")).as(SITES).isEqualTo(forward("one"));
        assertThat(route("http://CUSTOMER1.contoso.COM/")).as(SITES).isEqualTo(forward("one"));
        assertThat(route("http://w1.contoso-x.edu/")).as(SITES).isEqualTo(forward("one"));
        assertThat(route("http://contoso.com/")).as(SITES).isEqualTo(forward("two"));
        assertThat(route("http://w.contoso.edu/")).as(SITES).isEqualTo(forward("two"));
    }

    @Test
    void aListenerTakesItsOwnPortAndProtocolAlone() {
        listener("plain", 80, 10, basic("one"));
        listener("secure", 443, 20, basic("two"));

        assertThat(route("http://a.example.com/")).isEqualTo(forward("one"));
        assertThat(route("https://a.example.com/")).isEqualTo(forward("two"));
        assertThat(route("http://a.example.com:8080/")).isEmpty();
        assertThat(route("http://a.example.com:443/")).isEmpty();
    }

    @Test
    void thePathThatIsListedFirstIsMatched() {
        listener(
                "basic",
                80,
                10,
                map(List.of(path("z-wide", "one", "/images/*"), path("a-narrow", "two", "/images/png/*")), "three"));

        assertThat(route("http://contoso.com/images/png/x")).as(RULES).isEqualTo(forward("one"));
        assertThat(route("http://contoso.com/video/x")).as(RULES).isEqualTo(forward("three"));
    }

    @Test
    void pathRulesAreCaseInsensitive() {
        listener("basic", 80, 10, map(List.of(path("images", "one", "/Images/*")), "two"));

        assertThat(route("http://contoso.com/IMAGES/x")).as(PATHS).isEqualTo(forward("one"));
    }

    @Test
    void aStarAtTheEndIsTheOnlyWildcard() {
        listener("basic", 80, 10, map(List.of(path("images", "one", "/images*", "/exact", "/under/*")), "two"));

        assertThat(route("http://contoso.com/imagesque")).as(PATHS).isEqualTo(forward("one"));
        assertThat(route("http://contoso.com/exact")).as(PATHS).isEqualTo(forward("one"));
        assertThat(route("http://contoso.com/exact/")).as(PATHS).isEqualTo(forward("two"));
        assertThat(route("http://contoso.com/under/x")).as(PATHS).isEqualTo(forward("one"));
        assertThat(route("http://contoso.com/under")).as(PATHS).isEqualTo(forward("two"));
    }

    @Test
    void theQueryIsNoPartOfThePath() {
        listener("basic", 80, 10, map(List.of(path("exact", "one", "/exact")), "two"));

        assertThat(route("http://contoso.com/exact?a=/b")).as(PATHS).isEqualTo(forward("one"));
    }

    @Test
    void aWeightIsThatOfEachServer() {
        policies.put(
                "policy",
                new LoadDistributionPolicy(
                        LoadDistributionAlgorithm.ROUND_ROBIN, new TreeMap<>(Map.of("one", 5, "three", 2, "none", 9))));
        listener(
                "basic",
                80,
                10,
                new RuleAction.Basic(new Outcome.Backend(new Pools.Shared("policy"), "settings", Optional.empty())));

        assertThat(route("http://contoso.com/"))
                .isEqualTo(Optional.of(new Decision.Forward(Map.of("one", 5, "three", 6))));
    }

    private Optional<Decision> redirected(RedirectConfiguration redirect, String url) {
        redirects.put("redirect", redirect);
        listener("basic", 80, 10, new RuleAction.Basic(new Outcome.Redirect("redirect")));
        return route(url);
    }

    private static Optional<Decision> location(int status, String url) {
        return Optional.of(new Decision.Redirect(status, url));
    }

    @Test
    void aRedirectToAListenerKeepsPathAndQueryWhereTheyAreIncluded() {
        listener("secure", 443, 20, basic("one"));
        var target = new RedirectTarget.ToListener("secure");

        assertThat(redirected(
                        new RedirectConfiguration("Permanent", target, true, true), "http://contoso.com/cart?item=1"))
                .as(RULES)
                .isEqualTo(location(301, "https://contoso.com/cart?item=1"));
        assertThat(redirected(
                        new RedirectConfiguration("Found", target, true, false), "http://contoso.com/cart?item=1"))
                .as(RULES)
                .isEqualTo(location(302, "https://contoso.com/cart"));
    }

    @Test
    void aRedirectToAnExternalSiteKeepsTheQueryWhereItIsIncluded() {
        var target = new RedirectTarget.ToUrl("https://fabrikam.com/start");

        assertThat(redirected(new RedirectConfiguration("SeeOther", target, false, true), "http://contoso.com/a?b=c"))
                .as(RULES)
                .isEqualTo(location(303, "https://fabrikam.com/start?b=c"));
        assertThat(redirected(new RedirectConfiguration("Temporary", target, false, false), "http://contoso.com/a?b=c"))
                .as(RULES)
                .isEqualTo(location(307, "https://fabrikam.com/start"));
    }

    @Test
    void connectionsAreToldApartByTheServerName() {
        Optional<Tls> tls = Optional.of(new Tls("certificate", Optional.empty()));
        listeners.put("iot", new Listener(endpoint(8883), new TreeSet<>(Set.of("*.iot.contoso.com")), tls));
        listeners.put("any", new Listener(endpoint(8883), new TreeSet<>(), tls));
        flowRules.put("iot", new RoutingRule("iot", 10, "one", "settings"));
        flowRules.put("any", new RoutingRule("any", 20, "two", "settings"));

        assertThat(route("tls://a.iot.contoso.com:8883/")).isEqualTo(forward("one"));
        assertThat(route("tls://contoso.com:8883/")).isEqualTo(forward("two"));
    }

    @Test
    void aLoadBalancerPassesOnWhateverComesToThePort() {
        var balancer = new LoadBalancer(
                "balancer",
                "westeurope",
                new TreeMap<>(Map.of("frontend", new FrontendIPConfiguration.Dynamic("subnet", new TreeSet<>()))),
                new LoadBalancer.Rules(
                        new TreeMap<>(Map.of(
                                "db",
                                rule(LoadBalancer.TransportProtocol.TCP, 5432),
                                "dns",
                                rule(LoadBalancer.TransportProtocol.UDP, 53))),
                        new TreeMap<>(),
                        new TreeMap<>()),
                new TreeMap<>());
        var snapshot = Snapshot.of(List.of(balancer));

        assertThat(AzureRouting.route(snapshot, Request.of("GET", "tls://any.example.com:5432/"), name -> name))
                .isEqualTo(forward("pool"));
        assertThat(AzureRouting.route(snapshot, Request.of("GET", "tls://any.example.com:53/"), name -> name))
                .isEmpty();
        assertThat(AzureRouting.route(snapshot, Request.of("GET", "http://any.example.com:5432/"), name -> name))
                .isEmpty();
    }

    private static LoadBalancingRule rule(LoadBalancer.TransportProtocol protocol, int port) {
        return new LoadBalancingRule(
                new LoadBalancer.Frontend("frontend", protocol, port),
                new LoadBalancer.Backend("pool", port),
                LoadBalancer.LoadDistribution.DEFAULT,
                4,
                Optional.empty());
    }
}
