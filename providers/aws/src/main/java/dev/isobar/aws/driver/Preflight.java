package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.Listener.CertificateSource;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.provider.Change;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What is known before to stand in the way of a plan.
 *
 * <p>Zones of subnets are not asked for: only EC2 tells them, whose client is larger than all others together, and
 * {@code CreateLoadBalancer}, which nothing that serves waits for, says itself what is wrong with them.
 */
final class Preflight {
    /** {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:REST}. */
    private static final int REGION = 3;

    private final Plan plan;
    private final World world;
    private final String region;
    private final Snapshot after;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Preflight(Plan plan, World world, String region) {
        this.plan = plan;
        this.world = world;
        this.region = region;
        after = after(plan, world.snapshot());
    }

    /** @param quotas by name; asked for only where the plan makes something that is counted */
    static List<Obstacle> of(Plan plan, World world, String region, Supplier<Map<String, Integer>> quotas) {
        var preflight = new Preflight(plan, world, region);
        plan.changes().forEach(preflight::check);
        if (plan.changes().stream().anyMatch(change -> !(change instanceof Change.Delete))) {
            preflight.counts(quotas);
        }
        return List.copyOf(preflight.obstacles);
    }

    private static Snapshot after(Plan plan, Snapshot before) {
        var resources = new TreeMap<>(before.resources());
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(var made) -> resources.put(made.ref(), made);
                case Change.Update(var _, var made) -> resources.put(made.ref(), made);
                case Change.Delete(var gone) -> resources.remove(gone.ref());
            }
        }
        return new Snapshot(resources);
    }

    private void add(String what, String fix) {
        obstacles.add(new Obstacle(what, fix));
    }

    private void check(Change change) {
        switch (change) {
            case Change.Create(var made) -> {
                taken(made);
                named(made);
            }
            case Change.Update(var before, var made) -> {
                impossible(before, made);
                named(made);
            }
            case Change.Delete(var gone) -> takesAlong(gone);
        }
    }

    /** What is removed takes what is in it along, whoever it belongs to. */
    private void takesAlong(Resource gone) {
        world.seen()
                .foreignPorts()
                .getOrDefault(gone.ref(), List.of())
                .forEach(port -> add(
                        "%s would take along its listener on port %d, which is not of this model"
                                .formatted(gone.ref(), port),
                        "remove that listener, or keep the load balancer"));
        world.seen()
                .foreignPriorities()
                .getOrDefault(gone.ref(), List.of())
                .forEach(priority -> add(
                        "%s would take along its rule with priority %d, which is not of this model"
                                .formatted(gone.ref(), priority),
                        "remove that rule, or keep the listener"));
    }

    private void taken(Resource made) {
        if (world.seen().taken().contains(made.ref())) {
            add(
                    made.ref() + " is there already, and not of this model",
                    "rename the model or the target group, or remove the other one");
        }
        if (made instanceof Listener listener
                && world.seen()
                        .foreignPorts()
                        .getOrDefault(listener.loadBalancer(), List.of())
                        .contains(listener.endpoint().port())) {
            add(
                    "%s has a listener on port %d that is not of this model"
                            .formatted(
                                    listener.loadBalancer(), listener.endpoint().port()),
                    "remove that listener, or use another port");
        }
    }

    private void named(Resource made) {
        switch (made) {
            case Listener listener -> {
                listener.tls()
                        .ifPresent(tls -> tls.certificates().forEach(source -> {
                            if (source instanceof CertificateSource.Arn(var arn)) {
                                inRegion(arn, listener.ref());
                            }
                        }));
                sameNetwork(listener);
            }
            case Registrations registrations ->
                registrations.targets().stream()
                        .map(Registrations.TargetDescription::id)
                        .filter(id -> id.startsWith("arn:"))
                        .forEach(arn -> inRegion(arn, registrations.ref()));
            case RuleTable table -> freePriorities(table);
            default -> {}
        }
    }

    private void inRegion(String arn, Ref user) {
        var parts = arn.split(":", -1);
        if (parts.length > REGION && !parts[REGION].isEmpty() && !parts[REGION].equals(region)) {
            add(
                    "%s names %s, which is in %s; the load balancer is in %s"
                            .formatted(user, arn, parts[REGION], region),
                    "use one in " + region + ", or change place.aws.region");
        }
    }

    /** A load balancer stays in its VPC. */
    private void sameNetwork(Listener listener) {
        var balancer = Optional.ofNullable(world.seen().balancers().get(listener.loadBalancer()));
        balancer.map(software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer::vpcId)
                .ifPresent(vpc -> listener.defaultAction().uses().stream()
                        .map(after::find)
                        .flatMap(Optional::stream)
                        .filter(TargetGroup.class::isInstance)
                        .map(group -> ((TargetGroup) group).fixed().vpcId())
                        .flatMap(Optional::stream)
                        .filter(wanted -> !wanted.equals(vpc))
                        .findFirst()
                        .ifPresent(wanted -> add(
                                "%s is in %s and cannot move to %s".formatted(listener.loadBalancer(), vpc, wanted),
                                "make another load balancer there: rename the model, and remove this one later")));
    }

    private void freePriorities(RuleTable table) {
        var foreign = world.seen().foreignPriorities().getOrDefault(table.listener(), List.of());
        table.rules().stream()
                .filter(rule -> foreign.contains(rule.priority()))
                .forEach(rule -> add(
                        "%s has a rule with priority %d that is not of this model, where rule %s goes"
                                .formatted(table.listener(), rule.priority(), rule.id()),
                        "move that rule to another priority, or remove it"));
    }

    private void impossible(Resource before, Resource made) {
        if (!(before instanceof LoadBalancer old) || !(made instanceof LoadBalancer wanted)) {
            return;
        }
        if (!old.kind().equals(wanted.kind())) {
            add(
                    old.ref() + " cannot change its type or scheme",
                    "remove it, which takes its address away, and run plan again");
        }
        boolean none = old.network().securityGroups().isEmpty();
        if (old.kind().type() == LoadBalancer.Type.NETWORK
                && none != wanted.network().securityGroups().isEmpty()) {
            add(
                    "%s was made %s security groups; a Network Load Balancer stays so"
                            .formatted(old.ref(), none ? "without" : "with"),
                    none
                            ? "remove place.aws.securityGroups, or remove the load balancer, which takes its address"
                                    + " away"
                            : "keep one security group at least");
        }
    }

    // How much there will be of everything.

    private void counts(Supplier<Map<String, Integer>> quotas) {
        var counts = new TreeMap<String, Long>();
        for (var type : LoadBalancer.Type.values()) {
            long made = made(LoadBalancer.class)
                    .filter(balancer -> balancer.kind().type() == type)
                    .count();
            var name = type == LoadBalancer.Type.APPLICATION ? "application-load-balancers" : "network-load-balancers";
            most(counts, name, made == 0 ? 0 : made + world.seen().totals().getOrDefault(name, 0));
        }
        long groups = made(TargetGroup.class).count();
        most(
                counts,
                "target-groups",
                groups == 0 ? 0 : groups + world.seen().totals().getOrDefault("target-groups", 0));
        counts(after, counts);
        var meanwhile = new TreeMap<String, Long>();
        states().forEach(state -> counts(state, meanwhile));
        meanwhile.entrySet().removeIf(entry -> entry.getValue() <= counts.getOrDefault(entry.getKey(), 0L));
        counts.values().removeIf(count -> count == 0);
        if (counts.isEmpty() && meanwhile.isEmpty()) {
            return;
        }
        var known = quotas.get();
        meanwhile.forEach((name, count) -> {
            var most = known.get(name);
            if (most != null && count > most && counts.getOrDefault(name, 0L) <= most) {
                add(
                        ("for a while the plan needs %d of the quota %s, since what is new stands beside what it"
                                        + " replaces; the account has %d")
                                .formatted(count, name, most),
                        "ask for more in Service Quotas, or change less at once");
            }
        });
        counts.forEach((name, count) -> {
            var most = known.get(name);
            if (most != null && count > most) {
                add(
                        "the plan needs %d of the quota %s; the account has %d".formatted(count, name, most),
                        "ask for more in Service Quotas, or use fewer");
            }
        });
    }

    /** What is there behind each step. */
    private List<Snapshot> states() {
        var states = new ArrayList<Snapshot>();
        var now = world.snapshot();
        for (var task : Rollout.of(plan, now).tasks()) {
            if (task.step() instanceof Step.Make(var change)) {
                now = after(new Plan(List.of(change)), now);
                states.add(now);
            }
        }
        return states;
    }

    private void counts(Snapshot state, Map<String, Long> counts) {
        all(state, LoadBalancer.class).forEach(balancer -> counts(balancer, state, counts));
    }

    private void counts(LoadBalancer balancer, Snapshot state, Map<String, Long> counts) {
        boolean application = balancer.kind().type() == LoadBalancer.Type.APPLICATION;
        var kind = application ? "application-load-balancer" : "network-load-balancer";
        var listeners = all(state, Listener.class)
                .filter(listener -> listener.loadBalancer().equals(balancer.ref()))
                .toList();
        if (listeners.stream().noneMatch(listener -> changes(listener, state))) {
            return;
        }
        int foreignListeners = size(world.seen().foreignPorts().getOrDefault(balancer.ref(), List.of()));
        most(counts, "listeners-per-" + kind, listeners.size() + foreignListeners);
        most(
                counts,
                "certificates-per-" + kind,
                sum(
                        listeners,
                        listener -> listener.tls()
                                .map(tls -> tls.certificates().size() - 1)
                                .orElse(0)));
        var tables = listeners.stream()
                .map(listener -> table(listener, state))
                .flatMap(Optional::stream)
                .toList();
        var groups = new TreeSet<Ref>();
        listeners.forEach(listener -> groups.addAll(listener.defaultAction().uses()));
        tables.forEach(table ->
                table.rules().forEach(rule -> groups.addAll(rule.action().uses())));
        most(
                counts,
                "targets-per-" + kind,
                sum(
                        groups,
                        group -> state.find(new Ref("Registrations", group.name()))
                                .map(found -> ((Registrations) found).targets().size())
                                .orElse(0)));
        if (application) {
            most(counts, "target-groups-per-application-load-balancer", groups.size());
            most(
                    counts,
                    "rules-per-application-load-balancer",
                    sum(tables, table -> table.rules().size())
                            + sum(
                                    listeners,
                                    listener -> size(
                                            world.seen().foreignPriorities().getOrDefault(listener.ref(), List.of()))));
        }
    }

    /** Whether anything about a listener changes. */
    private boolean changes(Listener listener, Snapshot state) {
        var about = new TreeSet<>(listener.defaultAction().uses());
        about.add(listener.ref());
        table(listener, state).ifPresent(table -> {
            about.add(table.ref());
            about.addAll(table.uses());
        });
        Set.copyOf(about).stream()
                .filter(ref -> ref.kind().equals("TargetGroup"))
                .forEach(group -> about.add(new Ref("Registrations", group.name())));
        return plan.changes().stream().anyMatch(change -> about.contains(change.ref()));
    }

    private static Optional<RuleTable> table(Listener listener, Snapshot state) {
        return state.find(new Ref("RuleTable", listener.ref().name())).map(RuleTable.class::cast);
    }

    private static int size(Collection<?> collection) {
        return collection.size();
    }

    private static <T> long sum(Collection<T> items, ToLongFunction<T> size) {
        return items.stream().mapToLong(size).sum();
    }

    private static void most(Map<String, Long> counts, String name, long count) {
        counts.merge(name, count, Math::max);
    }

    private <T extends Resource> Stream<T> made(Class<T> type) {
        return plan.changes().stream()
                .filter(Change.Create.class::isInstance)
                .map(change -> ((Change.Create) change).after())
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static <T extends Resource> Stream<T> all(Snapshot state, Class<T> type) {
        return state.resources().values().stream().filter(type::isInstance).map(type::cast);
    }
}
