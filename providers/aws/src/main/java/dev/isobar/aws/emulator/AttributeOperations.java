package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Operations on the attributes of load balancers, target groups and listeners. */
final class AttributeOperations {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "DescribeLoadBalancerAttributes",
            (store, parameters) ->
                    shown(store.balancer(parameters.get("LoadBalancerArn")).attributes()),
            "ModifyLoadBalancerAttributes",
            AttributeOperations::modifyBalancer,
            "DescribeTargetGroupAttributes",
            (store, parameters) ->
                    shown(store.group(parameters.get("TargetGroupArn")).attributes()),
            "ModifyTargetGroupAttributes",
            AttributeOperations::modifyGroup,
            "DescribeListenerAttributes",
            (store, parameters) ->
                    shown(store.listener(parameters.get("ListenerArn")).attributes()),
            "ModifyListenerAttributes",
            AttributeOperations::modifyListener);

    private AttributeOperations() {}

    private static Tree modifyBalancer(Store store, Tree parameters) {
        var balancer = store.balancer(parameters.get("LoadBalancerArn"));
        var known = Attributes.ofBalancer(balancer.description().get("Type"));
        var changed = changed(known, balancer.attributes(), parameters);
        for (var logs : List.of("access_logs", "connection_logs", "health_check_logs")) {
            if ("true".equals(changed.get(logs + ".s3.enabled"))
                    && changed.getOrDefault(logs + ".s3.bucket", "").isEmpty()) {
                throw ApiError.of(
                        "InvalidConfigurationRequest",
                        "A bucket must be specified where %s are enabled".formatted(logs));
            }
        }
        store.balancers().put(balancer.arn(), new Store.Balancer(balancer.description(), changed, balancer.polls()));
        return shown(changed);
    }

    private static Tree modifyGroup(Store store, Tree parameters) {
        var group = store.group(parameters.get("TargetGroupArn"));
        var known = Attributes.ofGroup(group.protocol(), group.description().get("TargetType"));
        var changed = changed(known, group.attributes(), parameters);
        if (!"weighted_random".equals(changed.getOrDefault("load_balancing.algorithm.type", "weighted_random"))
                && "on".equals(changed.get("load_balancing.algorithm.anomaly_mitigation"))) {
            throw ApiError.of(
                    "InvalidConfigurationRequest", "Anomaly mitigation needs the algorithm 'weighted_random'");
        }
        store.groups().put(group.arn(), new Store.Group(group.description(), changed, group.targets()));
        return shown(changed);
    }

    private static Tree modifyListener(Store store, Tree parameters) {
        var listener = store.listener(parameters.get("ListenerArn"));
        var known = Attributes.ofListener(listener.description().get("Protocol"));
        var changed = changed(known, listener.attributes(), parameters);
        store.listeners()
                .put(listener.arn(), new Store.Listener(listener.description(), changed, listener.certificates()));
        return shown(changed);
    }

    private static SortedMap<String, String> changed(
            Attributes known, SortedMap<String, String> there, Tree parameters) {
        var changed = new TreeMap<>(there);
        var seen = new TreeSet<String>();
        for (var attribute : parameters.items("Attributes")) {
            known.check(attribute.get("Key"), attribute.get("Value"));
            if (!seen.add(attribute.get("Key"))) {
                throw ApiError.invalid("Attribute key '%s' is given twice".formatted(attribute.get("Key")));
            }
            changed.put(attribute.get("Key"), attribute.get("Value"));
        }
        return changed;
    }

    private static Tree shown(SortedMap<String, String> attributes) {
        return Tree.EMPTY.with(
                "Attributes",
                Tree.list(attributes.entrySet().stream()
                        .map(attribute ->
                                Tree.EMPTY.with("Key", attribute.getKey()).with("Value", attribute.getValue()))
                        .toList()));
    }
}
