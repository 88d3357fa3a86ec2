package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.model.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Load balancers: where a model goes, what it is called, and what holds for all its listeners. */
final class FromLoadBalancers {
    static final String FORWARDED = "routing.http.xff_header_processing.mode";
    private static final String IDLE = "idle_timeout.timeout_seconds";
    private static final String KEEPS_HOST = "routing.http.preserve_host_header.enabled";
    private static final Set<String> READ = Set.of(IDLE, FORWARDED, KEEPS_HOST);
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
                case APPLICATION -> Names.application(name);
                case NETWORK -> Names.network(name);
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
                        "subnets, security groups or scheme are not those of " + first.ref()
                                + "; a model has one place, that of the latter");
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
                });
    }

    void attributes(Collection<Listener> listeners) {
        for (var balancer : balancers) {
            losses.attributes(
                    place(balancer),
                    balancer.attributes(),
                    READ,
                    UsualAttributes.of(balancer.kind().type()));
            boolean addsPort = listeners.stream()
                    .anyMatch(listener -> listener.loadBalancer().equals(balancer.ref())
                            && !USUAL_PORTS.contains(listener.endpoint().port()));
            boolean ours = balancer.tags().containsKey(Tags.ID);
            if (!ours
                    && addsPort
                    && balancer.attributes().getOrDefault(KEEPS_HOST, "").equals("false")) {
                losses.add(
                        place(balancer),
                        "attributes." + KEEPS_HOST,
                        "is false: AWS adds the port of the listener to Host, a model does not");
            }
        }
    }
}
