package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.model.Place;
import dev.isobar.provider.Losses;
import dev.isobar.provider.NewNames;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Load balancers: where a model goes, what it is called, and what holds for all its listeners. */
final class FromLoadBalancers {
    static final String FORWARDED = "routing.http.xff_header_processing.mode";
    private static final String IDLE = "idle_timeout.timeout_seconds";
    private static final String KEEPS_HOST = "routing.http.preserve_host_header.enabled";
    private static final String PROTECTED = "deletion_protection.enabled";
    private static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";
    private static final String DESYNC = "routing.http.desync_mitigation_mode";
    private static final String DROPS = "routing.http.drop_invalid_header_fields.enabled";
    private static final String LOGS = "access_logs.s3.";
    private static final Set<Integer> USUAL_PORTS = Set.of(80, 443);

    private final List<LoadBalancer> balancers;
    private final Losses losses;

    /** @param balancers one or two; the Application Load Balancer first */
    FromLoadBalancers(List<LoadBalancer> balancers, Losses losses) {
        this.balancers = balancers;
        this.losses = losses;
    }

    static Duration idle(Map<String, String> attributes) {
        return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(IDLE, "60")));
    }

    /** The name of the model that they come from, or one like theirs. */
    String name() {
        var first = balancers.getFirst();
        var name = new NewNames().of(first.tags().getOrDefault(Tags.NAME, first.name()));
        for (var balancer : balancers) {
            var ours = switch (balancer.kind().type()) {
                case APPLICATION -> Names.application(name, scheme(first));
                case NETWORK -> Names.network(name, scheme(first));
            };
            if (!balancer.name().equals(ours)) {
                losses.add(
                        place(balancer),
                        "name",
                        "is \"%s\"; the load balancer of this model is called \"%s\", so that apply makes a new one with"
                                        .formatted(balancer.name(), ours)
                                + " an address of its own");
            }
        }
        return name;
    }

    private static Place.Scheme scheme(LoadBalancer balancer) {
        return switch (balancer.kind().scheme()) {
            case INTERNET_FACING -> Place.Scheme.PUBLIC;
            case INTERNAL -> Place.Scheme.INTERNAL;
        };
    }

    private static Losses.Place place(LoadBalancer balancer) {
        return new Losses.Place(balancer.ref(), "", "place.aws");
    }

    /** Tags that are not ours, and that AWS has not set itself. */
    SortedMap<String, String> labels() {
        return labels(balancers.getFirst().tags());
    }

    static SortedMap<String, String> labels(Map<String, String> tags) {
        var labels = new TreeMap<>(tags);
        labels.keySet().removeIf(key -> key.startsWith(Tags.OURS) || key.startsWith("aws:"));
        return labels;
    }

    Place.Aws place(String region, Optional<String> vpc, Collection<TargetGroup> groups) {
        var first = balancers.getFirst();
        for (var other : balancers) {
            if (!other.network().equals(first.network())
                    || other.kind().scheme() != first.kind().scheme()) {
                losses.add(
                        place(other),
                        "network",
                        "%s, %s, %s and scheme %s are not those of %s; a model has one place, that of the latter"
                                .formatted(
                                        other.network().subnets(),
                                        other.network().securityGroups(),
                                        other.network().ipAddressType(),
                                        other.kind().scheme(),
                                        first.ref()));
            }
        }
        var found = groups.stream()
                .flatMap(group -> group.fixed().vpcId().stream())
                .distinct()
                .toList();
        if (found.size() > 1) {
            losses.add(place(first), "vpc", "target groups are in " + found + "; a model has one, the first");
        }
        return new Place.Aws(
                region,
                found.stream().findFirst().or(() -> vpc),
                List.copyOf(first.network().subnets()),
                List.copyOf(first.network().securityGroups()),
                switch (first.kind().scheme()) {
                    case INTERNET_FACING -> Place.Scheme.PUBLIC;
                    case INTERNAL -> Place.Scheme.INTERNAL;
                },
                options(groups));
    }

    private Place.Aws.Options options(Collection<TargetGroup> groups) {
        var first = balancers.getFirst();
        for (var other : balancers) {
            if (isProtected(other) != isProtected(first)) {
                differs(other, PROTECTED, isProtected(first));
            }
            if (!logs(other).equals(logs(first))) {
                differs(
                        other,
                        LOGS + "bucket and prefix",
                        logs(first).isPresent() ? logs(first).get() : "none");
            }
        }
        return new Place.Aws.Options(
                first.network().ipAddressType() == LoadBalancer.IpAddressType.DUALSTACK,
                isProtected(first),
                balancers.stream()
                        .anyMatch(balancer ->
                                balancer.kind().type() == LoadBalancer.Type.NETWORK && isOn(balancer, CROSS_ZONE)),
                logs(first),
                new Place.Aws.Requests(
                        desync(),
                        balancers.stream()
                                .anyMatch(balancer -> balancer.kind().type() == LoadBalancer.Type.APPLICATION
                                        && isOn(balancer, DROPS)),
                        mitigatesAnomalies(groups)));
    }

    private void differs(LoadBalancer other, String key, Object first) {
        losses.add(
                place(other),
                "attributes." + key,
                "is not that of %s; a model has one, that of the latter: %s"
                        .formatted(balancers.getFirst().ref(), first));
    }

    private static boolean isOn(LoadBalancer balancer, String key) {
        return balancer.attributes().getOrDefault(key, "").equals("true");
    }

    private static boolean isProtected(LoadBalancer balancer) {
        return isOn(balancer, PROTECTED);
    }

    private static Optional<Place.Aws.AccessLogs> logs(LoadBalancer balancer) {
        return isOn(balancer, LOGS + "enabled")
                ? Optional.of(new Place.Aws.AccessLogs(
                        balancer.attributes().getOrDefault(LOGS + "bucket", ""),
                        balancer.attributes().getOrDefault(LOGS + "prefix", "")))
                : Optional.empty();
    }

    private Place.Aws.Desync desync() {
        var wanted = balancers.getFirst().attributes().getOrDefault(DESYNC, "defensive");
        for (var desync : Place.Aws.Desync.values()) {
            if (desync.name().equalsIgnoreCase(wanted)) {
                return desync;
            }
        }
        losses.add(
                place(balancers.getFirst()),
                "attributes." + DESYNC,
                "is \"" + wanted + "\", which a model does not know: strictest");
        return Place.Aws.Desync.STRICTEST;
    }

    /** A model has it for all groups with the algorithm random. */
    private boolean mitigatesAnomalies(Collection<TargetGroup> groups) {
        var able = groups.stream()
                .filter(group -> group.attributes()
                        .getOrDefault(FromTargetGroups.ALGORITHM, "")
                        .equals("weighted_random"))
                .toList();
        boolean any = able.stream().anyMatch(FromLoadBalancers::mitigates);
        able.stream()
                .filter(group -> any && !mitigates(group))
                .forEach(group -> losses.add(
                        new Losses.Place(group.ref(), "", "place.aws.loadBalancer"),
                        "attributes." + FromTargetGroups.ANOMALIES,
                        "is off, and on in others; a model has one for all groups with algorithm random: on"));
        return any;
    }

    private static boolean mitigates(TargetGroup group) {
        return group.attributes().getOrDefault(FromTargetGroups.ANOMALIES, "").equals("on");
    }

    private static Set<String> read(LoadBalancer balancer) {
        var read = new TreeSet<>(Set.of(PROTECTED, LOGS + "enabled"));
        if (logs(balancer).isPresent()) {
            read.addAll(Set.of(LOGS + "bucket", LOGS + "prefix"));
        }
        read.addAll(
                switch (balancer.kind().type()) {
                    case APPLICATION -> Set.of(IDLE, FORWARDED, KEEPS_HOST, DESYNC, DROPS);
                    case NETWORK -> Set.of(CROSS_ZONE);
                });
        return read;
    }

    /** @param rewritesHost whether a rule does; then we cannot have AWS keep the host of others */
    void attributes(Collection<Listener> listeners, boolean rewritesHost) {
        for (var balancer : balancers) {
            losses.attributes(
                    place(balancer),
                    balancer.attributes(),
                    read(balancer),
                    UsualAttributes.of(balancer.kind().type()));
            boolean addsPort = listeners.stream()
                    .anyMatch(listener -> listener.loadBalancer().equals(balancer.ref())
                            && !USUAL_PORTS.contains(listener.endpoint().port()));
            boolean asWeDo = rewritesHost && balancer.tags().containsKey(Tags.ID);
            if (addsPort
                    && !asWeDo
                    && balancer.attributes().getOrDefault(KEEPS_HOST, "").equals("false")) {
                losses.add(
                        place(balancer),
                        "attributes." + KEEPS_HOST,
                        "is false: AWS adds the port of the listener to Host, a model does not");
            }
        }
    }
}
