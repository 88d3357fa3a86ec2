package dev.isobar.azure.driver;

import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.LoadBalancer.Backend;
import dev.isobar.azure.resources.LoadBalancer.BackendAddressPool;
import dev.isobar.azure.resources.LoadBalancer.Frontend;
import dev.isobar.azure.resources.LoadBalancer.LoadBalancingRule;
import dev.isobar.azure.resources.LoadBalancer.LoadDistribution;
import dev.isobar.azure.resources.LoadBalancer.Probe;
import dev.isobar.azure.resources.LoadBalancer.ProbeProtocol;
import dev.isobar.azure.resources.LoadBalancer.Rules;
import dev.isobar.azure.resources.LoadBalancer.TransportProtocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Documents of load balancers: to records and back. */
final class BalancerWords {
    private static final int SHORTEST_IDLE = 4;
    private static final int USUAL_INTERVAL = 15;

    private static final Set<String> MANAGED =
            Set.of("frontendIPConfigurations", "backendAddressPools", "loadBalancingRules", "probes");

    private final References references;
    private final String network;

    /** @param network of the addresses of pools that have none */
    BalancerWords(References references, String network) {
        this.references = references;
        this.network = network;
    }

    LoadBalancer read(Seen seen, SortedMap<String, String> tags) {
        seen.rest("", seen.document().path("properties"), MANAGED, Map.of());
        return new LoadBalancer(
                Json.text(seen.document(), "name"),
                Json.text(seen.document(), "location"),
                seen.parts(ClientWords.frontends(references)),
                new Rules(seen.parts(rules()), seen.parts(pools()), seen.parts(probes())),
                tags);
    }

    /** @param there an empty object for a load balancer that is new */
    ObjectNode merged(ObjectNode there, LoadBalancer wanted, Predicate<String> ours) {
        var document = there.deepCopy();
        if (!document.has("location")) {
            document.put("location", wanted.location());
        }
        if (!document.has("sku")) {
            Json.part(document, "sku").put("name", "Standard");
        }
        var mine = new Lists(Json.part(document, "properties"), ours);
        mine.put(ClientWords.frontends(references), wanted.frontendIPConfigurations());
        mine.put(pools(), wanted.rules().backendAddressPools());
        mine.put(probes(), wanted.rules().probes());
        mine.put(rules(), wanted.rules().loadBalancingRules());
        Json.items(document, "properties", "frontendIPConfigurations")
                .filter(part -> !part.has("id"))
                .forEach(part -> zones(part, wanted.frontendIPConfigurations().get(Json.text(part, "name"))));
        return document;
    }

    /** Of a front end that is new: later they cannot change. */
    private static void zones(ObjectNode part, @Nullable FrontendIPConfiguration wanted) {
        if (wanted instanceof FrontendIPConfiguration.Dynamic(var _, var zones) && !zones.isEmpty()) {
            part.set("zones", Json.texts(zones));
        }
    }

    private Words<LoadBalancingRule> rules() {
        return Words.<LoadBalancingRule>of(
                        "loadBalancingRules",
                        Set.of(
                                "frontendIPConfiguration",
                                "protocol",
                                "frontendPort",
                                "backendAddressPool",
                                "backendAddressPools",
                                "backendPort",
                                "loadDistribution",
                                "idleTimeoutInMinutes",
                                "probe"),
                        BalancerWords::rule,
                        this::rule)
                .withUsual(Map.of(
                        "enableFloatingIP", "false",
                        "enableTcpReset", "false",
                        "disableOutboundSnat", "false",
                        "enableConnectionTracking", "false"));
    }

    private static LoadBalancingRule rule(ObjectNode part) {
        var protocol = switch (Json.required(part, "properties", "protocol")) {
            case "Tcp" -> TransportProtocol.TCP;
            case "Udp" -> TransportProtocol.UDP;
            case String other -> throw new IllegalArgumentException("its protocol is " + other);
        };
        var distribution = switch (Json.text(part, "properties", "loadDistribution")) {
            case "", "Default" -> LoadDistribution.DEFAULT;
            case "SourceIP" -> LoadDistribution.SOURCE_IP;
            case String other -> throw new IllegalArgumentException("its distribution is " + other);
        };
        var pools = Json.items(part, "properties", "backendAddressPools")
                .map(item -> References.last(Json.text(item, "id")))
                .toList();
        if (pools.size() > 1) {
            throw new IllegalArgumentException("it has the pools " + pools);
        }
        int port = Json.requiredNumber(part, "properties", "frontendPort");
        return new LoadBalancingRule(
                new Frontend(References.name(part, "frontendIPConfiguration"), protocol, port),
                new Backend(
                        pools.isEmpty() ? References.name(part, "backendAddressPool") : pools.getFirst(),
                        Json.number(part, "properties", "backendPort").orElse(port)),
                distribution,
                Json.number(part, "properties", "idleTimeoutInMinutes").orElse(SHORTEST_IDLE),
                References.find(part, "probe"));
    }

    private ObjectNode rule(LoadBalancingRule wanted) {
        var properties = Json.object()
                .put("protocol", wanted.frontend().protocol() == TransportProtocol.TCP ? "Tcp" : "Udp")
                .put("frontendPort", wanted.frontend().frontendPort())
                .put("backendPort", wanted.backend().backendPort())
                .put("idleTimeoutInMinutes", wanted.idleTimeoutInMinutes())
                .put(
                        "loadDistribution",
                        switch (wanted.loadDistribution()) {
                            case DEFAULT -> "Default";
                            case SOURCE_IP -> "SourceIP";
                        });
        properties.set(
                "frontendIPConfiguration",
                references.to("frontendIPConfigurations", wanted.frontend().frontendIPConfiguration()));
        properties.set(
                "backendAddressPool",
                references.to("backendAddressPools", wanted.backend().backendAddressPool()));
        wanted.probe().ifPresent(probe -> properties.set("probe", references.to("probes", probe)));
        return properties;
    }

    /** Addresses are in the network of the pool, which a pool without addresses does not say. */
    private Words<BackendAddressPool> pools() {
        return new Words<>(
                "backendAddressPools",
                Set.of("loadBalancerBackendAddresses", "drainPeriodInSeconds"),
                Map.of(),
                this::pool,
                BalancerWords::pool);
    }

    private BackendAddressPool pool(ObjectNode part) {
        var addresses = new TreeSet<String>();
        var networks = new TreeSet<String>();
        Json.items(part, "properties", "loadBalancerBackendAddresses").forEach(item -> {
            addresses.add(Json.required(item, "properties", "ipAddress"));
            references.id(item, "properties", "virtualNetwork").ifPresent(networks::add);
        });
        if (networks.size() > 1) {
            throw new IllegalArgumentException("its addresses are in " + networks);
        }
        return new BackendAddressPool(
                networks.isEmpty() ? network : networks.first(),
                addresses,
                Json.number(part, "properties", "drainPeriodInSeconds").orElse(0));
    }

    /** An address that is there stays as it is: somebody may have taken it out of traffic for a while. */
    private static ObjectNode pool(BackendAddressPool wanted, ObjectNode there) {
        var known = new HashMap<String, ObjectNode>();
        Json.items(there, "properties", "loadBalancerBackendAddresses")
                .filter(item ->
                        Json.text(item, "properties", "virtualNetwork", "id").equalsIgnoreCase(wanted.virtualNetwork()))
                .forEach(item -> known.put(Json.text(item, "properties", "ipAddress"), item));
        var properties = Json.object().put("drainPeriodInSeconds", wanted.drainPeriodInSeconds());
        var list = properties.putArray("loadBalancerBackendAddresses");
        for (var address : wanted.ipAddresses()) {
            list.add(known.computeIfAbsent(address, _ -> {
                var item = Json.object().put("name", address.replace(':', '-'));
                Json.part(item, "properties")
                        .put("ipAddress", address)
                        .set("virtualNetwork", References.to(wanted.virtualNetwork()));
                return item;
            }));
        }
        return properties;
    }

    private Words<Probe> probes() {
        return Words.<Probe>of(
                        "probes",
                        Set.of("protocol", "port", "requestPath", "intervalInSeconds", "probeThreshold"),
                        BalancerWords::probe,
                        BalancerWords::probe)
                .withUsual(Map.of("numberOfProbes", "2", "noHealthyBackendsBehavior", "\"AllProbedDown\""));
    }

    private static Probe probe(ObjectNode part) {
        return new Probe(
                switch (Json.required(part, "properties", "protocol")) {
                    case "Tcp" -> ProbeProtocol.TCP;
                    case "Http" -> ProbeProtocol.HTTP;
                    case "Https" -> ProbeProtocol.HTTPS;
                    case String other -> throw new IllegalArgumentException("its protocol is " + other);
                },
                Json.requiredNumber(part, "properties", "port"),
                Json.find(part, "properties", "requestPath"),
                Json.number(part, "properties", "intervalInSeconds").orElse(USUAL_INTERVAL),
                Json.number(part, "properties", "probeThreshold").orElse(1));
    }

    private static ObjectNode probe(Probe wanted) {
        var properties = Json.object()
                .put(
                        "protocol",
                        switch (wanted.protocol()) {
                            case TCP -> "Tcp";
                            case HTTP -> "Http";
                            case HTTPS -> "Https";
                        })
                .put("port", wanted.port())
                .put("intervalInSeconds", wanted.intervalInSeconds())
                .put("probeThreshold", wanted.probeThreshold());
        wanted.requestPath().ifPresent(path -> properties.put("requestPath", path));
        return properties;
    }
}
