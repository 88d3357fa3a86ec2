package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Registrations.TargetDescription;
import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.model.Cidr;
import dev.isobar.model.Place;
import dev.isobar.model.Target;
import dev.isobar.provider.Report;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a target group registers.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html">
 *     TargetDescription</a>
 */
final class Targets {
    private static final String EVERYWHERE = "all";
    private static final List<Cidr> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
            .map(Cidr::parse)
            .toList();

    private final boolean dualstack;
    private final Report report;

    Targets(Place.Aws place, Report report) {
        dualstack = place.loadBalancer().dualstack();
        this.report = report;
    }

    /** The one type that all targets of a group have; {@code ip} where there are none. */
    TargetType type(List<Target> targets, String path) {
        var types = new ArrayList<TargetType>();
        for (int i = 0; i < targets.size(); i++) {
            types.add(type(targets.get(i), path + ".targets[" + i + "]"));
        }
        if (types.isEmpty()) {
            return TargetType.IP;
        }
        var first = types.getFirst();
        if (EnumSet.copyOf(types).size() > 1) {
            report.refuse(
                    path + ".targets",
                    "mixes kinds of targets; a target group of AWS has one of ip, instance, lambda and alb",
                    "make a target group for each kind, and forward to them by weight");
        } else if ((first == TargetType.LAMBDA || first == TargetType.ALB) && types.size() > 1) {
            report.refuse(
                    path + ".targets",
                    "has %d targets; AWS takes exactly one in a group of type %s"
                            .formatted(types.size(), first == TargetType.LAMBDA ? "lambda" : "alb"),
                    "make a target group for each, and forward to them by weight");
        }
        var addresses = targets.stream()
                .filter(Target.Address.class::isInstance)
                .map(target -> isIpv6((Target.Address) target))
                .distinct()
                .count();
        if (addresses > 1) {
            report.refuse(
                    path + ".targets",
                    "mixes IPv4 and IPv6 addresses; a target group of AWS has one kind",
                    "make a target group for each kind, and forward to them by weight");
        }
        return first;
    }

    /** Whether the targets of a group have IPv6 addresses. */
    static boolean areIpv6(List<Target> targets) {
        return targets.stream().anyMatch(target -> target instanceof Target.Address address && isIpv6(address));
    }

    private static boolean isIpv6(Target.Address address) {
        return !address.isDnsName() && address.host().contains(":");
    }

    private TargetType type(Target target, String path) {
        return switch (target) {
            case Target.Address address -> {
                address(address, path);
                yield TargetType.IP;
            }
            case Target.Instance(var id, var _, var _) -> {
                requirePrefix("i-", id, path, "the id of an instance", "i-0123456789abcdef0");
                yield TargetType.INSTANCE;
            }
            case Target.Function(var id, var _) -> {
                requirePrefix("arn:", id, path, "the ARN of a function", "arn:aws:lambda:REGION:ACCOUNT:function:NAME");
                yield TargetType.LAMBDA;
            }
            case Target.Balancer(var id, var _, var _) -> {
                requirePrefix(
                        "arn:",
                        id,
                        path,
                        "the ARN of an Application Load Balancer",
                        "arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID");
                yield TargetType.ALB;
            }
            case Target.Bucket(var name, var _) -> {
                report.refuse(
                        path,
                        "is bucket " + name + "; load balancers of AWS have no buckets as targets",
                        "put a server or a function in front of the bucket, or redirect to its web site");
                yield TargetType.IP;
            }
        };
    }

    private void requirePrefix(String prefix, String id, String path, String what, String example) {
        if (!id.startsWith(prefix)) {
            report.refuse(path, "is \"" + id + "\"; AWS wants " + what, "write it as in " + example);
        }
    }

    private void address(Target.Address address, String path) {
        if (address.isDnsName()) {
            report.refuse(
                    path,
                    "is \"" + address.text() + "\", a DNS name; AWS registers IP addresses, instances and functions"
                            + " only",
                    "write the addresses that the name stands for");
            return;
        }
        var ip = Cidr.address(address.host());
        if (ip.isLoopbackAddress()) {
            report.refuse(
                    path,
                    "is \"" + address.text() + "\", a loopback address, which AWS cannot reach",
                    "write the address that the server has in the VPC");
        } else if (isIpv6(address)) {
            if (ip.isLinkLocalAddress() || ip.isMulticastAddress() || ip.isAnyLocalAddress()) {
                report.refuse(
                        path,
                        "is \"" + address.text() + "\", which is no address of one server in a VPC",
                        "write the address that the server has in the VPC");
            }
            if (!dualstack) {
                report.refuse(
                        path,
                        "is \"" + address.text() + "\"; AWS reaches IPv6 addresses from dualstack load balancers only",
                        "add place.aws.loadBalancer: {addresses: dualstack}, or write the IPv4 address");
            }
        } else if (PRIVATE.stream().noneMatch(range -> range.contains(ip))) {
            report.refuse(
                    path,
                    "is \"" + address.text() + "\", a public address; AWS registers addresses of 10.0.0.0/8,"
                            + " 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10",
                    "write the private address of the server");
        }
    }

    /** The port that most targets have, the smallest of those; targets with another one override it. */
    static OptionalInt commonPort(List<Target> targets) {
        var ports = targets.stream()
                .flatMap(target -> port(target).stream().boxed())
                .toList();
        return ports.stream()
                .sorted((a, b) -> {
                    long more = ports.stream().filter(b::equals).count()
                            - ports.stream().filter(a::equals).count();
                    return more != 0 ? Long.signum(more) : Integer.compare(a, b);
                })
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    static OptionalInt port(Target target) {
        return switch (target) {
            case Target.Address(var _, int port, var _) -> OptionalInt.of(port);
            case Target.Instance(var _, int port, var _) -> OptionalInt.of(port);
            case Target.Balancer(var _, int port, var _) -> OptionalInt.of(port);
            case Target.Function _, Target.Bucket _ -> OptionalInt.empty();
        };
    }

    TargetDescription description(Target target, String path) {
        return switch (target) {
            case Target.Address(var host, int port, var share) ->
                new TargetDescription(
                        host.contains(":") ? shortest(host) : host, OptionalInt.of(port), zone(share.zone(), path));
            case Target.Instance(var id, int port, var _) -> withoutZone(target, id, OptionalInt.of(port), path);
            case Target.Balancer(var id, int port, var _) -> withoutZone(target, id, OptionalInt.of(port), path);
            case Target.Function(var id, var _) -> withoutZone(target, id, OptionalInt.empty(), path);
            case Target.Bucket(var name, var _) -> withoutZone(target, name, OptionalInt.empty(), path);
        };
    }

    /**
     * The usual text of an IPv6 address.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952 §4</a>
     */
    static String shortest(String address) {
        var octets = ByteBuffer.wrap(Cidr.address(address).getAddress());
        var groups = IntStream.range(0, 8)
                .mapToObj(_ -> Integer.toHexString(Short.toUnsignedInt(octets.getShort())))
                .toList();
        int from = 0;
        int length = 0;
        for (int i = 0; i < groups.size(); i++) {
            int zeros = 0;
            while (i + zeros < groups.size() && groups.get(i + zeros).equals("0")) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        return length < 2
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, from)) + "::"
                        + String.join(":", groups.subList(from + length, groups.size()));
    }

    private TargetDescription withoutZone(Target target, String id, OptionalInt port, String path) {
        target.share()
                .zone()
                .ifPresent(zone -> report.missing(
                        path + ".zone",
                        "zone of a target",
                        "AWS takes a zone of IP addresses only; zone " + zone + " is not told to it",
                        "remove zone; AWS knows where the target is"));
        return new TargetDescription(id, port, Optional.empty());
    }

    /**
     * The service knows the zone of each address in its network, whatever it is told; of others it takes {@code all} only.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html">
     *     TargetDescription</a>
     */
    private Optional<String> zone(Optional<String> zone, String path) {
        zone.filter(name -> !name.equals(EVERYWHERE))
                .ifPresent(name -> report.emulated(
                        path + ".zone",
                        "zone of a target",
                        "AWS finds the zone of an address by its subnet; zone " + name + " is not told to it"));
        return zone.filter(EVERYWHERE::equals);
    }
}
