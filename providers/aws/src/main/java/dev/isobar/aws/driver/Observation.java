package dev.isobar.aws.driver;

import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.Registrations.TargetDescription;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TrustStore.Bundle;
import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStore;

/**
 * One reading of what is there of a model. What does not depend on each other is read side by side: in five rounds, however
 * much there is.
 */
final class Observation {
    /** The most that {@code DescribeTags} takes. */
    private static final int TAGGED_AT_ONCE = 20;

    /** The most that one page may have. */
    private static final int PAGE = 400;

    private static final int CERTIFICATES_PAGE = 1000;
    private static final Set<String> SECURE = Set.of("HTTPS", "TLS");

    /** Of a trust store whose tag somebody changed: no plan wants it. */
    private static final Bundle NO_BUNDLE = new Bundle("", "", Optional.empty());

    private final Clients clients;
    private final Wire wire;
    private final Whose whose;
    private final Map<String, SortedMap<String, String>> tags = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> attributes = new ConcurrentHashMap<>();
    private final Map<String, List<TargetHealthDescription>> health = new ConcurrentHashMap<>();
    private final Map<String, List<Certificate>> presented = new ConcurrentHashMap<>();
    private final Map<String, List<Rule>> rules = new ConcurrentHashMap<>();
    private final List<LoadBalancer> balancers = new ArrayList<>();
    private final List<TargetGroup> groups = new ArrayList<>();
    private final List<TrustStore> trustStores = new ArrayList<>();
    private final List<CertificateSummary> certificates = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Ref> taken = new TreeSet<>();
    private final Map<String, Integer> totals = new TreeMap<>();
    private final Ids ids = new Ids();

    Observation(Clients clients, Wire wire, Whose whose) {
        this.clients = clients;
        this.wire = wire;
        this.whose = whose;
    }

    /** All that is ours. */
    World all() {
        findOurs();
        var reads = new ArrayList<Runnable>();
        var found = new ConcurrentHashMap<String, List<Listener>>();
        for (var balancer : balancers) {
            var arn = balancer.loadBalancerArn();
            reads.add(() -> found.put(arn, listeners(arn)));
            reads.add(() -> attributes.put(arn, balancerAttributes(arn)));
        }
        for (var group : groups) {
            var arn = group.targetGroupArn();
            reads.add(() -> health.put(arn, health(arn)));
            if (ManagedAttributes.any(GroupWords.fixed(group).targetType())) {
                reads.add(() -> attributes.put(arn, groupAttributes(arn)));
            }
        }
        wire.run(reads);
        balancers.forEach(balancer -> listeners.addAll(found.getOrDefault(balancer.loadBalancerArn(), List.of())));
        readListeners();
        readTags(rules.values().stream()
                .flatMap(List::stream)
                .filter(rule -> !Boolean.TRUE.equals(rule.isDefault()))
                .map(Rule::ruleArn)
                .toList());
        return world();
    }

    /** Load balancers and target groups that are ours, with the health of their targets, and nothing else. */
    World health() {
        findOurs();
        wire.run(groups.stream()
                .map(TargetGroup::targetGroupArn)
                .<Runnable>map(arn -> () -> health.put(arn, health(arn)))
                .toList());
        return world();
    }

    private void findOurs() {
        wire.run(List.of(
                () -> balancers.addAll(pages("DescribeLoadBalancers", marker -> {
                    var answer = clients.balancing()
                            .describeLoadBalancers(
                                    request -> request.marker(marker).pageSize(PAGE));
                    return new Page<>(answer.loadBalancers(), answer.nextMarker());
                })),
                () -> groups.addAll(pages("DescribeTargetGroups", marker -> {
                    var answer = clients.balancing()
                            .describeTargetGroups(
                                    request -> request.marker(marker).pageSize(PAGE));
                    return new Page<>(answer.targetGroups(), answer.nextMarker());
                })),
                () -> trustStores.addAll(pages("DescribeTrustStores", marker -> {
                    var answer = clients.balancing()
                            .describeTrustStores(
                                    request -> request.marker(marker).pageSize(PAGE));
                    return new Page<>(answer.trustStores(), answer.nextMarker());
                })),
                () -> certificates.addAll(imported(clients, wire))));
        for (var balancer : balancers) {
            totals.merge(
                    type(balancer) == dev.isobar.aws.resources.LoadBalancer.Type.NETWORK
                            ? "network-load-balancers"
                            : "application-load-balancers",
                    1,
                    Integer::sum);
        }
        totals.put("target-groups", groups.size());
        var works = new ArrayList<Runnable>();
        works.addAll(tagReads(Stream.of(
                        balancers.stream().map(LoadBalancer::loadBalancerArn),
                        groups.stream().map(TargetGroup::targetGroupArn),
                        trustStores.stream().map(TrustStore::trustStoreArn))
                .flatMap(arns -> arns)
                .toList()));
        certificates.forEach(certificate -> works.add(
                () -> tags.put(certificate.certificateArn(), tags(clients, wire, certificate.certificateArn()))));
        wire.run(works);
        switch (whose) {
            case Whose.OfModel _ -> keepMarked();
            case Whose.Named(var names) -> keepNamed(names);
        }
        trustStores.forEach(
                each -> ids.put(dev.isobar.aws.resources.TrustStore.ref(each.name()), each.trustStoreArn()));
        balancers.forEach(balancer -> ids.put(
                dev.isobar.aws.resources.LoadBalancer.ref(balancer.loadBalancerName()), balancer.loadBalancerArn()));
        groups.forEach(group ->
                ids.put(dev.isobar.aws.resources.TargetGroup.ref(group.targetGroupName()), group.targetGroupArn()));
    }

    private void keepMarked() {
        balancers.removeIf(balancer -> isForeign(
                balancer.loadBalancerArn(), dev.isobar.aws.resources.LoadBalancer.ref(balancer.loadBalancerName())));
        groups.removeIf(group ->
                isForeign(group.targetGroupArn(), dev.isobar.aws.resources.TargetGroup.ref(group.targetGroupName())));
        trustStores.removeIf(
                each -> isForeign(each.trustStoreArn(), dev.isobar.aws.resources.TrustStore.ref(each.name())));
        certificates.removeIf(certificate -> !isOurs(certificate.certificateArn()));
    }

    /** Certificates and trust stores stay where they are: listeners name them by ARN. */
    private void keepNamed(Set<String> names) {
        balancers.removeIf(balancer -> !names.contains(balancer.loadBalancerName()));
        var arns = balancers.stream().map(LoadBalancer::loadBalancerArn).collect(Collectors.toSet());
        groups.removeIf(group -> group.loadBalancerArns().stream().noneMatch(arns::contains));
        trustStores.clear();
        certificates.clear();
    }

    private boolean isForeign(String arn, Ref ref) {
        boolean foreign = !isOurs(arn);
        if (foreign) {
            taken.add(ref);
        }
        return foreign;
    }

    private boolean isOurs(String arn) {
        return switch (whose) {
            case Whose.OfModel(var name, var _, var named) ->
                name.equals(tags(arn).get(Marks.NAME)) && !named.contains(arn);
            case Whose.Named _ -> true;
        };
    }

    private SortedMap<String, String> tags(String arn) {
        return tags.getOrDefault(arn, new TreeMap<>());
    }

    /** Those that were put into the store: its own are none of ours. */
    static List<CertificateSummary> imported(Clients clients, Wire wire) {
        return pages(
                        "ListCertificates",
                        token -> {
                            var answer = clients.certificates()
                                    .listCertificates(request -> request.nextToken(token)
                                            .maxItems(CERTIFICATES_PAGE)
                                            .includes(filters -> filters.keyTypes(keyTypes())));
                            return new Page<>(answer.certificateSummaryList(), answer.nextToken());
                        },
                        wire)
                .stream()
                .filter(certificate -> certificate.type() == null || certificate.type() == CertificateType.IMPORTED)
                .toList();
    }

    /** Where none are named, the service lists RSA keys of 1024 and 2048 bits only. */
    private static Set<KeyAlgorithm> keyTypes() {
        return KeyAlgorithm.knownValues();
    }

    static SortedMap<String, String> tags(Clients clients, Wire wire, String certificate) {
        var answer = wire.call(
                "ListTagsForCertificate",
                () -> clients.certificates().listTagsForCertificate(request -> request.certificateArn(certificate)));
        var map = new TreeMap<String, String>();
        answer.tags()
                .forEach(tag ->
                        map.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        return map;
    }

    private record Page<T>(List<T> items, @Nullable String next) {}

    private interface Reader<T> {
        Page<T> read(@Nullable String from);
    }

    private <T> List<T> pages(String operation, Reader<T> reader) {
        return pages(operation, reader, wire);
    }

    private static <T> List<T> pages(String operation, Reader<T> reader, Wire wire) {
        var items = new ArrayList<T>();
        String from = null;
        do {
            var marker = from;
            var page = wire.call(operation, () -> reader.read(marker));
            items.addAll(page.items());
            from = page.next();
        } while (from != null && !from.isEmpty());
        return items;
    }

    private void readTags(List<String> arns) {
        wire.run(tagReads(arns));
    }

    private List<Runnable> tagReads(List<String> arns) {
        var reads = new ArrayList<Runnable>();
        for (int from = 0; from < arns.size(); from += TAGGED_AT_ONCE) {
            var some = arns.subList(from, Math.min(arns.size(), from + TAGGED_AT_ONCE));
            reads.add(() -> wire.call(
                            "DescribeTags",
                            () -> clients.balancing().describeTags(request -> request.resourceArns(some)))
                    .tagDescriptions()
                    .forEach(described -> tags.put(described.resourceArn(), Marks.map(described.tags()))));
        }
        return reads;
    }

    private List<Listener> listeners(String balancer) {
        return pages("DescribeListeners", marker -> {
            var answer = clients.balancing()
                    .describeListeners(request ->
                            request.loadBalancerArn(balancer).marker(marker).pageSize(PAGE));
            return new Page<>(answer.listeners(), answer.nextMarker());
        });
    }

    /** What each listener has beside its description. Those of others are few, and read along. */
    private void readListeners() {
        var reads = new ArrayList<Runnable>(
                tagReads(listeners.stream().map(Listener::listenerArn).toList()));
        for (var listener : listeners) {
            var arn = listener.listenerArn();
            if (SECURE.contains(listener.protocolAsString())) {
                reads.add(() -> presented.put(arn, presented(arn)));
            }
            if (Set.of("HTTP", "HTTPS").contains(listener.protocolAsString())) {
                reads.add(() -> rules.put(arn, rules(clients, wire, arn)));
            }
            if (!usual(listener).isEmpty()) {
                reads.add(() -> attributes.put(arn, listenerAttributes(arn)));
            }
        }
        wire.run(reads);
    }

    private List<Certificate> presented(String listener) {
        return pages("DescribeListenerCertificates", marker -> {
            var answer = clients.balancing()
                    .describeListenerCertificates(request ->
                            request.listenerArn(listener).marker(marker).pageSize(PAGE));
            return new Page<>(answer.certificates(), answer.nextMarker());
        });
    }

    static List<Rule> rules(Clients clients, Wire wire, String listener) {
        return pages(
                "DescribeRules",
                marker -> {
                    var answer = clients.balancing()
                            .describeRules(request ->
                                    request.listenerArn(listener).marker(marker).pageSize(PAGE));
                    return new Page<>(answer.rules(), answer.nextMarker());
                },
                wire);
    }

    private Map<String, String> balancerAttributes(String arn) {
        var map = new TreeMap<String, String>();
        wire.call(
                        "DescribeLoadBalancerAttributes",
                        () -> clients.balancing()
                                .describeLoadBalancerAttributes(request -> request.loadBalancerArn(arn)))
                .attributes()
                .forEach(attribute -> put(map, attribute.key(), attribute.value()));
        return map;
    }

    private Map<String, String> groupAttributes(String arn) {
        var map = new TreeMap<String, String>();
        wire.call(
                        "DescribeTargetGroupAttributes",
                        () -> clients.balancing().describeTargetGroupAttributes(request -> request.targetGroupArn(arn)))
                .attributes()
                .forEach(attribute -> put(map, attribute.key(), attribute.value()));
        return map;
    }

    private Map<String, String> listenerAttributes(String arn) {
        var map = new TreeMap<String, String>();
        wire.call(
                        "DescribeListenerAttributes",
                        () -> clients.balancing().describeListenerAttributes(request -> request.listenerArn(arn)))
                .attributes()
                .forEach(attribute -> put(map, attribute.key(), attribute.value()));
        return map;
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        map.put(key, value == null ? "" : value);
    }

    private List<TargetHealthDescription> health(String group) {
        return wire.call(
                        "DescribeTargetHealth",
                        () -> clients.balancing().describeTargetHealth(request -> request.targetGroupArn(group)))
                .targetHealthDescriptions();
    }

    private World world() {
        var foreignPorts = new TreeMap<Ref, List<Integer>>();
        var foreignPriorities = new TreeMap<Ref, List<Integer>>();
        var balancersSeen = new TreeMap<Ref, LoadBalancer>();
        var healthSeen = new TreeMap<Ref, List<TargetHealthDescription>>();
        var world = new World(
                ids, new World.Seen(balancersSeen, healthSeen, taken, foreignPriorities, foreignPorts, totals));
        certificateNames().forEach((arn, certificate) -> {
            ids.put(certificate.ref(), arn);
            world.put(certificate);
        });
        for (var each : trustStores) {
            var tags = ours(each.trustStoreArn());
            world.put(new dev.isobar.aws.resources.TrustStore(
                    each.name(), Bundle.ofId(tags.getOrDefault(Marks.ID, "")).orElse(NO_BUNDLE), tags));
        }
        for (var balancer : balancers) {
            var read = read(balancer);
            balancersSeen.put(read.ref(), balancer);
            world.put(read);
        }
        for (var group : groups) {
            var read = GroupWords.read(group, managed(group), ours(group.targetGroupArn()));
            healthSeen.put(read.ref(), health.getOrDefault(group.targetGroupArn(), List.of()));
            world.put(read);
            world.put(registrations(group, read.ref()));
        }
        for (var listener : listeners) {
            if (isOurs(listener.listenerArn())) {
                var read = read(listener);
                ids.put(read.ref(), listener.listenerArn());
                world.put(read);
                readRules(listener, read.ref(), world, foreignPriorities);
            } else {
                foreignPorts
                        .computeIfAbsent(balancerOf(listener), _ -> new ArrayList<>())
                        .add(listener.port());
            }
        }
        return world;
    }

    private SortedMap<String, String> ours(String arn) {
        return switch (whose) {
            case Whose.OfModel(var _, var labels, var _) -> Marks.read(tags(arn), labels);
            case Whose.Named _ -> Marks.read(tags(arn), tags(arn).keySet());
        };
    }

    private Set<String> labels() {
        return whose instanceof Whose.OfModel(var _, var labels, var _) ? labels : Set.of();
    }

    /** By ARN. The store may hold one twice, where an answer was lost: the second goes by a name that no plan wants. */
    private SortedMap<String, ImportedCertificate> certificateNames() {
        var used = presented.values().stream()
                .flatMap(List::stream)
                .map(Certificate::certificateArn)
                .collect(Collectors.toSet());
        var names = new HashSet<String>();
        var read = new TreeMap<String, ImportedCertificate>();
        certificates.stream()
                .map(CertificateSummary::certificateArn)
                .sorted(Comparator.<String, Boolean>comparing(arn -> !used.contains(arn))
                        .thenComparing(Function.identity()))
                .forEach(arn -> Marks.certificate(tags(arn), labels()).ifPresent(certificate -> {
                    var name = certificate.name();
                    for (int number = 2; !names.add(name); number++) {
                        name = certificate.name() + "~" + number;
                    }
                    read.put(arn, new ImportedCertificate(name, certificate.fingerprint(), certificate.tags()));
                }));
        return read;
    }

    private static dev.isobar.aws.resources.LoadBalancer.Type type(LoadBalancer balancer) {
        return balancer.type() == LoadBalancerTypeEnum.NETWORK
                ? dev.isobar.aws.resources.LoadBalancer.Type.NETWORK
                : dev.isobar.aws.resources.LoadBalancer.Type.APPLICATION;
    }

    private dev.isobar.aws.resources.LoadBalancer read(LoadBalancer balancer) {
        var arn = balancer.loadBalancerArn();
        var subnets = balancer.availabilityZones().stream()
                .map(zone -> zone.subnetId())
                .collect(Collectors.toCollection(TreeSet::new));
        var all =
                ManagedAttributes.all(ManagedAttributes.usual(type(balancer)), attributes.getOrDefault(arn, Map.of()));
        var scheme = "internal".equals(balancer.schemeAsString())
                ? dev.isobar.aws.resources.LoadBalancer.Scheme.INTERNAL
                : dev.isobar.aws.resources.LoadBalancer.Scheme.INTERNET_FACING;
        return new dev.isobar.aws.resources.LoadBalancer(
                balancer.loadBalancerName(),
                new dev.isobar.aws.resources.LoadBalancer.Kind(type(balancer), scheme),
                new dev.isobar.aws.resources.LoadBalancer.Network(
                        subnets,
                        new TreeSet<>(balancer.securityGroups()),
                        "dualstack".equals(balancer.ipAddressTypeAsString())
                                ? dev.isobar.aws.resources.LoadBalancer.IpAddressType.DUALSTACK
                                : dev.isobar.aws.resources.LoadBalancer.IpAddressType.IPV4),
                ManagedAttributes.only(ManagedAttributes.of(type(balancer), all), all),
                ours(arn));
    }

    private SortedMap<String, String> managed(TargetGroup group) {
        var fixed = GroupWords.fixed(group);
        var all = ManagedAttributes.all(
                ManagedAttributes.usual(fixed), attributes.getOrDefault(group.targetGroupArn(), Map.of()));
        return ManagedAttributes.only(ManagedAttributes.of(fixed, all), all);
    }

    /** Targets that drain are on their way out, and count as gone. */
    private Registrations registrations(TargetGroup group, Ref ref) {
        var targets = health.getOrDefault(group.targetGroupArn(), List.of()).stream()
                .filter(described -> described.targetHealth() == null
                        || described.targetHealth().state() != TargetHealthStateEnum.DRAINING)
                .map(TargetHealthDescription::target)
                .map(GroupWords::read)
                .collect(Collectors.<TargetDescription, TreeSet<TargetDescription>>toCollection(TreeSet::new));
        return new Registrations(ref, targets);
    }

    private Ref balancerOf(Listener listener) {
        return ids.ref(listener.loadBalancerArn()).orElseThrow();
    }

    private static Optional<dev.isobar.aws.resources.Listener.Protocol> protocol(Listener listener) {
        return GroupWords.word(dev.isobar.aws.resources.Listener.Protocol.class, listener.protocolAsString());
    }

    private static SortedMap<String, String> usual(Listener listener) {
        return protocol(listener).map(ManagedAttributes::usual).orElseGet(TreeMap::new);
    }

    private static dev.isobar.aws.resources.Listener.Endpoint endpoint(Listener listener) {
        return new dev.isobar.aws.resources.Listener.Endpoint(
                protocol(listener)
                        .orElseThrow(() -> new CloudFailure(
                                "listener %s speaks %s, which no model can ask for"
                                        .formatted(listener.listenerArn(), listener.protocolAsString()),
                                "change its protocol, or delete it")),
                listener.port());
    }

    private dev.isobar.aws.resources.Listener read(Listener listener) {
        var arn = listener.listenerArn();
        var endpoint = endpoint(listener);
        Optional<dev.isobar.aws.resources.Listener.Tls> tls = SECURE.contains(listener.protocolAsString())
                ? Optional.of(new dev.isobar.aws.resources.Listener.Tls(
                        Optional.ofNullable(listener.sslPolicy()).orElse(""),
                        sources(listener),
                        mutualAuthentication(listener)))
                : Optional.empty();
        return new dev.isobar.aws.resources.Listener(
                balancerOf(listener),
                endpoint,
                tls,
                ActionWords.read(listener.defaultActions(), ids),
                ManagedAttributes.only(
                        usual(listener).keySet(),
                        ManagedAttributes.all(usual(listener), attributes.getOrDefault(arn, Map.of()))),
                ours(arn));
    }

    private dev.isobar.aws.resources.Listener.MutualAuthentication mutualAuthentication(Listener listener) {
        var there = listener.mutualAuthentication();
        var mode = there == null || there.mode() == null ? "off" : there.mode();
        return switch (mode) {
            case "verify" ->
                new dev.isobar.aws.resources.Listener.MutualAuthentication.Verify(
                        ids.ref(there.trustStoreArn())
                                .<dev.isobar.aws.resources.Listener.TrustStoreSource>map(
                                        dev.isobar.aws.resources.Listener.TrustStoreSource.Made::new)
                                .orElseGet(() -> new dev.isobar.aws.resources.Listener.TrustStoreSource.Arn(
                                        there.trustStoreArn())),
                        Boolean.TRUE.equals(there.ignoreClientCertificateExpiry()));
            case "passthrough" ->
                new dev.isobar.aws.resources.Listener.MutualAuthentication.Unverified(
                        dev.isobar.aws.resources.Listener.Mode.PASSTHROUGH);
            default ->
                new dev.isobar.aws.resources.Listener.MutualAuthentication.Unverified(
                        dev.isobar.aws.resources.Listener.Mode.OFF);
        };
    }

    /** The default first; the others in the order of the translation, since the service has none. */
    private List<dev.isobar.aws.resources.Listener.CertificateSource> sources(Listener listener) {
        var byDefault = listener.certificates().stream()
                .map(Certificate::certificateArn)
                .collect(Collectors.toCollection(TreeSet::new));
        var others = presented.getOrDefault(listener.listenerArn(), List.of()).stream()
                .filter(certificate -> !Boolean.TRUE.equals(certificate.isDefault()))
                .map(Certificate::certificateArn)
                .filter(arn -> !byDefault.contains(arn))
                .distinct()
                .map(this::source)
                .sorted(Comparator.comparing(Object::toString));
        return Stream.concat(byDefault.stream().map(this::source), others).toList();
    }

    private dev.isobar.aws.resources.Listener.CertificateSource source(String arn) {
        return ids.ref(arn)
                .<dev.isobar.aws.resources.Listener.CertificateSource>map(
                        dev.isobar.aws.resources.Listener.CertificateSource.Imported::new)
                .orElseGet(() -> new dev.isobar.aws.resources.Listener.CertificateSource.Arn(arn));
    }

    private void readRules(Listener listener, Ref ref, World world, Map<Ref, List<Integer>> foreign) {
        var read = new ArrayList<RuleTable.Rule>();
        var names = new HashSet<String>();
        for (var rule : rules.getOrDefault(listener.listenerArn(), List.of())) {
            if (Boolean.TRUE.equals(rule.isDefault())) {
                continue;
            }
            var id = Marks.ruleId(tags(rule.ruleArn()));
            if (whose instanceof Whose.Named) {
                read.add(RuleWords.read(rule, id.orElse(""), ids));
                continue;
            }
            if (!isOurs(rule.ruleArn()) || id.isEmpty()) {
                foreign.computeIfAbsent(ref, _ -> new ArrayList<>()).add(Integer.valueOf(rule.priority()));
                continue;
            }
            var name = id.get();
            for (int number = 2; !names.add(name); number++) {
                name = id.get() + "#" + number;
            }
            read.add(RuleWords.read(rule, name, ids));
            world.putRule(ref, name, rule.ruleArn());
        }
        if (!read.isEmpty()) {
            world.put(new RuleTable(ref, read));
        }
    }
}
