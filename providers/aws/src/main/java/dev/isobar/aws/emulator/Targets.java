package dev.isobar.aws.emulator;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on the targets of target groups. */
final class Targets {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "RegisterTargets", Targets::register,
            "DeregisterTargets", Targets::deregister,
            "DescribeTargetHealth", Targets::health);

    /** Addresses outside of the VPC must be of these. */
    private static final List<Cidr> PRIVATE = List.of(
            Cidr.parse("10.0.0.0/8"),
            Cidr.parse("172.16.0.0/12"),
            Cidr.parse("192.168.0.0/16"),
            Cidr.parse("100.64.0.0/10"));

    private Targets() {}

    private static Tree register(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var targets = new LinkedHashMap<>(group.targets());
        for (var given : parameters.items("Targets")) {
            var target = described(store, group, given);
            var there = targets.get(key(target));
            if (there == null || there.draining() || !there.target().equals(target)) {
                targets.put(key(target), new Store.Registered(target, false, 0));
            }
        }
        long count =
                targets.values().stream().filter(target -> !target.draining()).count();
        AccountLimits.room(store, AccountLimits.TARGETS, count - 1, "TooManyTargets");
        if (group.description().get("TargetType").equals("lambda") && count > 1) {
            throw ApiError.of("TooManyTargets", "A target group of type 'lambda' has one target");
        }
        put(store, group, targets);
        return Tree.EMPTY;
    }

    private static String key(Tree target) {
        return target.get("Id") + " " + target.get("Port");
    }

    private static void put(Store store, Store.Group group, Map<String, Store.Registered> targets) {
        store.groups().put(group.arn(), new Store.Group(group.description(), group.attributes(), targets));
    }

    /** The target with its port and zone, checked. */
    private static Tree described(Store store, Store.Group group, Tree given) {
        var id = given.get("Id");
        var zone = given.find("AvailabilityZone");
        var type = group.description().get("TargetType");
        switch (type) {
            case "ip" -> zone = zone(store, group, id, zone);
            case "instance" -> refuseUnless(id.matches("i-[0-9a-f]{8,17}"), "The instance ID '%s' is not valid", id);
            case "lambda" -> refuseUnless(id.startsWith("arn:aws:lambda:"), "'%s' is not a function", id);
            default -> refuseUnless(store.balancers().containsKey(id), "Load balancer '%s' does not exist", id);
        }
        if (zone.isPresent() && !type.equals("ip")) {
            throw ApiError.invalid("Availability Zone cannot be specified for target type '%s'".formatted(type));
        }
        var port = given.find("Port").or(() -> group.description().find("Port"));
        return Tree.EMPTY.with("Id", id).with("Port", port).with("AvailabilityZone", zone);
    }

    private static void refuseUnless(boolean valid, String message, String id) {
        if (!valid) {
            throw ApiError.of("InvalidTarget", message.formatted(id));
        }
    }

    /**
     * The zone of an address: that of its subnet, where it is in one of the VPC; else it is a private address
     * elsewhere, and its zone must be given.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html">
     *     TargetDescription</a>
     * @see <a href="https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3714">That subnets count, not
     *     the range of the VPC</a>
     */
    private static Optional<String> zone(Store store, Store.Group group, String id, Optional<String> given) {
        var address = address(id);
        boolean ipv6 = group.description().get("IpAddressType").equals("ipv6");
        if (address instanceof Inet6Address != ipv6) {
            throw ApiError.invalid(
                    "The IP address '%s' is not a valid %s address".formatted(id, ipv6 ? "IPv6" : "IPv4"));
        }
        var detected = store.settings().network().subnets().stream()
                .filter(subnet -> subnet.vpcId().equals(group.description().get("VpcId")) && subnet.contains(address))
                .map(Network.Subnet::availabilityZone)
                .findFirst();
        if (detected.isPresent()) {
            if (given.isPresent() && !given.equals(detected)) {
                throw ApiError.invalid(
                        "The IP address '%s' is within the VPC, and cannot have its Availability Zone overridden to '%s' from '%s'"
                                .formatted(id, given.get(), detected.get()));
            }
            return detected;
        }
        if (!ipv6 && PRIVATE.stream().noneMatch(range -> range.contains(address))) {
            throw ApiError.of("InvalidTarget", "The IP address '%s' is publicly routable".formatted(id));
        }
        if (given.isEmpty()) {
            throw ApiError.invalid(
                    "The Availability Zone is required for IP address '%s' because it is not in the VPC".formatted(id));
        }
        return given;
    }

    private static InetAddress address(String id) {
        try {
            return Cidr.address(id);
        } catch (InvalidValue e) {
            throw ApiError.invalid("The IP address '%s' is not valid".formatted(id));
        }
    }

    /** What is not there is deregistered with success. */
    private static Tree deregister(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var targets = new LinkedHashMap<>(group.targets());
        boolean drains = !store.balancersOf(group.arn()).isEmpty()
                && store.settings().pace().untilDrained() > 0;
        for (var given : parameters.items("Targets")) {
            for (var entry : List.copyOf(targets.entrySet())) {
                var target = entry.getValue();
                if (names(group, given, target.target()) && !target.draining()) {
                    if (drains) {
                        targets.put(entry.getKey(), new Store.Registered(target.target(), true, 0));
                    } else {
                        targets.remove(entry.getKey());
                    }
                }
            }
        }
        put(store, group, targets);
        return Tree.EMPTY;
    }

    /** Without a port, the target with the port of its group is meant. */
    private static boolean names(Store.Group group, Tree given, Tree target) {
        var port = given.find("Port").or(() -> group.description().find("Port"));
        return given.get("Id").equals(target.get("Id")) && port.equals(target.find("Port"));
    }

    private static Tree health(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var asked = parameters.items("Targets");
        boolean used = !store.balancersOf(group.arn()).isEmpty();
        var after = new LinkedHashMap<>(group.targets());
        List<Tree> described = new ArrayList<>();
        group.targets().forEach((key, target) -> {
            if (asked.isEmpty() || asked.stream().anyMatch(given -> names(group, given, target.target()))) {
                described.add(description(store, group, target, used));
                boolean gone = target.draining()
                        && target.polls() + 1 >= store.settings().pace().untilDrained();
                if (gone) {
                    after.remove(key);
                } else if (used) {
                    after.put(key, new Store.Registered(target.target(), target.draining(), target.polls() + 1));
                }
            }
        });
        asked.stream()
                .filter(given ->
                        group.targets().values().stream().noneMatch(there -> names(group, given, there.target())))
                .forEach(given -> described.add(Tree.EMPTY
                        .with("Target", given)
                        .with("TargetHealth", state("unused", "Target.NotRegistered", "Target is not registered"))));
        put(store, group, after);
        return Tree.EMPTY.with("TargetHealthDescriptions", Tree.list(described));
    }

    private static Tree description(Store store, Store.Group group, Store.Registered target, boolean used) {
        var port = group.description().get("HealthCheckPort");
        return Tree.EMPTY
                .with("Target", target.target())
                .with(
                        "HealthCheckPort",
                        port.equals("traffic-port") ? target.target().get("Port") : port)
                .with("TargetHealth", health(store, target, used));
    }

    /** @param used whether something leads to its group */
    static Tree health(Store store, Store.Registered target, boolean used) {
        if (target.draining()) {
            return state("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress");
        }
        if (!used) {
            return state(
                    "unused",
                    "Target.NotInUse",
                    "Target group is not configured to receive traffic from the load balancer");
        }
        if (target.polls() < store.settings().pace().untilHealthy()) {
            return state("initial", "Elb.RegistrationInProgress", "Target registration is in progress");
        }
        return store.unhealthy().contains(target.target().get("Id"))
                ? state("unhealthy", "Target.FailedHealthChecks", "Health checks failed")
                : Tree.EMPTY.with("State", "healthy");
    }

    private static Tree state(String state, String reason, String description) {
        return Tree.EMPTY.with("State", state).with("Reason", reason).with("Description", description);
    }
}
