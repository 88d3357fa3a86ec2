package dev.isobar.aws.driver;

import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What the states of load balancers and targets mean.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html">
 *     TargetHealth</a>
 */
final class Health {
    /** Of the id of a target group; a group with targets of several weights has several, {@code targetGroups/web/w3}. */
    private static final Pattern GROUP = Pattern.compile("targetGroups/([^/]+)(/.*)?");

    private Health() {}

    /** Whether it gets traffic as far as its health goes: it is healthy, or nobody checks. */
    static boolean serves(TargetHealthDescription target) {
        var health = target.targetHealth();
        return health != null
                && (health.state() == TargetHealthStateEnum.HEALTHY
                        || health.state() == TargetHealthStateEnum.UNAVAILABLE);
    }

    /** Whether it was not checked often enough to tell. */
    static boolean isInitial(TargetHealthDescription target) {
        return target.targetHealth() != null && target.targetHealth().state() == TargetHealthStateEnum.INITIAL;
    }

    /** Each target with its state and why. */
    static String reasons(Collection<TargetHealthDescription> targets) {
        return targets.stream()
                .map(target -> {
                    var read = read(target);
                    return read.name() + " is " + read.state()
                            + read.reason().map(reason -> " (" + reason + ")").orElse("");
                })
                .collect(Collectors.joining(", "));
    }

    static Status.Target read(TargetHealthDescription target) {
        var health = target.targetHealth();
        var port = target.target().port();
        return new Status.Target(
                target.target().id() + (port == null || port == 0 ? "" : ":" + port),
                serves(target),
                health == null ? "unknown" : health.stateAsString(),
                health == null
                        ? Optional.empty()
                        : Optional.ofNullable(health.reasonAsString())
                                .map(reason -> reason
                                        + Optional.ofNullable(health.description())
                                                .filter(text -> !text.isEmpty())
                                                .map(text -> ": " + text)
                                                .orElse("")));
    }

    static Status status(World world) {
        var balancers = new ArrayList<Status.LoadBalancer>();
        world.seen().balancers().values().forEach(balancer -> balancers.add(read(balancer)));
        var groups = new TreeMap<String, List<Status.Target>>();
        for (var entry : sorted(world.seen().health()).entrySet()) {
            groups.computeIfAbsent(nameInModel(world, entry.getKey()), _ -> new ArrayList<>())
                    .addAll(entry.getValue().stream().map(Health::read).toList());
        }
        return new Status(
                balancers,
                groups.entrySet().stream()
                        .map(group -> new Status.Group(group.getKey(), group.getValue()))
                        .toList());
    }

    private static <V> SortedMap<Ref, V> sorted(Map<Ref, V> map) {
        return new TreeMap<>(map);
    }

    private static Status.LoadBalancer read(LoadBalancer balancer) {
        return new Status.LoadBalancer(
                balancer.loadBalancerName(),
                balancer.state() == null ? "unknown" : balancer.state().codeAsString(),
                balancer.dnsName() == null ? List.of() : List.of(balancer.dnsName()));
    }

    private static String nameInModel(World world, Ref group) {
        return world.find(group)
                .map(TargetGroup.class::cast)
                .map(found -> found.tags().getOrDefault(Marks.ID, ""))
                .map(GROUP::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(matcher -> matcher.group(1))
                .orElse(group.name());
    }
}
