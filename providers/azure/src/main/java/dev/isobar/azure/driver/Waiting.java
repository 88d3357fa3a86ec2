package dev.isobar.azure.driver;

import dev.isobar.azure.driver.Health.Server;
import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.AzureResource;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.TargetSide.BackendHttpSettings;
import dev.isobar.azure.resources.TargetSide.Probe;
import dev.isobar.azure.resources.TargetSide.ProbeRequest;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** Waits until servers can serve. */
final class Waiting {
    private static final String FIX = "mend the targets or the health check, and let the subnet of the gateway, or the"
            + " service tag AzureLoadBalancer, reach them through security groups; then run apply again";

    private final Wire wire;
    private final World world;
    private final Health health;

    Waiting(Wire wire, World world, Group group) {
        this.wire = wire;
        this.world = world;
        health = new Health(wire, group);
    }

    /** @throws CloudFailure where it does not come about in time */
    void await(Step.Await await) {
        var last = new ArrayList<Server>();
        var asked = switch (await.ref().kind()) {
            case "BackendAddressPool" -> backend(await.ref());
            case "LoadBalancingRule" -> rule(await.ref());
            default -> throw new IllegalArgumentException("nothing waits for " + await.ref());
        };
        boolean healthy = wire.poll(await.longest(), () -> {
            last.clear();
            last.addAll(asked.get());
            return last.stream().anyMatch(Server::serves);
        });
        if (!healthy) {
            throw new CloudFailure(
                    "%s is not healthy after %d s, and gets no traffic; what served before goes on serving: %s"
                            .formatted(
                                    await.ref(),
                                    await.longest().toSeconds(),
                                    last.stream().map(Waiting::words).toList()),
                    FIX);
        }
    }

    private static String words(Server server) {
        return "%s is %s%s"
                .formatted(
                        server.address(),
                        server.state(),
                        server.reason().map(why -> " (" + why + ")").orElse(""));
    }

    private Supplier<List<Server>> backend(Ref ref) {
        var names = ref.name().split("/", -1);
        var gateway = (ApplicationGateway) find(Kind.GATEWAY.ref(names[0]));
        var served = new Served(gateway);
        var backend = new Served.Backend(names[1], names[2]);
        var probe = served.probe(backend)
                .or(() -> served.settings(backend).map(Waiting::usual))
                .orElseThrow(() -> missing(ref));
        return () -> health.onDemand(names[0], names[1], names[2], probe);
    }

    /**
     * What Azure asks where no probe is given.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-probe-overview#default-health-probe">
     *     Default health probe</a>
     */
    private static Probe usual(BackendHttpSettings settings) {
        return new Probe(
                settings.connection().protocol(),
                30,
                30,
                3,
                OptionalInt.empty(),
                Optional.of(new ProbeRequest(settings.hostName().orElse("127.0.0.1"), "/", List.of("200-399"))));
    }

    /** The servers that were not there when all was observed. */
    private Supplier<List<Server>> rule(Ref ref) {
        var names = ref.name().split("/", -1);
        var balancer = (LoadBalancer) find(Kind.BALANCER.ref(names[0]));
        var rule = Optional.ofNullable(balancer.rules().loadBalancingRules().get(names[1]))
                .orElseThrow(() -> missing(ref));
        var pool = rule.backend().backendAddressPool();
        var before = observed(balancer.ref(), pool);
        return () -> health.ofRule(names[0], names[1], pool).stream()
                .filter(server -> !before.contains(server.address()))
                .toList();
    }

    private Set<String> observed(Ref balancer, String pool) {
        var addresses = new HashSet<String>();
        Json.items(world.documents().getOrDefault(balancer, Json.object()), "properties", "backendAddressPools")
                .filter(part -> Json.text(part, "name").equals(pool))
                .flatMap(part -> Json.items(part, "properties", "loadBalancerBackendAddresses"))
                .forEach(item -> addresses.add(Json.text(item, "properties", "ipAddress")));
        return addresses;
    }

    private AzureResource find(Ref ref) {
        return world.find(ref).orElseThrow(() -> missing(ref));
    }

    private static CloudFailure missing(Ref ref) {
        return new CloudFailure(ref + " is not there", "something else removed it meanwhile: run plan again");
    }
}
