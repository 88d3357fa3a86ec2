package dev.isobar.aws.emulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where traffic goes at one moment, and who is there.
 *
 * @param listeners all of them, whether they send something somewhere or not
 * @param groups all of them by ARN, whether something leads to them or not
 */
public record Traffic(List<Listener> listeners, List<Way> ways, SortedMap<String, Group> groups) {
    public Traffic {
        listeners = List.copyOf(listeners);
        ways = List.copyOf(ways);
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    /**
     * Where clients come.
     *
     * @param at name of the load balancer and port, {@code shop:80}
     */
    public record Listener(String at, SortedMap<String, String> tags, String protocol) {}

    /**
     * A target group that a rule gives a share to.
     *
     * @param rule its tags; those of the listener where it is the default
     * @param group its ARN
     */
    public record Way(Listener listener, SortedMap<String, String> rule, String group) {}

    /**
     * A target group.
     *
     * @param registered how many targets are there to stay
     * @param draining how many are about to go
     * @param healthy how many get something
     */
    public record Group(String name, int registered, int draining, int healthy) {}

    /** Where one of the ways ends. */
    public Group end(Way way) {
        return Objects.requireNonNull(groups.get(way.group()));
    }

    static Traffic of(Store store) {
        var listeners = new ArrayList<Listener>();
        var ways = new ArrayList<Way>();
        store.listeners().forEach((arn, stored) -> {
            var listener = listener(store, stored);
            listeners.add(listener);
            store.rulesOf(arn).forEach(rule -> ways.addAll(ways(store, listener, rule)));
        });
        var groups = new TreeMap<String, Group>();
        store.groups().forEach((arn, group) -> groups.put(arn, group(store, group)));
        return new Traffic(listeners, ways, groups);
    }

    private static Listener listener(Store store, Store.Listener stored) {
        var description = stored.description();
        var balancer = store.balancer(description.get("LoadBalancerArn"));
        return new Listener(
                balancer.description().get("LoadBalancerName") + ":" + description.get("Port"),
                tags(store, stored.arn()),
                description.get("Protocol"));
    }

    private static List<Way> ways(Store store, Listener listener, Tree rule) {
        var tags = Boolean.parseBoolean(rule.get("IsDefault")) ? listener.tags() : tags(store, rule.get("RuleArn"));
        return rule.part("Actions").items().stream()
                .flatMap(action -> action.part("ForwardConfig").items("TargetGroups").stream())
                .filter(tuple -> !tuple.get("Weight").equals("0"))
                .map(tuple -> new Way(listener, tags, tuple.get("TargetGroupArn")))
                .toList();
    }

    private static Group group(Store store, Store.Group group) {
        boolean used = !store.balancersOf(group.arn()).isEmpty();
        int draining = 0;
        int healthy = 0;
        for (var target : group.targets().values()) {
            draining += target.draining() ? 1 : 0;
            healthy += Targets.health(store, target, used).get("State").equals("healthy") ? 1 : 0;
        }
        return new Group(
                group.description().get("TargetGroupName"), group.targets().size() - draining, draining, healthy);
    }

    private static SortedMap<String, String> tags(Store store, String arn) {
        return store.tags().getOrDefault(arn, Collections.emptySortedMap());
    }
}
