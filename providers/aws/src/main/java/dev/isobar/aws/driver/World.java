package dev.isobar.aws.driver;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * What is known to be there: first what was observed, then also what was made and removed since. Safe for many threads.
 */
final class World {
    private final Ids ids;
    private final Seen seen;
    private final Map<Ref, AwsResource> resources = new ConcurrentHashMap<>();

    /** Of each listener, the ARNs of our rules by our ids for them. */
    private final Map<Ref, Map<String, String>> rules = new ConcurrentHashMap<>();

    /**
     * What was observed beside resources of ours.
     *
     * @param balancers how ours are doing
     * @param health of the targets of our groups
     * @param taken names of load balancers and target groups that are not ours, as references
     * @param foreignPriorities of each listener of ours, those of rules that are not
     * @param foreignPorts of each load balancer of ours, those of listeners that are not
     */
    record Seen(
            Map<Ref, LoadBalancer> balancers,
            Map<Ref, List<TargetHealthDescription>> health,
            Collection<Ref> taken,
            Map<Ref, List<Integer>> foreignPriorities,
            Map<Ref, List<Integer>> foreignPorts) {}

    World(Ids ids, Seen seen) {
        this.ids = ids;
        this.seen = seen;
    }

    Ids ids() {
        return ids;
    }

    Seen seen() {
        return seen;
    }

    /** All resources that are there. */
    Snapshot snapshot() {
        return Snapshot.of(List.copyOf(resources.values()));
    }

    /** What a resource was like when it was last observed or changed. */
    Optional<AwsResource> find(Ref ref) {
        return Optional.ofNullable(resources.get(ref));
    }

    void put(AwsResource resource) {
        resources.put(resource.ref(), resource);
    }

    void putRule(Ref listener, String id, String arn) {
        rules.computeIfAbsent(listener, _ -> new ConcurrentHashMap<>()).put(id, arn);
    }

    void removeRule(Ref listener, String id) {
        rules.computeIfAbsent(listener, _ -> new ConcurrentHashMap<>()).remove(id);
    }

    Optional<String> rule(Ref listener, String id) {
        return Optional.ofNullable(rules.getOrDefault(listener, Map.of()).get(id));
    }

    /** The ARNs of the rules of a listener. */
    List<String> rules(Ref listener) {
        return List.copyOf(rules.getOrDefault(listener, Map.of()).values());
    }

    /** A resource is gone, with what lives and dies with it. */
    void remove(Ref ref) {
        var parts = new ArrayList<Ref>();
        resources.values().forEach(resource -> {
            if (owner(resource).equals(Optional.of(ref))) {
                parts.add(resource.ref());
            }
        });
        resources.remove(ref);
        ids.remove(ref);
        rules.remove(ref);
        parts.forEach(this::remove);
    }

    private static Optional<Ref> owner(AwsResource resource) {
        return switch (resource) {
            case dev.isobar.aws.resources.Listener listener -> Optional.of(listener.loadBalancer());
            case RuleTable table -> Optional.of(table.listener());
            case dev.isobar.aws.resources.Registrations registrations -> Optional.of(registrations.targetGroup());
            case dev.isobar.aws.resources.LoadBalancer _,
                    dev.isobar.aws.resources.TargetGroup _,
                    dev.isobar.aws.resources.TrustStore _,
                    dev.isobar.aws.resources.ImportedCertificate _ -> Optional.empty();
        };
    }
}
