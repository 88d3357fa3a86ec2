package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TrustStore;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Losses;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From resources on AWS to the model that they carry: the inverse of {@link ToAws}. What we made comes back under the names
 * that it had, by our tags; what others made gets names from theirs. Whatever a model cannot say is listed.
 */
public final class FromAws {
    private final Snapshot observed;
    private final Known known;
    private final Losses losses = new Losses();

    private FromAws(Snapshot observed, Known known) {
        this.observed = observed;
        this.known = known;
    }

    /**
     * What resources do not say of themselves.
     *
     * @param vpc for load balancers of which no target group is in one
     * @param certificates ARNs of certificates of ours, by which the model shall name them; the others are expected in
     *     files, and listed
     */
    public record Known(String region, Optional<String> vpc, Map<Ref, String> certificates) {
        public Known {
            certificates = Map.copyOf(certificates);
        }
    }

    /**
     * Translates one Application Load Balancer, one Network Load Balancer, or one of each.
     *
     * @param observed these, and all that they use: their listeners and rules, target groups with what is registered, and
     *     our certificates. A rule that is not ours has an empty id
     * @throws IllegalArgumentException where there is no load balancer, there are two of a type, or no listener could be
     *     carried over
     */
    public static Imported translate(Snapshot observed, Known known) {
        return new FromAws(observed, known).all();
    }

    private Imported all() {
        var balancers = all(LoadBalancer.class)
                .sorted(Comparator.comparing(balancer -> balancer.kind().type()))
                .toList();
        requireOneOfEach(balancers);
        var listeners = all(Listener.class)
                .sorted(Comparator.<Listener>comparingInt(listener -> order(balancers, listener))
                        .thenComparingInt(listener -> listener.endpoint().port()))
                .toList();
        var idle = FromLoadBalancers.idle(balancers.getFirst().attributes());
        var used = uses(listeners);
        var groups = FromTargetGroups.of(observed, used, known.region(), idle, losses);
        var sources = listeners.stream()
                .flatMap(listener -> listener.tls().stream())
                .flatMap(tls -> tls.certificates().stream())
                .toList();
        var certificates = new FromCertificates(sources, observed, known.certificates(), losses);
        var imported = new FromListeners(observed, groups, certificates, losses).of(listeners);
        if (imported.isEmpty()) {
            throw new IllegalArgumentException(
                    "no listener of " + balancers.getFirst().ref() + " can be carried over: " + losses.all());
        }
        var from = new FromLoadBalancers(balancers, losses);
        from.attributes(listeners, rewritesHost());
        unused(listeners);
        var labels = from.labels();
        observed.resources().values().forEach(resource -> tags(resource, labels));
        var place = new Place(
                Optional.of(from.place(
                        known.region(),
                        known.vpc(),
                        used.stream().map(FromTargetGroups.Used::resource).toList())),
                Optional.empty(),
                Optional.empty(),
                ModelDefaults.LOCAL);
        var parts = new Model.Parts(imported, groups.groups(), certificates.all());
        return new Imported(new Model(from.name(), labels, parts, List.of(), place), losses.all());
    }

    private <R extends Resource> Stream<R> all(Class<R> kind) {
        return observed.resources().values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static void requireOneOfEach(List<LoadBalancer> balancers) {
        var types = balancers.stream().map(balancer -> balancer.kind().type()).toList();
        if (types.isEmpty() || new HashSet<>(types).size() < types.size()) {
            throw new IllegalArgumentException(
                    "a model is one Application Load Balancer, one Network Load Balancer, or one of each, not "
                            + balancers.stream().map(LoadBalancer::ref).toList());
        }
    }

    private static int order(List<LoadBalancer> balancers, Listener listener) {
        return balancers.stream().map(LoadBalancer::ref).toList().indexOf(listener.loadBalancer());
    }

    /** The target groups that something forwards to, by name; others are listed. */
    private List<FromTargetGroups.Used> uses(List<Listener> listeners) {
        var datagrams = new HashSet<Ref>();
        var others = new HashSet<Ref>();
        for (var listener : listeners) {
            var protocol = listener.endpoint().protocol();
            var forwarded = listener.defaultAction().uses();
            if (protocol == Listener.Protocol.UDP || protocol == Listener.Protocol.TCP_UDP) {
                datagrams.addAll(forwarded);
            }
            if (protocol != Listener.Protocol.UDP) {
                others.addAll(forwarded);
            }
        }
        all(RuleTable.class)
                .forEach(table -> table.rules()
                        .forEach(rule -> others.addAll(rule.action().uses())));
        var used = new ArrayList<FromTargetGroups.Used>();
        all(TargetGroup.class).forEach(group -> {
            boolean byDatagrams = datagrams.contains(group.ref());
            boolean byOthers = others.contains(group.ref());
            if (byDatagrams || byOthers) {
                used.add(new FromTargetGroups.Used(group, byDatagrams, byOthers));
            } else {
                losses.add(
                        new Losses.Place(group.ref(), "", "targetGroups"),
                        "name",
                        "no listener of these load balancers forwards to it; left out");
            }
        });
        return used;
    }

    private boolean rewritesHost() {
        return all(RuleTable.class)
                .flatMap(table -> table.rules().stream())
                .flatMap(rule -> rule.transforms().stream())
                .anyMatch(RuleTable.Transform.HostHeaderRewrite.class::isInstance);
    }

    /** Certificates and trust stores that no listener names. */
    private void unused(List<Listener> listeners) {
        var named =
                listeners.stream().flatMap(listener -> listener.uses().stream()).collect(Collectors.toSet());
        observed.resources().values().stream()
                .filter(resource -> resource instanceof ImportedCertificate || resource instanceof TrustStore)
                .filter(resource -> !named.contains(resource.ref()))
                .forEach(resource -> losses.add(
                        new Losses.Place(resource.ref(), "", ""),
                        "name",
                        "no listener of these load balancers uses it; left out"));
    }

    /** A model has labels for the whole: the tags of its load balancer. */
    private void tags(Resource resource, Map<String, String> labels) {
        var tags = switch ((AwsResource) resource) {
            case LoadBalancer balancer -> balancer.tags();
            case Listener listener -> listener.tags();
            case TargetGroup group -> group.tags();
            case ImportedCertificate certificate -> certificate.tags();
            case TrustStore store -> store.tags();
            case RuleTable _, Registrations _ -> new TreeMap<String, String>();
        };
        var others = new TreeMap<>(tags);
        others.keySet().removeIf(key -> key.startsWith(Tags.OURS));
        others.forEach((key, value) -> {
            if (!value.equals(labels.get(key))) {
                losses.add(
                        new Losses.Place(resource.ref(), "", ""),
                        "tags." + key,
                        "is \"" + value + "\"; labels of a model are those of all its resources");
            }
        });
    }
}
