package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.Address;
import dev.isobar.gcp.resources.Address.NetworkTier;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.HealthCheck;
import dev.isobar.gcp.resources.LoadBalancingScheme;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.SslCertificate;
import dev.isobar.gcp.resources.SslPolicy;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Losses;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * From resources on Google Cloud to the model that they carry: the inverse of {@link ToGcp}. What we made comes back under
 * the names that it had, by our marks; what others made gets names from theirs. Whatever a model cannot say is listed.
 */
public final class FromGcp {
    private final Snapshot observed;
    private final String project;
    private final Losses losses = new Losses();

    private FromGcp(Snapshot observed, String project) {
        this.observed = observed;
        this.project = project;
    }

    /**
     * Translates forwarding rules that are in one place.
     *
     * @param observed these, and all that they use: proxies, URL maps, backend services with their health checks, endpoint
     *     groups and endpoints, security policies, SSL policies, and certificates of ours
     * @param project where they are, which resources do not say of themselves
     * @throws IllegalArgumentException where there is no forwarding rule, they are in several places, or no listener could
     *     be carried over
     */
    public static Imported translate(Snapshot observed, String project) {
        return new FromGcp(observed, project).all();
    }

    private Imported all() {
        var rules = all(ForwardingRule.class)
                .sorted(Comparator.comparing(rule -> rule.ref().toString()))
                .toList();
        requireOnePlace(rules);
        var groups = new FromGroups(observed, passedPorts(rules), losses);
        groups.addAll(all(BackendService.class).toList());
        var certificates = new FromCertificates(observed, losses);
        var listeners = new FromListeners(observed, groups.parts(), certificates, losses);
        listeners.addAll(rules);
        if (listeners.listeners().isEmpty()) {
            throw new IllegalArgumentException("no listener of "
                    + rules.stream().map(ForwardingRule::ref).toList() + " can be carried over: " + losses.all());
        }
        addresses(rules);
        unused();
        descriptions();
        var zones = new TreeSet<String>();
        groups.groups()
                .values()
                .forEach(group ->
                        group.targets().forEach(target -> target.share().zone().ifPresent(zones::add)));
        var zone = zones.size() == 1 ? Optional.of(zones.first()) : Optional.<String>empty();
        var parts = new Model.Parts(
                listeners.listeners(),
                zone.isPresent() ? withoutZones(groups.groups()) : groups.groups(),
                certificates.all());
        var place = new Place(Optional.empty(), Optional.of(place(rules, zone)), Optional.empty(), ModelDefaults.LOCAL);
        return new Imported(new Model(name(rules), labels(rules), parts, listeners.tests(), place), losses.all());
    }

    private <R extends Resource> Stream<R> all(Class<R> kind) {
        return observed.resources().values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static void requireOnePlace(List<ForwardingRule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("there is no forwarding rule");
        }
        var places =
                rules.stream().map(rule -> rule.id().scope().path()).distinct().toList();
        if (places.size() > 1) {
            throw new IllegalArgumentException("a model is in one place, not in " + places);
        }
        if (rules.stream().map(FromGcp::isInternal).distinct().count() > 1) {
            throw new IllegalArgumentException("a model is for clients from outside or from inside, not for both");
        }
    }

    private static boolean isInternal(ForwardingRule rule) {
        var scheme = rule.fixed().loadBalancingScheme();
        return scheme == LoadBalancingScheme.INTERNAL || scheme == LoadBalancingScheme.INTERNAL_MANAGED;
    }

    /** Of several listeners on a backend service the first one by name counts, as for its health check. */
    private static Map<Ref, Integer> passedPorts(Collection<ForwardingRule> rules) {
        var ports = new HashMap<Ref, Integer>();
        rules.stream()
                .sorted(Comparator.<ForwardingRule, String>comparing(
                                rule -> Ownership.listenerOf(rule.labels()).orElse(""))
                        .thenComparingInt(FromListeners::port))
                .forEach(rule -> rule.fixed()
                        .backendService()
                        .ifPresent(service -> ports.putIfAbsent(service, FromListeners.port(rule))));
        return ports;
    }

    /** A model has no addresses: the file reserves one for all listeners, of the better tier. */
    private void addresses(List<ForwardingRule> rules) {
        var first = rules.getFirst().fixed().ipAddress();
        for (var rule : rules) {
            var own = rule.fixed().ipAddress();
            var place = new Losses.Place(rule.ref(), "fixed", "");
            if (observed.find(own).isEmpty()) {
                losses.add(
                        place, "ipAddress", "is %s, which nobody reserved; the file reserves another".formatted(own));
            }
            if (!own.equals(first)) {
                losses.add(
                        place,
                        "ipAddress",
                        "is %s, not %s; a model has one address for listeners of a kind".formatted(own, first));
            }
            standard(rule.fixed().network().networkTier(), place.of("network"));
        }
        all(Address.class)
                .forEach(address ->
                        standard(address.fixed().networkTier(), new Losses.Place(address.ref(), "fixed", "")));
    }

    private void standard(Optional<NetworkTier> tier, Losses.Place place) {
        if (tier.equals(Optional.of(NetworkTier.STANDARD))) {
            losses.add(place, "networkTier", "is STANDARD; what a file describes is PREMIUM");
        }
    }

    /** What leads nowhere, and what nothing leads to. Target groups may be there for later. */
    private void unused() {
        var named = new HashSet<Ref>();
        observed.resources().values().forEach(resource -> named.addAll(resource.uses()));
        for (var resource : observed.resources().values()) {
            boolean used = switch (resource) {
                case ForwardingRule _, BackendService _ -> true;
                case NetworkEndpoints endpoints ->
                    observed.find(NetworkEndpointGroup.ref(endpoints.id())).isPresent();
                default -> named.contains(resource.ref());
            };
            if (!used) {
                losses.add(new Losses.Place(resource.ref(), "", ""), "id", "nothing that was read uses it; left out");
            }
        }
    }

    /** What people wrote: our own are marks. */
    private void descriptions() {
        for (var resource : observed.resources().values()) {
            var text = switch ((GcpResource) resource) {
                case BackendService service -> service.description();
                case HealthCheck check -> check.description();
                case NetworkEndpointGroup group -> group.description();
                case SslCertificate certificate -> certificate.description();
                case SslPolicy policy -> policy.description();
                case TargetHttpProxy proxy -> proxy.description();
                case TargetHttpsProxy proxy -> proxy.description();
                case TargetSslProxy proxy -> proxy.description();
                case TargetTcpProxy proxy -> proxy.description();
                case UrlMap map -> map.description();
                case Address _, ForwardingRule _, NetworkEndpoints _, SecurityPolicy _ -> "";
            };
            if (!text.isEmpty() && !Ownership.isMark(text)) {
                losses.add(
                        new Losses.Place(resource.ref(), "", ""),
                        "description",
                        "is \"%s\"; a model has no descriptions".formatted(text));
            }
        }
    }

    private static String name(List<ForwardingRule> rules) {
        return rules.stream()
                .flatMap(rule -> Ownership.modelOf(rule.labels()).stream())
                .findFirst()
                .orElseGet(() -> new NewNames().of(rules.getFirst().id().name()));
    }

    /** A model has labels for the whole: those of the first forwarding rule. */
    private SortedMap<String, String> labels(List<ForwardingRule> rules) {
        var labels = Ownership.ofModel(rules.getFirst().labels());
        observed.resources().values().forEach(resource -> {
            var own = switch (resource) {
                case ForwardingRule rule -> rule.labels();
                case Address address -> address.labels();
                case SecurityPolicy policy -> policy.labels();
                default -> new TreeMap<>(labels);
            };
            Ownership.ofModel(own).forEach((key, value) -> {
                if (!value.equals(labels.get(key))) {
                    losses.add(
                            new Losses.Place(resource.ref(), "", ""),
                            "labels." + key,
                            "is \"" + value + "\"; labels of a model are those of all its resources");
                }
            });
        });
        return labels;
    }

    private Place.Gcp place(List<ForwardingRule> rules, Optional<String> zone) {
        var first = rules.getFirst();
        var networks = new TreeSet<String>();
        var subnetworks = new TreeSet<String>();
        all(NetworkEndpointGroup.class).forEach(group -> group.fixed().network().ifPresent(networks::add));
        all(Address.class).forEach(address -> address.fixed().subnetwork().ifPresent(subnetworks::add));
        rules.forEach(rule -> {
            rule.fixed().network().network().ifPresent(networks::add);
            rule.fixed().network().subnetwork().ifPresent(subnetworks::add);
        });
        requireOne(networks, "network", first);
        requireOne(subnetworks, "subnetwork", first);
        return new Place.Gcp(
                project,
                first.id().scope() instanceof Scope.Region(var region)
                        ? new Place.Scope.Regional(region)
                        : new Place.Scope.Global(),
                zone,
                new Place.GcpNetwork(
                        networks.stream().findFirst().map(FromGcp::name).filter(name -> !name.equals("default")),
                        subnetworks.stream().findFirst().map(FromGcp::name)),
                isInternal(first) ? Place.Scheme.INTERNAL : Place.Scheme.PUBLIC);
    }

    private void requireOne(SortedSet<String> found, String word, ForwardingRule first) {
        if (found.size() > 1) {
            losses.add(
                    new Losses.Place(first.ref(), "", "place.gcp"),
                    "fixed.network." + word,
                    "and those of addresses and endpoint groups are %s; a model is in one, and the file has the first"
                            .formatted(found));
        }
    }

    /** What is in another project keeps its URL. */
    private static String name(String partial) {
        return partial.startsWith("projects/") ? partial : partial.substring(partial.lastIndexOf('/') + 1);
    }

    private static SortedMap<String, TargetGroup> withoutZones(SortedMap<String, TargetGroup> groups) {
        var all = new TreeMap<String, TargetGroup>();
        groups.forEach((name, group) -> all.put(
                name,
                new TargetGroup(
                        name,
                        group.protocol(),
                        group.targets().stream().map(FromGcp::withoutZone).toList(),
                        group.balancing(),
                        group.health(),
                        group.upstream())));
        return all;
    }

    private static Target withoutZone(Target target) {
        var share = new Target.Share(target.weight(), Optional.empty());
        return switch (target) {
            case Target.Address(var host, int port, var _) -> new Target.Address(host, port, share);
            case Target.Instance(var id, int port, var _) -> new Target.Instance(id, port, share);
            case Target.Function _, Target.Bucket _, Target.Balancer _ -> target;
        };
    }
}
