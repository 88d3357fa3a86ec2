package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.BackendServiceGroupHealth;
import com.google.cloud.compute.v1.HealthStatus;
import com.google.cloud.compute.v1.ResourceGroupReference;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** How backends are doing, as Google's probes see it. */
final class Health {
    /** Of the description of a backend service: a group with targets of several weights has several. */
    private static final Pattern GROUP = Pattern.compile("isobar/[^/]+/targetGroups/([^/]+)(/.*)?");

    private static final String LISTENERS = "listeners_";

    private Health() {}

    /** The endpoints that are checked; none where no forwarding rule leads to the service. */
    static List<HealthStatus> of(Wire wire, Links links, BackendService service) {
        if (service.serving().healthCheck().isEmpty()) {
            return List.of();
        }
        var works = new ArrayList<Supplier<List<HealthStatus>>>();
        for (var backend : service.serving().backends()) {
            if (backend.group() instanceof BackendService.Group.EndpointGroup(var group)) {
                works.add(() -> of(wire, links, service.ref(), group));
            }
        }
        return wire.<List<HealthStatus>>all(works).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<HealthStatus> of(Wire wire, Links links, Ref service, Ref group) {
        return wire.call(
                        Rest.post(
                                "backendServices.getHealth",
                                links.path(service) + "/getHealth",
                                ResourceGroupReference.newBuilder()
                                        .setGroup(links.path(group))
                                        .build()),
                        BackendServiceGroupHealth.getDefaultInstance())
                .getHealthStatusList();
    }

    static boolean serves(HealthStatus state) {
        return state.getHealthState().equals("HEALTHY");
    }

    /** Its machine or address, with its port. */
    static String name(HealthStatus state) {
        var instance = state.getInstance().substring(state.getInstance().lastIndexOf('/') + 1);
        var host = instance.isEmpty() ? state.getIpAddress() : instance;
        return state.getPort() > 0 ? host + ":" + state.getPort() : host;
    }

    /** Listeners with their addresses, and groups with their targets. */
    static Status status(Wire wire, Links links, World world) {
        var balancers = new ArrayList<Status.LoadBalancer>();
        var services = new ArrayList<BackendService>();
        for (var resource : world.snapshot().resources().values()) {
            switch (resource) {
                case ForwardingRule rule -> balancers.add(balancer(rule, world));
                case BackendService service -> services.add(service);
                default -> {}
            }
        }
        var states = wire.<List<HealthStatus>>all(services.stream()
                .<Supplier<List<HealthStatus>>>map(service -> () -> of(wire, links, service))
                .toList());
        var groups = new TreeMap<String, List<Status.Target>>();
        for (int i = 0; i < services.size(); i++) {
            var targets = groups.computeIfAbsent(group(services.get(i)), _ -> new ArrayList<>());
            states.get(i).forEach(state -> targets.add(target(state)));
        }
        return new Status(
                balancers,
                groups.entrySet().stream()
                        .map(group -> new Status.Group(group.getKey(), group.getValue()))
                        .toList());
    }

    private static String group(BackendService service) {
        var match = GROUP.matcher(service.description());
        return match.matches() ? match.group(1) : service.id().name();
    }

    private static Status.LoadBalancer balancer(ForwardingRule rule, World world) {
        var name = rule.labels().getOrDefault("isobar-id", rule.id().name());
        var port = switch (rule.fixed().port()) {
            case ForwardingRule.Port.PortRange(var _, var range) -> range.replaceAll("-.*", "");
            case ForwardingRule.Port.Ports(var _, var one) -> Integer.toString(one);
        };
        return new Status.LoadBalancer(
                name.startsWith(LISTENERS) ? name.substring(LISTENERS.length()) : name,
                "active",
                Optional.ofNullable(world.numbers().get(rule.fixed().ipAddress())).stream()
                        .map(number -> number + ":" + port)
                        .toList());
    }

    private static Status.Target target(HealthStatus state) {
        return new Status.Target(name(state), serves(state), state.getHealthState(), Optional.empty());
    }
}
