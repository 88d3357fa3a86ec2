package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.Registrations.TargetDescription;
import dev.isobar.aws.resources.TargetGroup.IpAddressType;
import dev.isobar.aws.resources.TargetGroup.Protocol;
import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.model.Algorithm;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Losses;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Target groups and what is registered in them, as a model says them. The target groups that we made for the weights of
 * targets are one group again.
 */
final class FromTargetGroups {
    static final String ALGORITHM = "load_balancing.algorithm.type";
    static final String ANOMALIES = "load_balancing.algorithm.anomaly_mitigation";

    /** Our tag: the group in the model (two with {@code +} between for TCP_UDP), and the weight where it has several. */
    private static final Pattern OURS = Pattern.compile("targetGroups/([^/]+)(?:/w([0-9]+))?");

    private static final Duration USUAL_DRAIN = Duration.ofMinutes(5);
    private static final Set<String> READ = Set.of(
            "deregistration_delay.timeout_seconds",
            ALGORITHM,
            "slow_start.duration_seconds",
            "stickiness.enabled",
            "stickiness.type",
            "stickiness.lb_cookie.duration_seconds",
            "stickiness.app_cookie.cookie_name",
            "stickiness.app_cookie.duration_seconds");

    private final Snapshot observed;
    private final String region;
    private final Duration idle;
    private final Losses losses;
    private final SortedMap<Ref, FromActions.Part> parts = new TreeMap<>();
    private final SortedMap<Ref, FromActions.Part> datagramParts = new TreeMap<>();
    private final SortedMap<String, TargetGroup> groups = new TreeMap<>();

    private FromTargetGroups(Snapshot observed, String region, Duration idle, Losses losses) {
        this.observed = observed;
        this.region = region;
        this.idle = idle;
        this.losses = losses;
    }

    /**
     * @param parts of which groups the target groups are parts, for all listeners but those of UDP
     * @param datagramParts the same for UDP
     */
    record Imported(
            SortedMap<String, TargetGroup> groups,
            Map<Ref, FromActions.Part> parts,
            Map<Ref, FromActions.Part> datagramParts) {}

    /**
     * A target group that something forwards to.
     *
     * @param datagrams whether UDP does
     * @param others whether anything else does
     */
    record Used(dev.isobar.aws.resources.TargetGroup resource, boolean datagrams, boolean others) {}

    /** One target group of those that one of the model became. */
    private record Member(dev.isobar.aws.resources.TargetGroup resource, int weight, List<TargetDescription> targets) {}

    /** @param idle of the Application Load Balancer, which waits as long for its targets */
    static Imported of(Snapshot observed, Collection<Used> used, String region, Duration idle, Losses losses) {
        var from = new FromTargetGroups(observed, region, idle, losses);
        from.families(used).forEach(from::add);
        return new Imported(from.groups, from.parts, from.datagramParts);
    }

    /** Who reads a target group: for {@code TCP_UDP}, the model has a group for each protocol. */
    private enum Half {
        BOTH,
        STREAMS,
        DATAGRAMS
    }

    /**
     * What is one group of the model.
     *
     * @param owner the load balancer that we made the group for; empty for groups of others
     * @param id what tells it from others of this owner
     * @param name that it shall have
     */
    private record Family(Optional<String> owner, String id, String name, Half half) {}

    private record Named(String name, Half half, List<Member> members) {}

    private List<Named> families(Collection<Used> all) {
        var ours = new LinkedHashMap<Family, List<Member>>();
        var others = new LinkedHashMap<Family, List<Member>>();
        for (var used : all) {
            var group = used.resource();
            var id = OURS.matcher(group.tags().getOrDefault(Tags.ID, ""));
            boolean matches = id.matches();
            var name = matches ? id.group(1) : group.name();
            var owner = matches ? Optional.ofNullable(group.tags().get(Tags.NAME)) : Optional.<String>empty();
            int weight = matches && id.group(2) != null ? Integer.parseInt(id.group(2)) : 1;
            var member = new Member(group, weight, targets(group));
            halves(used, name)
                    .forEach((half, own) -> (matches ? ours : others)
                            .computeIfAbsent(new Family(owner, name, own, half), _ -> new ArrayList<>())
                            .add(member));
        }
        // Names that were chosen once come before those that are made up now.
        var names = new NewNames();
        var named = new ArrayList<Named>();
        for (var families : List.of(ours, others)) {
            var given = new HashMap<List<Object>, String>();
            families.forEach((family, members) -> named.add(new Named(
                    given.computeIfAbsent(List.of(family.owner(), family.name()), _ -> names.of(family.name())),
                    family.half(),
                    members)));
        }
        return named;
    }

    /** The names that a target group has in the model, by who reads it. */
    private Map<Half, String> halves(Used used, String name) {
        var resource = used.resource();
        if (!resource.fixed().protocol().equals(Optional.of(Protocol.TCP_UDP))) {
            return Map.of(Half.BOTH, name);
        }
        int sign = name.indexOf('+');
        var halves = new EnumMap<Half, String>(Half.class);
        if (used.others()) {
            halves.put(Half.STREAMS, sign < 0 ? name : name.substring(0, sign));
        }
        if (used.datagrams()) {
            halves.put(Half.DATAGRAMS, sign < 0 ? name + "-udp" : name.substring(sign + 1));
        }
        if (halves.size() == 1) {
            losses.add(
                    new Losses.Place(resource.ref(), "fixed", "targetGroups"),
                    "protocol",
                    "is TCP_UDP, and only %s is forwarded to it: the model has that half"
                            .formatted(used.datagrams() ? "UDP" : "TCP"));
        }
        return halves;
    }

    private List<TargetDescription> targets(dev.isobar.aws.resources.TargetGroup group) {
        return observed.find(new Ref("Registrations", group.name()))
                .map(Registrations.class::cast)
                .map(registrations -> List.copyOf(registrations.targets()))
                .orElse(List.of());
    }

    private void add(Named named) {
        var name = named.name();
        var members = named.members();
        var first = members.getFirst();
        var protocol = protocol(first.resource().fixed(), named.half());
        boolean ours =
                OURS.matcher(first.resource().tags().getOrDefault(Tags.ID, "")).matches();
        var place = new Losses.Place(first.resource().ref(), "", "targetGroups." + name);
        for (var member : members) {
            var part = new FromActions.Part(
                    name,
                    first.resource().ref(),
                    members.size() == 1
                            ? 1
                            : (long) member.weight() * member.targets().size());
            if (named.half() != Half.DATAGRAMS) {
                parts.put(member.resource().ref(), part);
            }
            if (named.half() != Half.STREAMS) {
                datagramParts.put(member.resource().ref(), part);
            }
            same(first, member, place.path());
        }
        losses.attributes(
                place,
                first.resource().attributes(),
                read(first.resource().attributes()),
                UsualAttributes.of(first.resource().fixed()));
        var unprobed = new TargetGroup(
                name,
                protocol,
                targets(members, place.path()),
                balancing(first.resource(), place),
                Optional.empty(),
                upstream(first.resource().fixed(), protocol));
        fixed(first.resource().fixed(), unprobed, place.of("fixed"));
        var health = FromHealthChecks.of(first.resource(), unprobed, ours, losses, place);
        var group = new TargetGroup(
                name, unprobed.protocol(), unprobed.targets(), unprobed.balancing(), health, unprobed.upstream());
        var other = groups.putIfAbsent(name, group);
        if (other != null && !other.equals(group)) {
            losses.add(
                    place,
                    "settings",
                    "differ from those of another target group that is the same group of the model, and decides");
        }
    }

    /** The anomaly mitigation goes with one algorithm, and is an option of the place. */
    private static Set<String> read(Map<String, String> attributes) {
        var read = new TreeSet<>(READ);
        if (attributes.getOrDefault(ALGORITHM, "").equals("weighted_random")) {
            read.add(ANOMALIES);
        }
        return read;
    }

    /** What cannot change after creation, and follows from the targets where we make a group. */
    private void fixed(dev.isobar.aws.resources.TargetGroup.Fixed fixed, TargetGroup group, Losses.Place place) {
        var targets = group.targets();
        boolean function = fixed.targetType() == TargetType.LAMBDA;
        if (targets.isEmpty() && fixed.targetType() != TargetType.IP) {
            losses.add(
                    place,
                    "targetType",
                    "is " + fixed.targetType() + "; a group of the model without targets has no type, and becomes IP");
        }
        int port = Targets.commonPort(targets).orElse(fixed.protocol().equals(Optional.of(Protocol.HTTPS)) ? 443 : 80);
        if (!function && !fixed.port().equals(OptionalInt.of(port))) {
            losses.add(
                    place,
                    "port",
                    "is %s, for targets that are registered without one; each target of a model has its own"
                            .formatted(fixed.port().isPresent() ? fixed.port().getAsInt() : "absent"));
        }
        var expected = Targets.areIpv6(targets) ? IpAddressType.IPV6 : IpAddressType.IPV4;
        if (!function && !fixed.ipAddressType().equals(Optional.of(expected))) {
            losses.add(
                    place,
                    "ipAddressType",
                    "is %s; a model has IPv6 for targets that are such addresses"
                            .formatted(fixed.ipAddressType().map(Enum::name).orElse("absent")));
        }
    }

    private void same(Member first, Member other, String path) {
        if (!other.resource().fixed().equals(first.resource().fixed())
                || !other.resource().healthCheck().equals(first.resource().healthCheck())
                || !other.resource().attributes().equals(first.resource().attributes())) {
            losses.add(
                    new Losses.Place(other.resource().ref(), "", path),
                    "settings",
                    "differ from those of " + first.resource().ref() + ", which is the same group of the model and"
                            + " decides");
        }
    }

    private static TargetGroup.Protocol protocol(dev.isobar.aws.resources.TargetGroup.Fixed fixed, Half half) {
        if (fixed.protocol().isEmpty()) {
            return TargetGroup.Protocol.HTTP;
        }
        return switch (fixed.protocol().get()) {
            case HTTP, HTTPS ->
                switch (fixed.protocolVersion().orElse(dev.isobar.aws.resources.TargetGroup.ProtocolVersion.HTTP1)) {
                    case HTTP1 ->
                        fixed.protocol().get() == Protocol.HTTP
                                ? TargetGroup.Protocol.HTTP
                                : TargetGroup.Protocol.HTTPS;
                    case HTTP2 -> TargetGroup.Protocol.HTTP2;
                    case GRPC -> TargetGroup.Protocol.GRPC;
                };
            case TCP -> TargetGroup.Protocol.TCP;
            case TLS -> TargetGroup.Protocol.TLS;
            case UDP -> TargetGroup.Protocol.UDP;
            case TCP_UDP -> half == Half.DATAGRAMS ? TargetGroup.Protocol.UDP : TargetGroup.Protocol.TCP;
        };
    }

    /** AWS believes every certificate of a target. */
    private TargetGroup.Upstream upstream(
            dev.isobar.aws.resources.TargetGroup.Fixed fixed, TargetGroup.Protocol spoken) {
        boolean encrypts =
                fixed.protocol().stream().anyMatch(protocol -> protocol == Protocol.HTTPS || protocol == Protocol.TLS);
        var usual = ModelDefaults.UPSTREAM;
        var connect = usual.timeouts().connect();
        return new TargetGroup.Upstream(
                spoken.isHttp()
                        ? new TargetGroup.Timeouts(connect.compareTo(idle) < 0 ? connect : idle, idle, idle)
                        : usual.timeouts(),
                usual.connections(),
                encrypts
                        ? Optional.of(
                                new TargetGroup.TargetTls(false, Optional.empty(), Optional.empty(), Optional.empty()))
                        : Optional.empty());
    }

    /** In the order of their addresses, whatever their weights. */
    private List<Target> targets(List<Member> members, String path) {
        var all = new TreeMap<TargetDescription, Target>(Comparator.naturalOrder());
        for (var member : members) {
            var place = new Losses.Place(member.resource().ref(), "", path + ".targets");
            for (var described : member.targets()) {
                var target = Decoding.valid(() -> target(described, member));
                target.ifPresent(known -> all.put(described, known));
                if (target.isEmpty()) {
                    losses.add(place, "targets", described.id() + " is no target that a model takes; left out");
                }
            }
        }
        var distinct = new TreeMap<String, TargetDescription>();
        all.forEach((described, target) -> {
            var before = distinct.putIfAbsent(target.text(), described);
            if (before != null) {
                losses.add(
                        new Losses.Place(members.getFirst().resource().ref(), "", path + ".targets"),
                        "targets",
                        target.text() + " is registered twice; a model has it once");
            }
        });
        return all.entrySet().stream()
                .filter(entry -> distinct.containsValue(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Target target(TargetDescription described, Member member) {
        var fixed = member.resource().fixed();
        int port = described.port().orElse(fixed.port().orElse(80));
        var share =
                new Target.Share(member.weight(), described.availabilityZone().map(this::zone));
        return switch (fixed.targetType()) {
            case IP -> new Target.Address(described.id(), port, share);
            case INSTANCE -> new Target.Instance(described.id(), port, share);
            case ALB -> new Target.Balancer(described.id(), port, share);
            case LAMBDA -> new Target.Function(described.id(), share);
        };
    }

    /** A zone of the region is a single letter. */
    private String zone(String zone) {
        return zone.startsWith(region) && zone.length() == region.length() + 1 ? zone.substring(region.length()) : zone;
    }

    private TargetGroup.Balancing balancing(dev.isobar.aws.resources.TargetGroup group, Losses.Place place) {
        var attributes = group.attributes();
        var slowStart = seconds(attributes, "slow_start.duration_seconds", Duration.ZERO);
        var drain = group.fixed().targetType() == TargetType.LAMBDA
                ? ModelDefaults.DRAIN
                : seconds(attributes, "deregistration_delay.timeout_seconds", USUAL_DRAIN);
        return new TargetGroup.Balancing(algorithm(attributes, place), stickiness(attributes, place), drain, slowStart);
    }

    private static Duration seconds(Map<String, String> attributes, String key, Duration usual) {
        var value = attributes.get(key);
        return value == null ? usual : Duration.ofSeconds(Long.parseLong(value));
    }

    private Algorithm algorithm(Map<String, String> attributes, Losses.Place place) {
        var type = attributes.getOrDefault(ALGORITHM, "round_robin");
        return switch (type) {
            case "round_robin" -> new Algorithm.RoundRobin();
            case "least_outstanding_requests" -> new Algorithm.LeastConnections();
            case "weighted_random" -> new Algorithm.Random();
            default -> {
                losses.add(
                        place, "attributes." + ALGORITHM, "is " + type + ", which a model does not know: round-robin");
                yield new Algorithm.RoundRobin();
            }
        };
    }

    private Optional<Stickiness> stickiness(Map<String, String> attributes, Losses.Place place) {
        if (!attributes.getOrDefault("stickiness.enabled", "false").equals("true")) {
            return Optional.empty();
        }
        var day = Duration.ofDays(1);
        var type = attributes.getOrDefault("stickiness.type", "lb_cookie");
        var stickiness = Decoding.<Stickiness>valid(() -> switch (type) {
            case "lb_cookie" ->
                new Stickiness.BalancerCookie(
                        "AWSALB", seconds(attributes, "stickiness.lb_cookie.duration_seconds", day));
            case "app_cookie" ->
                new Stickiness.ApplicationCookie(
                        attributes.getOrDefault("stickiness.app_cookie.cookie_name", ""),
                        seconds(attributes, "stickiness.app_cookie.duration_seconds", day));
            case "source_ip" -> new Stickiness.Source();
            default -> throw new InvalidValue("unknown", "list it");
        });
        if (stickiness.isEmpty()) {
            losses.add(
                    place, "attributes.stickiness.type", "is " + type + ", which a model does not have: no stickiness");
        }
        return stickiness;
    }
}
