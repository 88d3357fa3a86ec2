package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.Action.Forward;
import dev.isobar.aws.resources.Action.Weighted;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.provider.Change;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Step;
import dev.isobar.provider.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The steps of a plan, such that those who are served go on being served.
 *
 * <p>AWS checks the health of a target group only once a listener or rule names it. So where a listener that is there
 * begins to use a group, the group is first named where it gets no traffic: on an Application Load Balancer in a rule
 * that no request meets, on a Network Load Balancer with weight 0 beside those that serve. When its targets are healthy, the
 * change itself is made, and the rule goes with it.
 *
 * <p>What goes with its owner in one call, as listeners do with their load balancer, comes after it: there is nothing left
 * to do then. Targets of a group that served are let go one by one before the group goes.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">Health
 *     checks of target groups</a>
 */
final class Rollout {
    /**
     * How long new targets may take to pass their checks. The service checks every 5 to 300 s and wants 2 to 10 successes:
     * with usual settings that is seconds; whoever needs longer than this has a target that does not start.
     */
    static final Duration LONGEST_UNHEALTHY = Duration.ofMinutes(5);

    /** What the vendor's own clients wait for a load balancer. */
    private static final Duration LONGEST_PROVISIONING = Duration.ofMinutes(10);

    private final Plan plan;
    private final Snapshot observed;
    private final Map<Ref, Change> changes = new HashMap<>();
    private final Steps steps = new Steps();

    /** The step that completes a change. */
    private final Map<Ref, Steps.Node> last = new TreeMap<>();

    private final Map<Ref, Steps.Node> healthy = new TreeMap<>();

    private Rollout(Plan plan, Snapshot observed) {
        this.plan = plan;
        this.observed = observed;
        plan.changes().forEach(change -> changes.put(change.ref(), change));
    }

    /** @param observed what was there when the plan was made */
    static Schedule of(Plan plan, Snapshot observed) {
        return new Rollout(plan, observed).schedule();
    }

    private Schedule schedule() {
        var warmings = warmings();
        addChanges(warmings);
        warmings.values().forEach(this::wire);
        ownersFirst();
        datagramsFirst();
        plan.changes().forEach(this::balancer);
        return steps.schedule();
    }

    // What is there, and what is to be.

    private Optional<Resource> after(Ref ref) {
        return switch (changes.get(ref)) {
            case Change.Create(var after) -> Optional.of(after);
            case Change.Update(var _, var after) -> Optional.of(after);
            case Change.Delete _ -> Optional.empty();
            case null -> observed.find(ref);
        };
    }

    private Optional<Resource> before(Ref ref) {
        return switch (changes.get(ref)) {
            case Change.Create _ -> Optional.empty();
            case Change.Update(var before, var _) -> Optional.of(before);
            case Change.Delete(var before) -> Optional.of(before);
            case null -> observed.find(ref);
        };
    }

    /** Of listeners and rule tables: the groups that get traffic. */
    private static Set<Ref> served(Optional<Resource> resource) {
        var groups = new TreeSet<Ref>();
        resource.ifPresent(each -> {
            switch (each) {
                case Listener listener -> groups.addAll(listener.defaultAction().uses());
                case RuleTable table ->
                    WarmUp.without(table.rules())
                            .forEach(rule -> groups.addAll(rule.action().uses()));
                default -> {}
            }
        });
        return groups;
    }

    private Set<Ref> users() {
        var refs = new TreeSet<>(observed.resources().keySet());
        refs.addAll(changes.keySet());
        refs.removeIf(ref -> !ref.kind().equals("Listener") && !ref.kind().equals("RuleTable"));
        return refs;
    }

    /** The groups that one listener or rule table serves both before and after. */
    private Set<Ref> kept() {
        var kept = new TreeSet<Ref>();
        for (var user : users()) {
            var both = served(before(user));
            both.retainAll(served(after(user)));
            kept.addAll(both);
        }
        return kept;
    }

    /** Whether it has targets whose health is checked. */
    private boolean isChecked(Ref group) {
        return after(group).orElse(null) instanceof TargetGroup found
                && found.healthCheck() instanceof TargetGroup.HealthCheck.Enabled
                && after(registrations(group)).orElse(null) instanceof Registrations registrations
                && !registrations.targets().isEmpty();
    }

    private static Ref registrations(Ref group) {
        return new Ref("Registrations", group.name());
    }

    private static Ref table(Ref listener) {
        return new Ref("RuleTable", listener.name());
    }

    // Groups that are to be warmed up.

    /**
     * A listener that begins to use groups.
     *
     * @param groups that it names before they get traffic
     * @param awaited those, and others that another listener names
     */
    private record Warming(Ref listener, Set<Ref> groups, Set<Ref> awaited) {}

    private Map<Ref, Warming> warmings() {
        var kept = kept();
        var named = new TreeSet<Ref>();
        var warmings = new TreeMap<Ref, Warming>();
        for (var ref : users()) {
            if (ref.kind().equals("Listener")
                    && before(ref).isPresent()
                    && after(ref).isPresent()) {
                var begun = begun(
                        (Listener) before(ref).get(), (Listener) after(ref).get());
                begun.removeAll(kept);
                begun.removeIf(group -> !isChecked(group));
                if (!begun.isEmpty()) {
                    var own = new TreeSet<>(begun);
                    own.removeAll(named);
                    named.addAll(own);
                    warmings.put(ref, new Warming(ref, own, begun));
                }
            }
        }
        return warmings;
    }

    /**
     * The groups that a listener uses and did not use, in its default or its rules. What moves from the rules to the default
     * is named by both for a moment, since the default changes first.
     */
    private Set<Ref> begun(Listener before, Listener after) {
        var table = table(before.ref());
        var begun = served(Optional.of(after));
        begun.removeAll(served(Optional.of(before)));
        begun.removeAll(served(before(table)));
        var inRules = served(after(table));
        inRules.removeAll(served(before(table)));
        begun.addAll(inRules);
        if (isNetwork(after) && before.endpoint().protocol() != after.endpoint().protocol()) {
            // The listener of now may not name groups of the protocol to come.
            begun.clear();
        }
        return begun;
    }

    private boolean isNetwork(Listener listener) {
        return before(listener.loadBalancer()).orElse(null) instanceof LoadBalancer balancer
                && balancer.kind().type() == LoadBalancer.Type.NETWORK;
    }

    // Steps.

    private void addChanges(Map<Ref, Warming> warmings) {
        var between = new TreeMap<Ref, Resource>();
        var first = new TreeMap<Ref, Steps.Node>();
        warmings.values()
                .forEach(warming -> between(warming).ifPresent(resource -> between.put(resource.ref(), resource)));
        var plain = Schedule.of(plan);
        var nodes = new ArrayList<Steps.Node>();
        for (int i = 0; i < plan.changes().size(); i++) {
            var change = plan.changes().get(i);
            var from = between.get(change.ref());
            if (from == null) {
                nodes.add(steps.add(new Step.Make(change)));
            } else {
                addBetween(from, first);
                nodes.add(steps.add(new Step.Make(from(from, change))));
            }
            last.put(change.ref(), nodes.getLast());
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (int before : plain.tasks().get(i).after()) {
                nodes.get(i).waitsFor(nodes.get(before));
            }
        }
        between.forEach((ref, resource) -> {
            if (!changes.containsKey(ref)) {
                addBetween(resource, first);
                // Back to what it was.
                last.put(
                        ref,
                        steps.add(new Step.Make(observed.find(ref)
                                .<Change>map(before -> new Change.Update(resource, before))
                                .orElseGet(() -> new Change.Delete(resource)))));
            }
        });
        first.forEach((ref, node) -> warmed.put(ref, node));
        between.keySet()
                .forEach(ref -> Optional.ofNullable(first.get(ref))
                        .ifPresent(node -> Optional.ofNullable(last.get(ref)).ifPresent(end -> end.waitsFor(node))));
    }

    /** The steps that name groups without traffic, by what they change. */
    private final Map<Ref, Steps.Node> warmed = new TreeMap<>();

    private void addBetween(Resource between, Map<Ref, Steps.Node> first) {
        var before = before(between.ref());
        if (before.isEmpty()) {
            first.put(between.ref(), steps.add(new Step.Make(new Change.Create(between))));
        } else if (!before.get().equals(between)) {
            first.put(between.ref(), steps.add(new Step.Make(new Change.Update(before.get(), between))));
        }
    }

    private static Change from(Resource between, Change change) {
        return switch (change) {
            case Change.Create(var after) -> new Change.Update(between, after);
            case Change.Update(var _, var after) -> new Change.Update(between, after);
            case Change.Delete _ -> new Change.Delete(between);
        };
    }

    private Optional<Resource> between(Warming warming) {
        if (warming.groups().isEmpty()) {
            return Optional.empty();
        }
        var listener = (Listener) before(warming.listener()).orElseThrow();
        if (isNetwork(listener)) {
            return Optional.of(WarmUp.beside(listener, warming.groups()));
        }
        var ref = table(warming.listener());
        var before =
                before(ref).map(RuleTable.class::cast).map(RuleTable::rules).orElse(List.of());
        var after = after(ref).map(RuleTable.class::cast).map(RuleTable::rules).orElse(List.of());
        return Optional.of(new RuleTable(warming.listener(), WarmUp.in(before, after, warming.groups())));
    }

    /** What a listener waits for before it changes. */
    private void wire(Warming warming) {
        var table = table(warming.listener());
        var naming =
                Optional.ofNullable(warmed.get(table)).or(() -> Optional.ofNullable(warmed.get(warming.listener())));
        naming.ifPresent(node -> warming.groups().forEach(group -> {
            done(group).ifPresent(node::waitsFor);
            done(registrations(group)).ifPresent(node::waitsFor);
        }));
        for (var group : warming.groups()) {
            var awaited = healthy(group);
            naming.ifPresent(awaited::waitsFor);
        }
        for (var ref : List.of(warming.listener(), table)) {
            done(ref).ifPresent(node -> {
                naming.ifPresent(node::waitsFor);
                warming.awaited().forEach(group -> node.waitsFor(healthy(group)));
            });
        }
        // The rules that warm up go when the default has changed.
        done(table).ifPresent(node -> done(warming.listener()).ifPresent(node::waitsFor));
    }

    private Steps.Node healthy(Ref group) {
        return healthy.computeIfAbsent(group, _ -> {
            var node = steps.add(new Step.Await(group, Waiting.HEALTHY, LONGEST_UNHEALTHY));
            done(registrations(group)).ifPresent(node::waitsFor);
            return node;
        });
    }

    private Optional<Steps.Node> done(Ref ref) {
        return Optional.ofNullable(last.get(ref));
    }

    /** What goes with its owner has nothing left to do after it. */
    private void ownersFirst() {
        for (var change : plan.changes()) {
            if (!(change instanceof Change.Delete(var resource))) {
                continue;
            }
            var owner = owner(resource);
            if (owner.isPresent() && changes.get(owner.get()) instanceof Change.Delete) {
                var part = last.get(change.ref());
                var whole = last.get(owner.get());
                if (part != null && whole != null) {
                    whole.waitsNoMoreFor(part);
                    part.waitsFor(whole);
                }
            } else if (resource instanceof Registrations registrations) {
                letGoAfterUse(registrations);
            } else if (resource instanceof RuleTable table) {
                var part = last.get(change.ref());
                done(table.listener())
                        .ifPresent(node -> Optional.ofNullable(part).ifPresent(it -> it.waitsFor(node)));
            }
        }
    }

    /**
     * A Network Load Balancer takes IPv6 addresses only when none of its listeners takes datagrams any more.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html">IP address
     *     type</a>
     */
    private void datagramsFirst() {
        for (var change : plan.changes()) {
            if (!(change instanceof Change.Update(LoadBalancer before, LoadBalancer after))
                    || before.network().equals(after.network())) {
                continue;
            }
            var balancer = last.get(change.ref());
            for (var other : plan.changes()) {
                var listener = last.get(other.ref());
                if (balancer != null && listener != null && leavesDatagrams(other, after.ref())) {
                    listener.waitsNoMoreFor(balancer);
                    balancer.waitsFor(listener);
                }
            }
        }
    }

    private static boolean leavesDatagrams(Change change, Ref balancer) {
        return switch (change) {
            case Change.Delete(Listener before) -> before.loadBalancer().equals(balancer) && takesDatagrams(before);
            case Change.Update(Listener before, Listener after) ->
                before.loadBalancer().equals(balancer) && takesDatagrams(before) && !takesDatagrams(after);
            default -> false;
        };
    }

    private static boolean takesDatagrams(Listener listener) {
        return switch (listener.endpoint().protocol()) {
            case UDP, TCP_UDP -> true;
            case HTTP, HTTPS, TCP, TLS -> false;
        };
    }

    /** Targets are let go when nobody sends them anything any more. */
    private void letGoAfterUse(Registrations registrations) {
        var part = done(registrations.ref());
        users().stream()
                .filter(user -> served(before(user)).contains(registrations.targetGroup()))
                .map(this::done)
                .flatMap(Optional::stream)
                .forEach(user -> part.ifPresent(node -> node.waitsFor(user)));
    }

    private Optional<Ref> owner(Resource resource) {
        return switch (resource) {
            case Listener listener -> Optional.of(listener.loadBalancer());
            case RuleTable table -> Optional.of(table.listener());
            case Registrations registrations
            when !servedByOneThatStays(registrations.targetGroup()) -> Optional.of(registrations.targetGroup());
            default -> Optional.empty();
        };
    }

    private boolean servedByOneThatStays(Ref group) {
        return users().stream()
                .filter(user -> served(before(user)).contains(group))
                .map(this::balancerOf)
                .flatMap(Optional::stream)
                .anyMatch(balancer -> after(balancer).isPresent());
    }

    private Optional<Ref> balancerOf(Ref user) {
        return switch (before(user).orElse(null)) {
            case Listener listener -> Optional.of(listener.loadBalancer());
            case RuleTable table ->
                before(table.listener()).map(Listener.class::cast).map(Listener::loadBalancer);
            case null, default -> Optional.empty();
        };
    }

    /**
     * A new load balancer is waited for at the end; one that goes while another one comes goes when that one serves.
     */
    private void balancer(Change change) {
        if (change instanceof Change.Create(LoadBalancer balancer)) {
            var active = steps.add(new Step.Await(balancer.ref(), Waiting.ACTIVE, LONGEST_PROVISIONING));
            done(balancer.ref()).ifPresent(active::waitsFor);
            var gone = plan.changes().stream()
                    .filter(other -> other instanceof Change.Delete(LoadBalancer _))
                    .map(other -> last.get(other.ref()))
                    .toList();
            if (!gone.isEmpty()) {
                var serving = serving(balancer.ref());
                gone.stream()
                        .flatMap(node -> Optional.ofNullable(node).stream())
                        .forEach(node -> {
                            node.waitsFor(active);
                            node.waitsFor(serving);
                        });
            }
        }
    }

    /** The steps after which a new load balancer serves. */
    private Collection<Steps.Node> serving(Ref balancer) {
        var nodes = new LinkedHashSet<Steps.Node>();
        for (var user : users()) {
            var listener = user.kind().equals("Listener")
                    ? after(user)
                    : after(user).map(RuleTable.class::cast).flatMap(table -> after(table.listener()));
            if (listener.map(Listener.class::cast)
                    .filter(each -> each.loadBalancer().equals(balancer))
                    .isEmpty()) {
                continue;
            }
            done(user).ifPresent(nodes::add);
            for (var group : served(after(user))) {
                if (isChecked(group)) {
                    var awaited = healthy(group);
                    done(user).ifPresent(awaited::waitsFor);
                    nodes.add(awaited);
                }
            }
        }
        return nodes;
    }

    /** How groups are named without getting traffic. */
    static final class WarmUp {
        private static final String PREFIX = "warm-up/";

        /** The most groups that one action names. */
        private static final int MOST_GROUPS = 5;

        private static final int LAST_PRIORITY = 50_000;

        /** RFC 5737 and RFC 6761: nobody comes from this network, nor asks for such a host. */
        private static final List<dev.isobar.aws.resources.RuleCondition> NOBODY = List.of(
                new dev.isobar.aws.resources.RuleCondition.HostHeader(List.of("warm-up.invalid")),
                new dev.isobar.aws.resources.RuleCondition.SourceIp(List.of("192.0.2.1/32")));

        private WarmUp() {}

        static List<RuleTable.Rule> without(List<RuleTable.Rule> rules) {
            return rules.stream().filter(rule -> !isWarmUp(rule.id())).toList();
        }

        /** @param rule the id of one */
        static boolean isWarmUp(String rule) {
            return rule.startsWith(PREFIX);
        }

        /** The rules of before, with those that name groups and that no request meets. */
        static List<RuleTable.Rule> in(
                List<RuleTable.Rule> before, List<RuleTable.Rule> after, Collection<Ref> groups) {
            var used = new TreeSet<Integer>();
            without(before).forEach(rule -> used.add(rule.priority()));
            after.forEach(rule -> used.add(rule.priority()));
            var rules = new ArrayList<>(without(before));
            var all = List.copyOf(groups);
            int priority = LAST_PRIORITY;
            for (int from = 0; from < all.size(); from += MOST_GROUPS) {
                while (used.contains(priority)) {
                    priority--;
                }
                var some = all.subList(from, Math.min(all.size(), from + MOST_GROUPS)).stream()
                        .map(group -> new Weighted(group, 1))
                        .toList();
                rules.add(new RuleTable.Rule(
                        PREFIX + (from / MOST_GROUPS + 1),
                        priority--,
                        NOBODY,
                        new Forward(some, OptionalInt.empty()),
                        List.of()));
            }
            return rules;
        }

        /**
         * The listener of before, with groups of weight 0. Where they are too many for one action, the heaviest of before and
         * the first of the new ones are named.
         */
        static Listener beside(Listener before, Collection<Ref> groups) {
            if (!(before.defaultAction() instanceof Forward(var serving, var stickiness))) {
                return before;
            }
            var named = groups.stream().limit(MOST_GROUPS - 1).toList();
            var weighted = new ArrayList<>(serving.stream()
                    .filter(group -> !named.contains(group.targetGroup()))
                    .sorted(Comparator.comparingInt(Weighted::weight).reversed())
                    .limit(MOST_GROUPS - named.size())
                    .toList());
            named.forEach(group -> weighted.add(new Weighted(group, 0)));
            Action action = new Forward(weighted, stickiness);
            return new Listener(
                    before.loadBalancer(), before.endpoint(), before.tls(), action, before.attributes(), before.tags());
        }
    }
}
