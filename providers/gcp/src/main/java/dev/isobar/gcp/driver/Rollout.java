package dev.isobar.gcp.driver;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.gcp.resources.UrlMap;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The steps of a plan, such that those who are served go on being served.
 *
 * <p>Google checks the health of a backend service only once a forwarding rule leads to it. So where a URL map that
 * clients reach begins to use one, it first names it for a host that nobody asks for; when its endpoints are healthy, the
 * map itself changes, and that host goes with it.
 *
 * <p>A backend service that changes gets its new endpoints first; old groups go when nothing uses them any more.
 *
 * @see <a href="https://cloud.google.com/sdk/gcloud/reference/compute/backend-services/get-health">What is not reached by
 *     a forwarding rule is not checked</a>
 */
final class Rollout {
    /**
     * How long new endpoints may take to pass their checks: with usual settings that is seconds, and up to a minute until
     * all of Google's edge knows. Whoever needs longer has a server that does not start.
     */
    static final Duration LONGEST_UNHEALTHY = Duration.ofMinutes(5);

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
        plan.changes().forEach(this::endpoints);
        frontends();
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

    private Optional<Steps.Node> done(Ref ref) {
        return Optional.ofNullable(last.get(ref));
    }

    /** Whether its health is checked and it has endpoints that will be. */
    private boolean isChecked(Ref service) {
        return after(service).orElse(null) instanceof BackendService found
                && found.serving().healthCheck().isPresent()
                && groups(found).stream()
                        .anyMatch(group -> after(endpoints(group)).isPresent());
    }

    private static Set<Ref> groups(BackendService service) {
        var groups = new TreeSet<Ref>();
        for (var backend : service.serving().backends()) {
            if (backend.group() instanceof BackendService.Group.EndpointGroup(var group)
                    && backend.balancing()
                            .filter(each -> each.capacityScaler() > 0)
                            .isPresent()) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static Ref endpoints(Ref group) {
        return new Ref("NetworkEndpoints", group.name());
    }

    /** The backend services that a resource sends traffic to. */
    private static Set<Ref> served(Optional<Resource> resource) {
        return switch (resource.orElse(null)) {
            case UrlMap map -> WarmUp.without(map).uses();
            case TargetTcpProxy proxy -> Set.of(proxy.service());
            case TargetSslProxy proxy -> Set.of(proxy.service());
            case null, default -> Set.of();
        };
    }

    /** The URL maps that clients reach now. */
    private Set<Ref> reached() {
        var maps = new TreeSet<Ref>();
        for (var resource : observed.resources().values()) {
            if (resource instanceof ForwardingRule rule) {
                switch (rule.target().flatMap(observed::find).orElse(null)) {
                    case TargetHttpProxy proxy -> maps.add(proxy.urlMap());
                    case TargetHttpsProxy proxy -> maps.add(proxy.urlMap());
                    case null, default -> {}
                }
            }
        }
        return maps;
    }

    // URL maps that begin to use backend services.

    /** URL map to the services that it begins to use, where nothing used these before. */
    private Map<Ref, Set<Ref>> warmings() {
        var used = new TreeSet<Ref>();
        observed.resources().values().forEach(resource -> used.addAll(served(Optional.of(resource))));
        var warmings = new TreeMap<Ref, Set<Ref>>();
        for (var map : reached()) {
            if (changes.get(map) instanceof Change.Update) {
                var begun = new TreeSet<>(served(after(map)));
                begun.removeAll(used);
                begun.removeIf(service -> !isChecked(service));
                if (!begun.isEmpty()) {
                    warmings.put(map, begun);
                }
            }
        }
        return warmings;
    }

    private void addChanges(Map<Ref, Set<Ref>> warmings) {
        var plain = Schedule.of(plan);
        var nodes = new ArrayList<Steps.Node>();
        var begun = new TreeMap<Ref, Steps.Node>();
        for (var change : plan.changes()) {
            var services = warmings.get(change.ref());
            if (services != null && change instanceof Change.Update(UrlMap before, UrlMap after)) {
                var between = WarmUp.in(before, services);
                begun.put(change.ref(), steps.add(new Step.Make(new Change.Update(before, between))));
                nodes.add(steps.add(new Step.Make(new Change.Update(between, after))));
            } else {
                nodes.add(steps.add(new Step.Make(change)));
            }
            last.put(change.ref(), nodes.getLast());
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (int before : plain.tasks().get(i).after()) {
                nodes.get(i).waitsFor(nodes.get(before));
            }
        }
        begun.forEach((map, node) -> warm(map, node, warmings.getOrDefault(map, Set.of())));
    }

    private void warm(Ref map, Steps.Node naming, Set<Ref> services) {
        for (var service : services) {
            ready(service).forEach(naming::waitsFor);
            var awaited = healthy(service);
            awaited.waitsFor(naming);
            done(map).ifPresent(node -> node.waitsFor(awaited));
        }
        done(map).ifPresent(node -> node.waitsFor(naming));
    }

    /** The steps after which a backend service has its endpoints. */
    private List<Steps.Node> ready(Ref service) {
        var nodes = new ArrayList<Steps.Node>();
        done(service).ifPresent(nodes::add);
        if (after(service).orElse(null) instanceof BackendService found) {
            groups(found).forEach(group -> done(endpoints(group)).ifPresent(nodes::add));
        }
        return nodes;
    }

    private Steps.Node healthy(Ref service) {
        return healthy.computeIfAbsent(service, _ -> {
            var node = steps.add(new Step.Await(service, Waiting.HEALTHY, LONGEST_UNHEALTHY));
            ready(service).forEach(node::waitsFor);
            return node;
        });
    }

    // Forwarding rules.

    /**
     * A port of an address has one forwarding rule: where another one takes it over, the old one goes first, and clients
     * wait for the moment between. Else those that go wait for those that come.
     */
    private void frontends() {
        var come = new ArrayList<ForwardingRule>();
        var go = new ArrayList<ForwardingRule>();
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(ForwardingRule rule) -> come.add(rule);
                case Change.Delete(ForwardingRule rule) -> go.add(rule);
                default -> {}
            }
        }
        boolean anyTakesOver = come.stream().anyMatch(made -> go.stream().anyMatch(gone -> collide(made, gone)));
        for (var made : come) {
            for (var gone : go) {
                var first = anyTakesOver ? gone : made;
                var second = anyTakesOver ? made : gone;
                if (!anyTakesOver || collide(made, gone)) {
                    done(first.ref()).ifPresent(node -> done(second.ref()).ifPresent(next -> next.waitsFor(node)));
                }
            }
        }
    }

    private static boolean collide(ForwardingRule one, ForwardingRule other) {
        return one.fixed().ipAddress().equals(other.fixed().ipAddress())
                && one.fixed().port().equals(other.fixed().port());
    }

    // Endpoints.

    private void endpoints(Change change) {
        switch (change) {
            case Change.Create(NetworkEndpoints endpoints) -> beforeUse(endpoints);
            case Change.Update(NetworkEndpoints _, NetworkEndpoints endpoints) -> beforeUse(endpoints);
            // They go with their group, where that goes; else when nothing sends them anything.
            case Change.Delete(NetworkEndpoints endpoints) -> withGroup(endpoints);
            default -> {}
        }
    }

    /** A new backend, and what leads to a new backend service, waits for its endpoints. */
    private void beforeUse(NetworkEndpoints endpoints) {
        var group = dev.isobar.gcp.resources.NetworkEndpointGroup.ref(endpoints.id());
        var attached = done(endpoints.ref());
        if (before(group).isEmpty()) {
            for (var change : plan.changes()) {
                if (after(change.ref()).orElse(null) instanceof BackendService service
                        && groups(service).contains(group)) {
                    attached.ifPresent(node -> done(change.ref()).ifPresent(user -> user.waitsFor(node)));
                }
            }
        }
    }

    private void withGroup(NetworkEndpoints endpoints) {
        var group = dev.isobar.gcp.resources.NetworkEndpointGroup.ref(endpoints.id());
        if (changes.get(group) instanceof Change.Delete) {
            done(endpoints.ref())
                    .ifPresent(part -> done(group).ifPresent(whole -> {
                        whole.waitsNoMoreFor(part);
                        part.waitsFor(whole);
                    }));
        }
    }
}
