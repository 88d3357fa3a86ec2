package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.TargetSide.Probe;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How targets are doing, as Azure's probes see it. */
final class Health {
    /** Of a pool; a group with targets of several weights has several, {@code shop_web_w3}. */
    private static final Pattern POOL = Pattern.compile("[^_]+_([^_]+)(_.*)?");

    private final Wire wire;
    private final Group group;

    Health(Wire wire, Group group) {
        this.wire = wire;
        this.group = group;
    }

    /**
     * A target as it is seen through some settings or a rule.
     *
     * @param pool name
     * @param state in Azure's word
     * @param reason why it is in that state
     */
    record Server(String pool, String address, String state, Optional<String> reason) {
        /** The service has said both words. */
        boolean serves() {
            return state.equals("Healthy") || state.equals("Up") || state.equals("Partial");
        }
    }

    /**
     * The servers that rules of a gateway lead to.
     *
     * @see <a href="https://learn.microsoft.com/en-us/rest/api/application-gateway/application-gateways/backend-health">
     *     Application Gateways - Backend Health</a>
     */
    List<Server> ofGateway(String name) {
        var path = Kind.GATEWAY.path(group, name) + "/backendhealth";
        var health = wire.result(Rest.post(Kind.GATEWAY.operation("backendhealth/action"), path, Optional.empty()));
        var servers = new ArrayList<Server>();
        Json.items(health, "backendAddressPools").forEach(pool -> {
            var poolName = References.last(Json.text(pool, "backendAddressPool", "id"));
            Stream.of("backendHttpSettingsCollection", "backendSettingsCollection")
                    .flatMap(list -> Json.items(pool, list))
                    .forEach(settings -> servers.addAll(servers(poolName, settings)));
        });
        return servers;
    }

    private static List<Server> servers(String pool, JsonNode settings) {
        return Json.items(settings, "servers")
                .map(server -> new Server(
                        pool,
                        Json.text(server, "address"),
                        Json.text(server, "health"),
                        Json.find(server, "healthProbeLog").filter(text -> !text.isEmpty())))
                .toList();
    }

    /**
     * The servers of a pool, asked at once, whether or not a rule leads to them.
     *
     * @param settings name
     * @param probe of the settings
     * @see <a href="https://learn.microsoft.com/en-us/rest/api/application-gateway/application-gateways/backend-health-on-demand">
     *     Application Gateways - Backend Health On Demand</a>
     */
    List<Server> onDemand(String gateway, String pool, String settings, Probe probe) {
        var id = Kind.GATEWAY.path(group, gateway);
        var references = new References(group, id, text -> text);
        var body = Json.object()
                .put("protocol", TargetWords.word(probe.protocol()))
                .put("timeout", probe.timeout());
        body.set("backendAddressPool", references.to("backendAddressPools", pool));
        body.set("backendHttpSettings", references.to("backendHttpSettingsCollection", settings));
        probe.request().ifPresent(request -> {
            body.put("host", request.host()).put("path", request.path());
            Json.part(body, "match").set("statusCodes", Json.texts(request.statusCodes()));
        });
        var health = wire.result(Rest.post(
                Kind.GATEWAY.operation("getBackendHealthOnDemand/action"),
                id + "/getBackendHealthOnDemand",
                Optional.of(body)));
        return servers(pool, health.path("backendHealthHttpSettings"));
    }

    /**
     * The servers of a rule of a load balancer.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-manage-health-status">Health
     *     status</a>
     */
    List<Server> ofRule(String balancer, String rule, String pool) {
        var path = Kind.BALANCER.path(group, balancer) + "/loadBalancingRules/" + rule + "/health";
        var health = wire.result(
                Rest.post(Kind.BALANCER.operation("loadBalancingRules/health/action"), path, Optional.empty()));
        return Json.items(health, "loadBalancerBackendAddresses")
                .map(server -> new Server(
                        pool,
                        Json.text(server, "ipAddress"),
                        Json.text(server, "state"),
                        Json.find(server, "reason").filter(text -> !text.isEmpty())))
                .toList();
    }

    // Status.

    /** Gateways and load balancers with their addresses, and groups with their targets. */
    Status status(World world) {
        var balancers = new ArrayList<Status.LoadBalancer>();
        var works = new ArrayList<Supplier<List<Server>>>();
        for (var resource : world.snapshot().resources().values()) {
            switch (resource) {
                case ApplicationGateway gateway -> {
                    balancers.add(balancer(gateway.ref(), world));
                    works.add(() -> ofGateway(gateway.name()));
                }
                case LoadBalancer balancer -> {
                    balancers.add(balancer(balancer.ref(), world));
                    balancer.rules()
                            .loadBalancingRules()
                            .forEach((name, rule) -> works.add(() ->
                                    ofRule(balancer.name(), name, rule.backend().backendAddressPool())));
                }
                default -> {}
            }
        }
        var groups = new TreeMap<String, TreeMap<String, Status.Target>>();
        wire.<List<Server>>all(works).stream()
                .flatMap(List::stream)
                .forEach(server -> groups.computeIfAbsent(groupOfModel(server.pool()), _ -> new TreeMap<>())
                        .merge(server.address(), target(server), Health::worse));
        return new Status(
                balancers,
                groups.entrySet().stream()
                        .map(entry -> new Status.Group(
                                entry.getKey(), List.copyOf(entry.getValue().values())))
                        .toList());
    }

    /** One target may be reached by several settings. */
    private static Status.Target worse(Status.Target one, Status.Target other) {
        return one.healthy() ? other : one;
    }

    private static Status.Target target(Server server) {
        return new Status.Target(
                server.address(),
                server.serves(),
                server.state(),
                server.serves() ? Optional.empty() : server.reason());
    }

    private static String groupOfModel(String pool) {
        var matcher = POOL.matcher(pool);
        return matcher.matches() ? matcher.group(1) : pool;
    }

    private static Status.LoadBalancer balancer(Ref ref, World world) {
        var document = world.documents().getOrDefault(ref, Json.object());
        var provisioning = Json.text(document, "properties", "provisioningState");
        var state = Json.find(document, "properties", "operationalState")
                .filter(_ -> provisioning.equals("Succeeded"))
                .orElse(provisioning);
        return new Status.LoadBalancer(ref.name(), state, addresses(document, world));
    }

    private static List<String> addresses(ObjectNode document, World world) {
        return Json.items(document, "properties", "frontendIPConfigurations")
                .flatMap(frontend -> Json.find(frontend, "properties", "publicIPAddress", "id")
                        .map(id -> Kind.ADDRESS.ref(References.last(id)))
                        .map(address -> world.documents().getOrDefault(address, Json.object()))
                        .flatMap(address -> Json.find(address, "properties", "ipAddress"))
                        .or(() -> Json.find(frontend, "properties", "privateIPAddress"))
                        .stream())
                .toList();
    }
}
