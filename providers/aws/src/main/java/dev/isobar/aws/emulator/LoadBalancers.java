package dev.isobar.aws.emulator;

import dev.isobar.aws.emulator.Network.SecurityGroup;
import dev.isobar.aws.emulator.Network.Subnet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Operations on load balancers. */
final class LoadBalancers {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "CreateLoadBalancer", LoadBalancers::create,
            "DescribeLoadBalancers", LoadBalancers::describe,
            "DeleteLoadBalancer", LoadBalancers::delete,
            "SetSubnets", LoadBalancers::setSubnets,
            "SetSecurityGroups", LoadBalancers::setSecurityGroups,
            "SetIpAddressType", LoadBalancers::setIpAddressType);

    private LoadBalancers() {}

    private static Tree create(Store store, Tree parameters) {
        var name = parameters.get("Name");
        Names.check("Load balancer", name);
        var type = parameters.find("Type").orElse("application");
        if (type.equals("gateway")) {
            throw ApiError.of("UnsupportedOperation", "Gateway Load Balancers are not supported by the emulator");
        }
        var zones = zones(store, type, parameters);
        var vpc = vpcOf(store, zones);
        var wanted = Tree.EMPTY
                .with("LoadBalancerName", name)
                .with("Type", type)
                .with("Scheme", parameters.find("Scheme").orElse("internet-facing"))
                .with("IpAddressType", parameters.find("IpAddressType").orElse("ipv4"))
                .with("EnablePrefixForIpv6SourceNat", parameters.find("EnablePrefixForIpv6SourceNat"))
                .with("VpcId", vpc)
                .with("AvailabilityZones", zones);
        checkAddresses(store, type, wanted);
        var groups = securityGroups(store, type, vpc, parameters.texts("SecurityGroups"));
        var described = groups.isEmpty() ? wanted : wanted.with("SecurityGroups", Tree.texts(groups));
        var there = named(store, name);
        if (there.isPresent()) {
            return again(store, there.get(), described);
        }
        var limit = type.equals("network") ? AccountLimits.NETWORK_BALANCERS : AccountLimits.BALANCERS;
        long count = store.balancers().values().stream()
                .filter(balancer -> balancer.description().get("Type").equals(type))
                .count();
        AccountLimits.room(store, limit, count, "TooManyLoadBalancers");
        var balancer = new Store.Balancer(
                withAssigned(store, described),
                new TreeMap<>(Attributes.ofBalancer(type).usual()),
                0);
        store.balancers().put(balancer.arn(), balancer);
        Tags.put(store, balancer.arn(), parameters.part("Tags"));
        return Tree.EMPTY.with("LoadBalancers", Tree.list(List.of(shown(store, balancer))));
    }

    /** Creating what is there is no mistake where all is equal. */
    private static Tree again(Store store, Store.Balancer there, Tree wanted) {
        for (var part : wanted.parts().entrySet()) {
            if (!there.description().part(part.getKey()).equals(part.getValue())) {
                throw ApiError.of(
                        "DuplicateLoadBalancerName",
                        "A load balancer with the same name '%s' exists, but with different settings"
                                .formatted(wanted.get("LoadBalancerName")));
            }
        }
        return Tree.EMPTY.with("LoadBalancers", Tree.list(List.of(shown(store, there))));
    }

    private static Tree withAssigned(Store store, Tree described) {
        var id = store.newId();
        var name = described.get("LoadBalancerName");
        var account = store.settings().account();
        boolean network = described.get("Type").equals("network");
        var label = (described.get("Scheme").equals("internal") ? "internal-" : "") + name + "-" + id.substring(0, 10);
        return described
                .with(
                        "LoadBalancerArn",
                        account.arn(
                                "elasticloadbalancing",
                                "loadbalancer/%s/%s/%s".formatted(network ? "net" : "app", name, id)))
                .with(
                        "DNSName",
                        network
                                ? "%s-%s.elb.%s.amazonaws.com".formatted(name, id, account.region())
                                : "%s.%s.elb.amazonaws.com".formatted(label, account.region()))
                .with("CanonicalHostedZoneId", network ? "Z2IFOLAFXWLO4F" : "Z32O12XQLNTSW2")
                .with(
                        "CreatedTime",
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static Tree zones(Store store, String type, Tree parameters) {
        var ids = new ArrayList<>(parameters.texts("Subnets"));
        if (ids.isEmpty() == parameters.items("SubnetMappings").isEmpty()) {
            throw ApiError.invalid("You must specify either subnets or subnet mappings");
        }
        parameters.items("SubnetMappings").forEach(mapping -> ids.add(mapping.get("SubnetId")));
        var subnets =
                ids.stream().distinct().sorted().map(id -> subnet(store, id)).toList();
        var zones = subnets.stream().map(Subnet::availabilityZone).collect(Collectors.toSet());
        if (zones.size() < subnets.size()) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        }
        if (type.equals("application") && zones.size() < 2) {
            throw ApiError.invalid("At least two subnets in two different Availability Zones must be specified");
        }
        return Tree.list(subnets.stream()
                .map(subnet -> Tree.EMPTY
                        .with("ZoneName", subnet.availabilityZone())
                        .with("SubnetId", subnet.id())
                        .with("LoadBalancerAddresses", Tree.EMPTY))
                .toList());
    }

    private static Subnet subnet(Store store, String id) {
        return store.settings()
                .network()
                .subnet(id)
                .orElseThrow(() -> ApiError.of("SubnetNotFound", "The subnet ID '%s' does not exist".formatted(id)));
    }

    private static String vpcOf(Store store, Tree zones) {
        var vpcs = zones.items().stream()
                .map(zone -> subnet(store, zone.get("SubnetId")).vpcId())
                .distinct()
                .toList();
        if (vpcs.size() > 1) {
            throw ApiError.of("InvalidConfigurationRequest", "All subnets must be in one VPC, not in " + vpcs);
        }
        return vpcs.getFirst();
    }

    /** Of an Application Load Balancer that names none, the default group of its VPC. */
    private static List<String> securityGroups(Store store, String type, String vpc, Collection<String> ids) {
        if (ids.isEmpty()) {
            return type.equals("network")
                    ? List.of()
                    : store.settings().network().securityGroups().stream()
                            .filter(group ->
                                    group.vpcId().equals(vpc) && group.name().equals("default"))
                            .map(SecurityGroup::id)
                            .toList();
        }
        for (var id : ids) {
            if (store.settings()
                    .network()
                    .securityGroup(id)
                    .filter(group -> group.vpcId().equals(vpc))
                    .isEmpty()) {
                throw ApiError.of(
                        "InvalidSecurityGroup", "Security group '%s' does not exist in VPC '%s'".formatted(id, vpc));
            }
        }
        return ids.stream().distinct().sorted().toList();
    }

    static Optional<Store.Balancer> named(Store store, String name) {
        return store.balancers().values().stream()
                .filter(balancer ->
                        balancer.description().get("LoadBalancerName").equals(name))
                .findFirst();
    }

    private static Tree describe(Store store, Tree parameters) {
        var arns = parameters.texts("LoadBalancerArns");
        var names = parameters.texts("Names");
        if (!arns.isEmpty() && !names.isEmpty()) {
            throw ApiError.invalid("Load balancer names and load balancer ARNs cannot be specified at the same time");
        }
        arns.forEach(store::balancer);
        names.stream().filter(name -> named(store, name).isEmpty()).findFirst().ifPresent(name -> {
            throw ApiError.of("LoadBalancerNotFound", "Load balancers '[%s]' not found".formatted(name));
        });
        var chosen = store.balancers().values().stream()
                .filter(balancer -> (arns.isEmpty() || arns.contains(balancer.arn()))
                        && (names.isEmpty()
                                || names.contains(balancer.description().get("LoadBalancerName"))))
                .toList();
        var shown = chosen.stream().map(balancer -> shown(store, balancer)).toList();
        chosen.forEach(balancer -> store.balancers()
                .put(
                        balancer.arn(),
                        new Store.Balancer(balancer.description(), balancer.attributes(), balancer.polls() + 1)));
        return Pages.page("LoadBalancers", shown, "LoadBalancerArn", parameters, store);
    }

    private static Tree shown(Store store, Store.Balancer balancer) {
        boolean active = balancer.polls() >= store.settings().pace().untilActive();
        return balancer.description().with("State", Tree.EMPTY.with("Code", active ? "active" : "provisioning"));
    }

    /** What is not there is deleted with success. */
    private static Tree delete(Store store, Tree parameters) {
        var arn = parameters.get("LoadBalancerArn");
        var balancer = store.balancers().get(arn);
        if (balancer == null) {
            return Tree.EMPTY;
        }
        if ("true".equals(balancer.attributes().get("deletion_protection.enabled"))) {
            throw ApiError.of(
                    "OperationNotPermitted",
                    "Load balancer '%s' cannot be deleted because deletion protection is enabled".formatted(arn));
        }
        boolean target = store.groups().values().stream()
                .anyMatch(group -> group.targets().values().stream()
                        .anyMatch(registered -> registered.target().get("Id").equals(arn)));
        if (target) {
            throw ApiError.of("ResourceInUse", "Load balancer '%s' is registered as a target".formatted(arn));
        }
        store.listenersOf(arn).map(Store.Listener::arn).toList().forEach(listener -> Listeners.remove(store, listener));
        store.balancers().remove(arn);
        store.reservations().remove(arn);
        store.tags().remove(arn);
        return Tree.EMPTY;
    }

    private static Tree setSubnets(Store store, Tree parameters) {
        var balancer = store.balancer(parameters.get("LoadBalancerArn"));
        var zones = zones(store, balancer.description().get("Type"), parameters);
        if (!vpcOf(store, zones).equals(balancer.description().get("VpcId"))) {
            throw ApiError.of("InvalidConfigurationRequest", "The subnets must be in the VPC of the load balancer");
        }
        var described = balancer.description()
                .with("AvailabilityZones", zones)
                .with(
                        "IpAddressType",
                        parameters
                                .find("IpAddressType")
                                .orElse(balancer.description().get("IpAddressType")))
                .with(
                        "EnablePrefixForIpv6SourceNat",
                        parameters
                                .find("EnablePrefixForIpv6SourceNat")
                                .or(() -> balancer.description().find("EnablePrefixForIpv6SourceNat")));
        change(store, balancer, described);
        return Tree.EMPTY.with("AvailabilityZones", zones).with("IpAddressType", described.get("IpAddressType"));
    }

    private static Tree setSecurityGroups(Store store, Tree parameters) {
        var balancer = store.balancer(parameters.get("LoadBalancerArn"));
        var described = balancer.description();
        if (!balancer.application() && !described.has("SecurityGroups")) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "Security groups cannot be set for a Network Load Balancer that was created without");
        }
        var groups = securityGroups(
                store, described.get("Type"), described.get("VpcId"), parameters.texts("SecurityGroups"));
        put(store, balancer, described.with("SecurityGroups", Tree.texts(groups)));
        return Tree.EMPTY.with("SecurityGroupIds", Tree.texts(groups));
    }

    private static Tree setIpAddressType(Store store, Tree parameters) {
        var balancer = store.balancer(parameters.get("LoadBalancerArn"));
        var described = balancer.description().with("IpAddressType", parameters.get("IpAddressType"));
        change(store, balancer, described);
        return Tree.EMPTY.with("IpAddressType", described.get("IpAddressType"));
    }

    /** Where addresses change, what listeners and target groups need of them must still hold. */
    private static void change(Store store, Store.Balancer balancer, Tree described) {
        checkAddresses(store, described.get("Type"), described);
        put(store, balancer, described);
        store.listenersOf(balancer.arn()).forEach(listener -> Listeners.checkAddresses(store, listener.description()));
    }

    /** IPv6 needs subnets with IPv6, and a kind of load balancer that has it. */
    private static void checkAddresses(Store store, String type, Tree described) {
        var addresses = described.get("IpAddressType");
        if (type.equals("network") && addresses.equals("dualstack-without-public-ipv4")) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "IP address type '%s' is not valid for load balancers of type 'network'".formatted(addresses));
        }
        if (described.get("EnablePrefixForIpv6SourceNat").equals("on") && !addresses.equals("dualstack")) {
            throw ApiError.of("InvalidConfigurationRequest", "IPv6 source NAT needs the IP address type 'dualstack'");
        }
        if (addresses.equals("ipv4")) {
            return;
        }
        described.items("AvailabilityZones").stream()
                .map(zone -> subnet(store, zone.get("SubnetId")))
                .filter(subnet -> subnet.ipv6Cidr().isEmpty())
                .findFirst()
                .ifPresent(subnet -> {
                    throw ApiError.of("InvalidSubnet", "Subnet '%s' has no IPv6 CIDR block".formatted(subnet.id()));
                });
    }

    private static void put(Store store, Store.Balancer balancer, Tree described) {
        store.balancers().put(balancer.arn(), new Store.Balancer(described, balancer.attributes(), balancer.polls()));
    }
}
