package dev.isobar.aws.emulator;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
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
        switch (group.description().get("TargetType")) {
            case "ip" -> checkAddress(store, group, id, zone);
            case "instance" -> refuseUnless(id.matches("i-[0-9a-f]{8,17}"), "The instance ID '%s' is not valid", id);
            case "lambda" -> refuseUnless(id.startsWith("arn:aws:lambda:"), "'%s' is not a function", id);
            default -> refuseUnless(store.balancers().containsKey(id), "Load balancer '%s' does not exist", id);
        }
        if (zone.isPresent() && !group.description().get("TargetType").equals("ip")) {
            throw ApiError.invalid("Availability Zone cannot be specified for this target type");
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
     * An address is one of the VPC, or a private one elsewhere, which needs the zone {@code all}.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type">
     *     Target type</a>
     */
    private static void checkAddress(Store store, Store.Group group, String id, Optional<String> zone) {
        InetAddress address;
        try {
            address = Cidr.address(id);
        } catch (InvalidValue e) {
            throw ApiError.invalid("The IP address '%s' is not valid".formatted(id));
        }
        boolean inside = store.settings()
                .network()
                .vpc(group.description().get("VpcId"))
                .filter(vpc -> vpc.cidr().contains(address))
                .isPresent();
        if (inside || group.description().get("IpAddressType").equals("ipv6")) {
            return;
        }
        if (PRIVATE.stream().noneMatch(range -> range.contains(address))) {
            throw ApiError.of("InvalidTarget", "The IP address '%s' is publicly routable".formatted(id));
        }
        if (!zone.equals(Optional.of("all"))) {
            throw ApiError.of(
                    "InvalidTarget",
                    "The IP address '%s' is outside of the VPC: the Availability Zone must be 'all'".formatted(id));
        }
    }

    /** What is not there is deregistered with success. A target without a port stands for all with its id. */
    private static Tree deregister(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var targets = new LinkedHashMap<>(group.targets());
        boolean drains = !store.balancersOf(group.arn()).isEmpty()
                && store.settings().pace().untilDrained() > 0;
        for (var given : parameters.items("Targets")) {
            for (var entry : List.copyOf(targets.entrySet())) {
                var target = entry.getValue();
                if (names(given, target.target()) && !target.draining()) {
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

    private static boolean names(Tree given, Tree target) {
        return given.get("Id").equals(target.get("Id"))
                && (!given.has("Port") || given.get("Port").equals(target.get("Port")));
    }

    private static Tree health(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var asked = parameters.items("Targets");
        boolean used = !store.balancersOf(group.arn()).isEmpty();
        var after = new LinkedHashMap<>(group.targets());
        List<Tree> described = new ArrayList<>();
        group.targets().forEach((key, target) -> {
            if (asked.isEmpty() || asked.stream().anyMatch(given -> names(given, target.target()))) {
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
                .filter(given -> group.targets().values().stream().noneMatch(there -> names(given, there.target())))
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

    private static Tree health(Store store, Store.Registered target, boolean used) {
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
