package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Operations on target groups. */
final class TargetGroups {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "CreateTargetGroup", TargetGroups::create,
            "DescribeTargetGroups", TargetGroups::describe,
            "ModifyTargetGroup", TargetGroups::modify,
            "DeleteTargetGroup", TargetGroups::delete);
    private static final Set<String> HTTP = Set.of("HTTP", "HTTPS");

    private TargetGroups() {}

    private static Tree create(Store store, Tree parameters) {
        var name = parameters.get("Name");
        Names.check("Target group", name);
        var type = parameters.find("TargetType").orElse("instance");
        var wanted = HealthChecks.described(
                fixed(store, parameters, type).with("TargetGroupName", name).with("TargetType", type), parameters);
        var there = named(store, name);
        if (there.isPresent()) {
            if (!there.get().description().without("TargetGroupArn").equals(wanted)) {
                throw ApiError.of(
                        "DuplicateTargetGroupName",
                        "A target group with the same name '%s' exists, but with different settings".formatted(name));
            }
            return Tree.EMPTY.with("TargetGroups", Tree.list(List.of(shown(store, there.get()))));
        }
        AccountLimits.room(store, AccountLimits.GROUPS, store.groups().size(), "TooManyTargetGroups");
        var arn = store.settings()
                .account()
                .arn("elasticloadbalancing", "targetgroup/%s/%s".formatted(name, store.newId()));
        var group = new Store.Group(
                wanted.with("TargetGroupArn", arn),
                new TreeMap<>(Attributes.ofGroup(wanted.get("Protocol"), type).usual()),
                Map.of());
        store.groups().put(arn, group);
        Tags.put(store, arn, parameters.part("Tags"));
        return Tree.EMPTY.with("TargetGroups", Tree.list(List.of(shown(store, group))));
    }

    /** What cannot change later. */
    private static Tree fixed(Store store, Tree parameters, String type) {
        if (type.equals("lambda")) {
            for (var name : List.of("Protocol", "Port", "VpcId", "ProtocolVersion")) {
                if (parameters.has(name)) {
                    throw ApiError.invalid(
                            "%s cannot be specified for target groups with target type 'lambda'".formatted(name));
                }
            }
            return Tree.EMPTY;
        }
        for (var name : List.of("Protocol", "Port", "VpcId")) {
            if (!parameters.has(name)) {
                throw ApiError.invalid("A %s must be specified".formatted(name));
            }
        }
        var protocol = parameters.get("Protocol");
        if (protocol.equals("GENEVE")) {
            throw ApiError.of("UnsupportedOperation", "Protocol GENEVE is not supported by the emulator");
        }
        if (type.equals("alb") && !protocol.equals("TCP")) {
            throw ApiError.invalid("Protocol '%s' is not valid for target type 'alb'".formatted(protocol));
        }
        if (store.settings().network().vpc(parameters.get("VpcId")).isEmpty()) {
            throw ApiError.invalid("The VPC ID '%s' is not found".formatted(parameters.get("VpcId")));
        }
        return Tree.EMPTY
                .with("Protocol", protocol)
                .with("Port", parameters.get("Port"))
                .with("VpcId", parameters.get("VpcId"))
                .with("IpAddressType", parameters.find("IpAddressType").orElse("ipv4"))
                .with("ProtocolVersion", version(protocol, parameters.find("ProtocolVersion")))
                .with("TargetControlPort", parameters.find("TargetControlPort"));
    }

    private static Optional<String> version(String protocol, Optional<String> wanted) {
        if (!HTTP.contains(protocol)) {
            if (wanted.isPresent()) {
                throw ApiError.invalid("Protocol version cannot be specified for target groups with protocol '%s'"
                        .formatted(protocol));
            }
            return wanted;
        }
        wanted.filter(version -> !Set.of("HTTP1", "HTTP2", "GRPC").contains(version))
                .ifPresent(version -> {
                    throw ApiError.invalid(
                            "Protocol version '%s' must be one of '[GRPC, HTTP1, HTTP2]'".formatted(version));
                });
        return Optional.of(wanted.orElse("HTTP1"));
    }

    static Optional<Store.Group> named(Store store, String name) {
        return store.groups().values().stream()
                .filter(group -> group.description().get("TargetGroupName").equals(name))
                .findFirst();
    }

    private static Tree shown(Store store, Store.Group group) {
        return group.description().with("LoadBalancerArns", Tree.texts(store.balancersOf(group.arn())));
    }

    private static Tree describe(Store store, Tree parameters) {
        var arns = parameters.texts("TargetGroupArns");
        var names = parameters.texts("Names");
        var balancer = parameters.find("LoadBalancerArn");
        if ((arns.isEmpty() ? 0 : 1) + (names.isEmpty() ? 0 : 1) + (balancer.isEmpty() ? 0 : 1) > 1) {
            throw ApiError.invalid(
                    "Target group names, target group ARNs and a load balancer ARN cannot be specified at the same"
                            + " time");
        }
        arns.forEach(store::group);
        balancer.ifPresent(store::balancer);
        names.stream().filter(name -> named(store, name).isEmpty()).findFirst().ifPresent(name -> {
            throw ApiError.of("TargetGroupNotFound", "One or more target groups not found: '%s'".formatted(name));
        });
        var shown = store.groups().values().stream()
                .filter(group -> (arns.isEmpty() || arns.contains(group.arn()))
                        && (names.isEmpty()
                                || names.contains(group.description().get("TargetGroupName")))
                        && (balancer.isEmpty() || store.balancersOf(group.arn()).contains(balancer.get())))
                .map(group -> shown(store, group))
                .toList();
        return Pages.page("TargetGroups", shown, "TargetGroupArn", parameters, store);
    }

    private static Tree modify(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var described = HealthChecks.described(group.description(), HealthChecks.over(group.description(), parameters));
        var changed = new Store.Group(described, group.attributes(), group.targets());
        store.groups().put(group.arn(), changed);
        return Tree.EMPTY.with("TargetGroups", Tree.list(List.of(shown(store, changed))));
    }

    /** What is not there is deleted with success: the reference names no error for it. */
    private static Tree delete(Store store, Tree parameters) {
        var arn = parameters.get("TargetGroupArn");
        if (!store.balancersOf(arn).isEmpty()) {
            throw ApiError.of(
                    "ResourceInUse", "Target group '%s' is currently in use by a listener or a rule".formatted(arn));
        }
        store.groups().remove(arn);
        store.tags().remove(arn);
        return Tree.EMPTY;
    }
}
