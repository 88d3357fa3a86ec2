package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.TargetGroup.Fixed;
import dev.isobar.aws.resources.TargetGroup.IpAddressType;
import dev.isobar.aws.resources.TargetGroup.Protocol;
import dev.isobar.aws.resources.TargetGroup.ProtocolVersion;
import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.aws.translate.Uses.Use;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Target groups and what is registered in them.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">
 *     CreateTargetGroup</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html">
 *     Protocol versions</a>
 */
final class TargetGroups {
    private final Model model;
    private final Place.Aws place;
    private final Report report;
    private final Targets targets;
    private final List<AwsResource> resources = new ArrayList<>();
    private final SortedMap<String, Pool> pools = new TreeMap<>();

    TargetGroups(Model model, Place.Aws place, Report report) {
        this.model = model;
        this.place = place;
        this.report = report;
        targets = new Targets(place, report);
    }

    void add(Map<String, Set<Use>> uses) {
        uses.forEach((name, by) -> add(model.group(name), by));
    }

    List<AwsResource> resources() {
        return resources;
    }

    /** Of each group that a listener names. */
    SortedMap<String, Pool> pools() {
        return pools;
    }

    /** The one group of two listeners on one port; its targets take both protocols. */
    void add(Twins.Twin twin) {
        if (pools.containsKey(twin.groups())) {
            return;
        }
        var group = twin.tcpGroup();
        var path = "targetGroups." + group.name();
        var type = targets.type(group.targets(), path);
        var plain = fixed(group, type, Set.of(Use.TCP), path);
        if (type == TargetType.ALB) {
            report.refuse(
                    path + ".targets",
                    "has a load balancer behind tcp and udp on one port; AWS forwards to load balancers from TCP"
                            + " listeners only",
                    "use another port for udp");
        }
        var fixed = new Fixed(
                Optional.of(Protocol.TCP_UDP),
                plain.port(),
                plain.protocolVersion(),
                plain.targetType(),
                plain.vpcId(),
                plain.ipAddressType());
        add(group, twin.groups(), fixed, Set.of(Use.TCP, Use.UDP));
    }

    private void add(TargetGroup group, Set<Use> uses) {
        var path = "targetGroups." + group.name();
        var type = targets.type(group.targets(), path);
        add(group, group.name(), fixed(group, type, uses, path), uses);
    }

    /** @param id what the pool is called: the name of the group, or of two groups that are one here */
    private void add(TargetGroup group, String id, Fixed fixed, Set<Use> uses) {
        var path = "targetGroups." + group.name();
        var type = fixed.targetType();
        Upstreams.check(group, fixed, path, report);
        var check = HealthChecks.of(group, fixed, path, report);
        var attributes =
                GroupAttributes.of(group, new GroupAttributes.Around(type, uses, place.loadBalancer()), path, report);
        var classes = classes(group, path);
        var parts = new ArrayList<Pool.Part>();
        classes.descendingMap().forEach((weight, members) -> {
            var part = classes.size() == 1 ? "" : "-w" + weight;
            var resource = new dev.isobar.aws.resources.TargetGroup(
                    Names.targetGroup(place.scheme(), model.name(), id, part, fixed),
                    fixed,
                    check,
                    attributes,
                    Tags.of(model, "targetGroups/" + id + (part.isEmpty() ? "" : "/w" + weight)));
            resources.add(resource);
            resources.add(new Registrations(resource.ref(), new TreeSet<>(members)));
            parts.add(new Pool.Part(resource.ref(), classes.size() == 1 ? 1 : (long) weight * members.size()));
        });
        pools.put(id, new Pool(parts));
    }

    /** The targets by weight; one class without targets for a group that has none. */
    private NavigableMap<Integer, List<Registrations.TargetDescription>> classes(TargetGroup group, String path) {
        var classes = new TreeMap<Integer, List<Registrations.TargetDescription>>();
        for (int i = 0; i < group.targets().size(); i++) {
            var target = group.targets().get(i);
            var at = path + ".targets[" + i + "]";
            if (target.weight() == 0) {
                report.emulated(at, "target with weight 0", target.text() + " is not registered");
            } else {
                classes.computeIfAbsent(target.weight(), _ -> new ArrayList<>()).add(targets.description(target, at));
            }
        }
        if (classes.isEmpty()) {
            classes.put(1, new ArrayList<>());
        }
        if (classes.size() > 1) {
            weighted(group, classes.descendingKeySet(), path);
        }
        return classes;
    }

    private void weighted(TargetGroup group, Set<Integer> weights, String path) {
        report.emulated(
                path + ".targets",
                "weights of targets",
                "AWS has weights of target groups only: one target group for each of the weights %s behind a weighted"
                                .formatted(weights.stream().map(String::valueOf).toList())
                        + " action. A group keeps its share where some of its targets fail, and the algorithm works in"
                        + " each by itself");
        group.balancing()
                .stickiness()
                .ifPresent(_ -> report.refuse(
                        path + ".stickiness",
                        "goes with targets of different weights; AWS cannot keep a client with its target across the"
                                + " target groups that these become",
                        "give all targets the same weight, or remove stickiness"));
        if (group.balancing().algorithm() instanceof Algorithm.IpHash) {
            report.refuse(
                    path + ".algorithm",
                    "is ip-hash, with targets of different weights; AWS cannot keep a client with its target across the"
                            + " target groups that these become",
                    "give all targets the same weight, or remove algorithm");
        }
    }

    private Fixed fixed(TargetGroup group, TargetType type, Set<Use> uses, String path) {
        var protocol = protocol(group, uses, path);
        Optional<ProtocolVersion> version =
                group.protocol().isHttp() ? Optional.of(version(group.protocol())) : Optional.empty();
        checkVersion(group, type, uses, path);
        if (type == TargetType.LAMBDA) {
            if (group.protocol() != TargetGroup.Protocol.HTTP) {
                report.refuse(
                        path + ".protocol",
                        "goes with servers; AWS calls functions itself, for HTTP listeners only",
                        "use protocol: http");
            }
            return new Fixed(Optional.empty(), OptionalInt.empty(), Optional.empty(), type, Optional.empty());
        }
        if (type == TargetType.ALB && group.protocol() != TargetGroup.Protocol.TCP) {
            report.refuse(
                    path + ".protocol",
                    "goes with servers; AWS has load balancers as targets of TCP listeners only",
                    "use protocol: tcp, for a tcp listener");
        }
        if (type == TargetType.ALB && uses.contains(Use.TLS_ENDED)) {
            report.refuse(
                    path + ".targets",
                    "has a load balancer behind a listener that ends TLS; AWS forwards to load balancers from TCP"
                            + " listeners only",
                    "use protocol: tcp for the listener, and end TLS in the other load balancer");
        }
        if (place.vpc().isEmpty()) {
            report.refuse(
                    "place.aws",
                    "has no vpc; AWS needs the network of target group \"" + group.name() + "\"",
                    "add vpc: vpc-...");
        }
        int port = Targets.commonPort(takingTraffic(group)).orElse(protocol == Protocol.HTTPS ? 443 : 80);
        return new Fixed(
                Optional.of(protocol),
                OptionalInt.of(port),
                version,
                type,
                place.vpc(),
                Optional.of(Targets.areIpv6(group.targets()) ? IpAddressType.IPV6 : IpAddressType.IPV4));
    }

    private static List<Target> takingTraffic(TargetGroup group) {
        return group.targets().stream().filter(target -> target.weight() > 0).toList();
    }

    private static ProtocolVersion version(TargetGroup.Protocol protocol) {
        return switch (protocol) {
            case HTTP2 -> ProtocolVersion.HTTP2;
            case GRPC -> ProtocolVersion.GRPC;
            case HTTP, HTTPS, TCP, TLS, UDP -> ProtocolVersion.HTTP1;
        };
    }

    private Protocol protocol(TargetGroup group, Set<Use> uses, String path) {
        return switch (group.protocol()) {
            case HTTP -> Protocol.HTTP;
            case HTTPS -> Protocol.HTTPS;
            case HTTP2, GRPC -> group.upstream().tls().isPresent() ? Protocol.HTTPS : Protocol.HTTP;
            case TCP -> Protocol.TCP;
            case UDP -> Protocol.UDP;
            case TLS -> tls(group, uses, path);
        };
    }

    /** A listener that passes TLS on is a TCP listener for AWS, and goes with TCP target groups only. */
    private Protocol tls(TargetGroup group, Set<Use> uses, String path) {
        if (uses.contains(Use.TCP)) {
            report.refuse(
                    path + ".protocol",
                    "is tls behind a tcp listener; AWS does not begin TLS for connections that come without it",
                    "use protocol: tcp, or a tls listener with tls: {certificates: [NAME]}");
        }
        if (uses.contains(Use.TLS_PASSED) && uses.contains(Use.TLS_ENDED)) {
            report.refuse(
                    path + ".protocol",
                    "is tls behind listeners that end TLS and listeners that pass it on; AWS needs a TLS target group"
                            + " for the first and a TCP target group for the second",
                    "make two target groups with the same targets");
        }
        if (uses.contains(Use.TLS_PASSED) && group.upstream().tls().isPresent()) {
            report.refuse(
                    path + ".tls",
                    "goes with a listener that passes TLS on; AWS does not look into such connections",
                    "remove tls from the group, or add tls: {certificates: [NAME]} to the listener");
        }
        return uses.contains(Use.TLS_PASSED) ? Protocol.TCP : Protocol.TLS;
    }

    private void checkVersion(TargetGroup group, TargetType type, Set<Use> uses, String path) {
        if (group.protocol() != TargetGroup.Protocol.HTTP2 && group.protocol() != TargetGroup.Protocol.GRPC) {
            return;
        }
        boolean grpc = group.protocol() == TargetGroup.Protocol.GRPC;
        if (uses.contains(Use.HTTP)) {
            report.refuse(
                    path + ".protocol",
                    "is %s behind a listener with protocol http; AWS speaks it to targets of https listeners only"
                            .formatted(grpc ? "grpc" : "http2"),
                    "use an https listener, or protocol: http");
        }
        if (type == TargetType.LAMBDA) {
            return;
        }
        report.emulated(
                path + ".protocol",
                grpc ? "gRPC to targets" : "HTTP/2 to targets",
                grpc
                        ? "AWS passes on gRPC and POST requests over HTTP/2 only, and answers others with an error"
                        : "AWS passes on requests that came over HTTP/2 only, and answers HTTP/1.1 with an error");
    }
}
