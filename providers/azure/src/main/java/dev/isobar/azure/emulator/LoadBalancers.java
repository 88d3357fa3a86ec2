package dev.isobar.azure.emulator;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Load balancers of the Standard SKU.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-common-deployment-errors">Common
 *     deployment errors</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-custom-probe-overview">Health
 *     probes</a>
 */
final class LoadBalancers implements Kind.Rules {
    private static final Set<Integer> NEVER_PROBED = Set.of(19, 21, 25, 70, 110, 119, 143, 220, 993);

    @Override
    public ObjectNode accept(Draft draft) {
        var root = draft.root();
        var sku = Json.part(draft.wanted(), "sku");
        Checks.that(
                Json.text(sku, "name").equals("Standard"),
                "LoadBalancerSkuNotAvailable",
                ("Load balancer %s has sku '%s'. Basic load balancers have retired, and gateway load balancers are not"
                                + " emulated.")
                        .formatted(root.id(), Json.text(sku, "name")));
        sku.put("tier", Json.find(sku, "tier").orElse("Regional"));
        frontends(draft, root.parts("frontendIPConfigurations"));
        root.parts("backendAddressPools").forEach(pool -> Pools.check(draft.store(), pool));
        root.parts("probes").forEach(LoadBalancers::probe);
        var rules = root.parts("loadBalancingRules");
        Limits.check(draft.store(), root.id(), Limits.BALANCER_RULES, rules.size());
        rules.forEach(rule -> rule(root, rule));
        for (int i = 0; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                apart(rules.get(j), rules.get(i));
            }
        }
        root.parts("inboundNatRules").forEach(rule -> {
            Checks.required(rule, "frontendIPConfiguration", "protocol", "backendPort");
            Checks.range(rule, "frontendPort", 1, 65534);
            Checks.range(rule, "backendPort", 1, 65535);
        });
        root.parts("outboundRules").forEach(rule -> {
            Checks.required(rule, "frontendIPConfigurations", "backendAddressPool", "protocol");
            Checks.range(rule, "idleTimeoutInMinutes", 4, 100);
            rule.fill("idleTimeoutInMinutes", 4);
        });
        return draft.wanted();
    }

    private static void frontends(Draft draft, List<Part> frontends) {
        long open =
                frontends.stream().filter(part -> part.has("publicIPAddress")).count();
        Checks.that(
                open == 0 || open == frontends.size(),
                "LoadBalancerHasPublicAndPrivateFrontends",
                "Load balancer %s has public and private frontend IP configurations; all must be of one kind."
                        .formatted(draft.self()));
        for (var frontend : frontends) {
            Checks.that(
                    frontend.has("publicIPAddress") != frontend.has("subnet"),
                    "LoadBalancerFrontendIPConfigurationMustHaveSubnetOrPublicIP",
                    "Frontend IP configuration %s must have a public IP address or a subnet, and not both."
                            .formatted(frontend.id()));
            frontend.reference("publicIPAddress")
                    .ifPresent(address -> PublicAddresses.claim(draft.store(), frontend, address));
            frontend.reference("subnet").ifPresent(subnet -> {
                GatewayFrame.notForOthers(draft.store(), frontend, subnet);
                PrivateAddresses.claim(draft.store(), frontend, subnet);
                frontend.fill("privateIPAddressVersion", "IPv4");
            });
        }
    }

    private static void probe(Part probe) {
        Checks.required(probe, "protocol", "port");
        Checks.range(probe, "port", 1, 65535);
        Checks.range(probe, "intervalInSeconds", 5, Integer.MAX_VALUE);
        Checks.range(probe, "numberOfProbes", 1, Integer.MAX_VALUE);
        Checks.range(probe, "probeThreshold", 1, 100);
        boolean tcp = probe.text("protocol").orElseThrow().equals("Tcp");
        Checks.that(
                tcp != probe.text("requestPath").isPresent(),
                "LoadBalancerProbeRequestPathInvalid",
                "Property 'requestPath' of probe %s is required for protocols Http and Https, and not allowed for Tcp."
                        .formatted(probe.id()));
        int port = probe.number("port").orElseThrow();
        Checks.that(
                tcp || !NEVER_PROBED.contains(port),
                "LoadBalancerProbePortNotAllowed",
                "Probe %s uses port %d, which HTTP probes cannot use.".formatted(probe.id(), port));
        probe.fill("intervalInSeconds", 15);
        probe.fill("numberOfProbes", 2);
        probe.fill("probeThreshold", 1);
        probe.fill("noHealthyBackendsBehavior", "AllProbedDown");
    }

    private static void rule(Part root, Part rule) {
        Checks.required(rule, "frontendIPConfiguration", "protocol", "frontendPort");
        Checks.range(rule, "frontendPort", 0, 65534);
        Checks.range(rule, "backendPort", 0, 65535);
        Checks.range(rule, "idleTimeoutInMinutes", 4, 100);
        int port = rule.number("frontendPort").orElseThrow();
        boolean all = rule.text("protocol").orElseThrow().equals("All");
        Checks.that(
                all == (port == 0) && rule.number("backendPort").orElse(port) == 0 == all,
                "LoadBalancingRuleProtocolAndPortsDoNotFit",
                "Load balancing rule %s must have ports 0 with protocol All, and with no other.".formatted(rule.id()));
        boolean internal = rule.reference("frontendIPConfiguration")
                .flatMap(root::part)
                .filter(frontend -> frontend.has("subnet"))
                .isPresent();
        Checks.that(
                !all || internal,
                "LoadBalancingRuleProtocolAllNeedsInternalFrontend",
                "Load balancing rule %s has protocol All, and its frontend is public.".formatted(rule.id()));
        rule.fill("backendPort", port);
        rule.fill("idleTimeoutInMinutes", 4);
        rule.fill("loadDistribution", "Default");
        rule.fill("enableFloatingIP", false);
        rule.fill("enableTcpReset", false);
        rule.fill("disableOutboundSnat", false);
    }

    /**
     * @see <a href="https://github.com/MicrosoftDocs/azure-docs/issues/117762">What the service says of one pool and
     *     port</a>
     */
    private static void apart(Part one, Part other) {
        boolean protocol = same(one, other, "protocol")
                || one.text("protocol").equals(other.text("protocol").map(name -> "All"));
        Checks.that(
                !(protocol
                        && same(one, other, "frontendPort")
                        && one.reference("frontendIPConfiguration")
                                .map(ResourceId::key)
                                .equals(other.reference("frontendIPConfiguration")
                                        .map(ResourceId::key))),
                "RulesUseSameFrontendPortProtocolAndIPConfig",
                "Load balancing rules %s and %s use the same frontend IP configuration, protocol and frontend port."
                        .formatted(one.id(), other.id()));
        var pool = pools(one).stream().filter(pools(other)::contains).findFirst();
        Checks.that(
                !(protocol
                        && pool.isPresent()
                        && same(one, other, "backendPort")
                        && !one.flag("enableFloatingIP")
                        && !other.flag("enableFloatingIP")),
                "RulesUseSameBackendPortProtocolAndPool",
                ("Load balancing rules %s and %s with floating IP disabled use the same protocol %s and backend port"
                                + " %s, and must not be used with the same backend address pool %s.")
                        .formatted(
                                one.id(),
                                other.id(),
                                one.text("protocol").orElse(""),
                                one.get("backendPort"),
                                pool.orElse("")));
    }

    private static boolean same(Part one, Part other, String property) {
        return one.get(property).equals(other.get(property));
    }

    private static List<String> pools(Part rule) {
        return References.of(rule).stream()
                .filter(reference -> reference.property().startsWith("backendAddressPool"))
                .map(References.Reference::id)
                .distinct()
                .toList();
    }

    /** Adds to parts the rules that use them. */
    @Override
    public void show(Store store, Stored resource, ObjectNode shown) {
        var root = new Part(resource.id(), shown);
        for (var list : List.of("loadBalancingRules", "outboundRules", "inboundNatRules")) {
            for (var rule : resource.root().parts(list)) {
                References.of(rule).stream()
                        .flatMap(reference -> ResourceId.parse(reference.id()).stream())
                        .map(ResourceId::key)
                        .distinct()
                        .forEach(key -> root.below()
                                .filter(part -> part.id().key().equals(key))
                                .forEach(part -> addReference(part.node(), list, rule.id())));
            }
        }
    }

    private static void addReference(ObjectNode part, String list, ResourceId id) {
        var properties = Json.part(part, "properties");
        var references = properties.path(list).isArray() ? properties.withArray(list) : properties.putArray(list);
        references.add(Json.reference(id));
    }
}
