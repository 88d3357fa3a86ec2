package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.provider.Change;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The steps of a plan, such that those who are served go on being served.
 *
 * <p>All changes of a gateway are one PUT, and so are those of a load balancer. Only where requests begin to go to
 * servers of which none was asked before, they are put beside what serves first, and asked whether they are healthy; when
 * they are, the gateway itself changes, and takes what was for the trial alone away.
 *
 * <p>A load balancer probes what is in a pool that a rule leads to: where all servers of a rule are replaced, and the port
 * stays, the new ones come in beside the old ones, which go when a new one is up. A rule has one port for all servers, so
 * that another port is a change at one moment.
 */
final class Rollout {
    /** Azure probes every 30 s where nobody says otherwise: whoever needs longer has a server that does not start. */
    static final Duration LONGEST_UNHEALTHY = Duration.ofMinutes(5);

    static final String HEALTHY = "healthy";

    private final Plan plan;
    private final Steps steps = new Steps();

    private Rollout(Plan plan) {
        this.plan = plan;
    }

    static Schedule of(Plan plan) {
        return new Rollout(plan).schedule();
    }

    private Schedule schedule() {
        var plain = Schedule.of(plan);
        var all = new ArrayList<List<Steps.Node>>();
        plan.changes().forEach(change -> all.add(nodes(change)));
        for (int i = 0; i < all.size(); i++) {
            for (int before : plain.tasks().get(i).after()) {
                all.get(i).forEach(node -> node.waitsFor(all.get(before).getLast()));
            }
        }
        return steps.schedule();
    }

    /** The steps of a change, that which completes it at the end. */
    private List<Steps.Node> nodes(Change change) {
        return switch (change) {
            case Change.Update(ApplicationGateway before, ApplicationGateway after) -> gateway(before, after);
            case Change.Update(LoadBalancer before, LoadBalancer after) -> balancer(before, after);
            default -> List.of(steps.add(new Step.Make(change)));
        };
    }

    private List<Steps.Node> gateway(ApplicationGateway before, ApplicationGateway after) {
        var served = new Served(after);
        var fresh = served.fresh(new Served(before));
        if (fresh.isEmpty() || new Served(before).backends().isEmpty()) {
            return List.of(steps.add(new Step.Make(new Change.Update(before, after))));
        }
        var trial = Trial.of(before, served, fresh);
        var between = trial.gateway();
        var nodes = new ArrayList<Steps.Node>();
        if (!between.equals(before)) {
            nodes.add(steps.add(new Step.Make(new Change.Update(before, between))));
        }
        var begun = List.copyOf(nodes);
        for (var backend : new TreeSet<>(trial.backends())) {
            var node = steps.add(new Step.Await(backend(after, backend), HEALTHY, LONGEST_UNHEALTHY));
            node.waitsFor(begun);
            nodes.add(node);
        }
        var end = steps.add(new Step.Make(new Change.Update(between, after)));
        end.waitsFor(nodes);
        nodes.add(end);
        return nodes;
    }

    /** Of a pool as it is reached: {@code BackendAddressPool/shop/POOL/SETTINGS}. */
    private static Ref backend(ApplicationGateway gateway, Served.Backend backend) {
        return new Ref("BackendAddressPool", gateway.name() + "/" + backend.pool() + "/" + backend.settings());
    }

    private List<Steps.Node> balancer(LoadBalancer before, LoadBalancer after) {
        var replaced = new TreeMap<String, LoadBalancer.BackendAddressPool>();
        var rules = new ArrayList<String>();
        after.rules().loadBalancingRules().forEach((name, rule) -> {
            var now = before.rules().loadBalancingRules().get(name);
            var wanted = after.rules().backendAddressPools().get(rule.backend().backendAddressPool());
            if (now == null
                    || wanted == null
                    || now.backend().backendPort() != rule.backend().backendPort()) {
                return;
            }
            var pool = now.backend().backendAddressPool();
            var there = before.rules().backendAddressPools().get(pool);
            if (there != null && areOthers(there, wanted)) {
                var both = new TreeSet<>(replaced.getOrDefault(pool, there).ipAddresses());
                both.addAll(wanted.ipAddresses());
                replaced.put(
                        pool,
                        new LoadBalancer.BackendAddressPool(
                                there.virtualNetwork(), both, there.drainPeriodInSeconds()));
                rules.add(name);
            }
        });
        if (replaced.isEmpty()) {
            return List.of(steps.add(new Step.Make(new Change.Update(before, after))));
        }
        var between = with(before, replaced);
        var begin = steps.add(new Step.Make(new Change.Update(before, between)));
        var end = steps.add(new Step.Make(new Change.Update(between, after)));
        var nodes = new ArrayList<>(List.of(begin));
        for (var rule : rules) {
            var ref = new Ref("LoadBalancingRule", after.name() + "/" + rule);
            var node = steps.add(new Step.Await(ref, HEALTHY, LONGEST_UNHEALTHY));
            node.waitsFor(begin);
            end.waitsFor(node);
            nodes.add(node);
        }
        nodes.add(end);
        return nodes;
    }

    private static boolean areOthers(LoadBalancer.BackendAddressPool there, LoadBalancer.BackendAddressPool wanted) {
        return !there.ipAddresses().isEmpty()
                && !wanted.ipAddresses().isEmpty()
                && Collections.disjoint(wanted.ipAddresses(), there.ipAddresses());
    }

    private static LoadBalancer with(LoadBalancer balancer, Map<String, LoadBalancer.BackendAddressPool> replaced) {
        var pools = new TreeMap<>(balancer.rules().backendAddressPools());
        pools.putAll(replaced);
        return new LoadBalancer(
                balancer.name(),
                balancer.location(),
                balancer.frontendIPConfigurations(),
                new LoadBalancer.Rules(
                        balancer.rules().loadBalancingRules(),
                        pools,
                        balancer.rules().probes()),
                balancer.tags());
    }
}
