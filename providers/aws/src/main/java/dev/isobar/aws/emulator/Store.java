package dev.isobar.aws.emulator;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that there is, by ARN, in the order of creation. The entries are immutable; an operation works on a
 * {@linkplain #copy copy}, which takes the place of the store where the operation succeeds.
 */
final class Store {
    private final Settings settings;
    private final Map<String, Balancer> balancers = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, Tree> rules = new LinkedHashMap<>();
    private final Map<String, StoredCertificate> certificates = new LinkedHashMap<>();
    private final Map<String, TrustStore> trustStores = new LinkedHashMap<>();
    private final Map<String, Tree> reservations = new LinkedHashMap<>();
    private final Map<String, SortedMap<String, String>> tags = new LinkedHashMap<>();
    private final Set<String> unhealthy;
    private long lastId;

    /** @param unhealthy ids of targets that fail their checks, now */
    Store(Settings settings, Set<String> unhealthy) {
        this.settings = settings;
        this.unhealthy = unhealthy;
    }

    /** @param polls how often it was described */
    record Balancer(Tree description, SortedMap<String, String> attributes, int polls) {
        String arn() {
            return description.get("LoadBalancerArn");
        }

        boolean application() {
            return description.get("Type").equals("application");
        }
    }

    /** @param targets those registered and those that drain, by id and port */
    record Group(Tree description, SortedMap<String, String> attributes, Map<String, Registered> targets) {
        String arn() {
            return description.get("TargetGroupArn");
        }

        String protocol() {
            return description.get("Protocol");
        }
    }

    /** @param polls how often it was described in its state */
    record Registered(Tree target, boolean draining, int polls) {}

    /**
     * A listener.
     *
     * @param certificates those besides the default
     */
    record Listener(Tree description, SortedMap<String, String> attributes, List<String> certificates) {
        String arn() {
            return description.get("ListenerArn");
        }
    }

    /** An imported certificate. */
    record StoredCertificate(String arn, X509Certificate certificate, Instant importedAt) {}

    /**
     * The authorities for certificates of clients.
     *
     * @param bundle where they came from in S3
     * @param revocations by id
     * @param polls how often it was described
     */
    record TrustStore(Tree description, String bundle, SortedMap<Long, Revocation> revocations, int polls) {
        TrustStore {
            revocations = Collections.unmodifiableSortedMap(new TreeMap<>(revocations));
        }

        String arn() {
            return description.get("TrustStoreArn");
        }
    }

    /**
     * A list of revoked certificates.
     *
     * @param object where it came from in S3
     */
    record Revocation(String object, int entries) {}

    Store copy() {
        var copy = new Store(settings, unhealthy);
        copy.balancers.putAll(balancers);
        copy.groups.putAll(groups);
        copy.listeners.putAll(listeners);
        copy.rules.putAll(rules);
        copy.certificates.putAll(certificates);
        copy.trustStores.putAll(trustStores);
        copy.reservations.putAll(reservations);
        copy.tags.putAll(tags);
        copy.lastId = lastId;
        return copy;
    }

    /** How many there are of each kind, whoever they belong to; targets that drain do not count. */
    SortedMap<String, Integer> census() {
        var census = new TreeMap<String, Integer>();
        census.put("load balancers", balancers.size());
        census.put("target groups", groups.size());
        census.put("listeners", listeners.size());
        census.put("rules", rules.size());
        census.put("certificates", certificates.size());
        census.put("trust stores", trustStores.size());
        census.put(
                "targets",
                groups.values().stream()
                        .flatMap(group -> group.targets().values().stream())
                        .filter(target -> !target.draining())
                        .toList()
                        .size());
        return census;
    }

    Settings settings() {
        return settings;
    }

    Map<String, Balancer> balancers() {
        return balancers;
    }

    Map<String, Group> groups() {
        return groups;
    }

    Map<String, Listener> listeners() {
        return listeners;
    }

    /** Descriptions; the default rules too. */
    Map<String, Tree> rules() {
        return rules;
    }

    Map<String, StoredCertificate> certificates() {
        return certificates;
    }

    Map<String, TrustStore> trustStores() {
        return trustStores;
    }

    /** What load balancers have reserved, by the ARN of the load balancer. */
    Map<String, Tree> reservations() {
        return reservations;
    }

    TrustStore trustStore(String arn) {
        return Optional.ofNullable(trustStores.get(arn))
                .orElseThrow(() -> ApiError.of("TrustStoreNotFound", "Trust store '%s' not found".formatted(arn)));
    }

    /** The load balancers whose listeners verify certificates of clients against a trust store. */
    Set<String> balancersVerifyingWith(String trustStoreArn) {
        return listeners.values().stream()
                .filter(listener -> listener.description()
                        .part("MutualAuthentication")
                        .find("TrustStoreArn")
                        .equals(Optional.of(trustStoreArn)))
                .map(listener -> listener.description().get("LoadBalancerArn"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Map<String, SortedMap<String, String>> tags() {
        return tags;
    }

    Set<String> unhealthy() {
        return unhealthy;
    }

    /** Sixteen hexadecimal digits, the same in every run. */
    String newId() {
        return "%016x".formatted(++lastId * 0x9E3779B97F4A7C15L);
    }

    Balancer balancer(String arn) {
        return Optional.ofNullable(balancers.get(arn))
                .orElseThrow(() -> ApiError.of("LoadBalancerNotFound", "Load balancer '%s' not found".formatted(arn)));
    }

    Group group(String arn) {
        return Optional.ofNullable(groups.get(arn))
                .orElseThrow(() -> ApiError.of("TargetGroupNotFound", "Target group '%s' not found".formatted(arn)));
    }

    Listener listener(String arn) {
        return Optional.ofNullable(listeners.get(arn))
                .orElseThrow(() -> ApiError.of("ListenerNotFound", "Listener '%s' not found".formatted(arn)));
    }

    Tree rule(String arn) {
        return Optional.ofNullable(rules.get(arn))
                .orElseThrow(() -> ApiError.of("RuleNotFound", "Rule '%s' not found".formatted(arn)));
    }

    /** The rules of a listener. */
    Stream<Tree> rulesOf(String listenerArn) {
        var prefix = listenerArn.replace(":listener/", ":listener-rule/") + "/";
        return rules.values().stream().filter(rule -> rule.get("RuleArn").startsWith(prefix));
    }

    /** The listeners of a load balancer. */
    Stream<Listener> listenersOf(String balancerArn) {
        return listeners.values().stream()
                .filter(listener ->
                        listener.description().get("LoadBalancerArn").equals(balancerArn));
    }

    /** The load balancers that refer to a target group. */
    Set<String> balancersOf(String groupArn) {
        return rules.values().stream()
                .filter(rule -> Actions.groups(rule.part("Actions")).contains(groupArn))
                .map(rule -> listenerOf(rule.get("RuleArn")).description().get("LoadBalancerArn"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param ruleArn that of a rule, whether there is one or not */
    Listener listenerOf(String ruleArn) {
        return listener(ruleArn.substring(0, ruleArn.lastIndexOf('/')).replace(":listener-rule/", ":listener/"));
    }

    /** The load balancers whose listeners present a certificate. */
    Set<String> balancersWith(String certificateArn) {
        return listeners.values().stream()
                .filter(listener -> listener.certificates().contains(certificateArn)
                        || ListenerCertificates.defaultOf(listener).equals(Optional.of(certificateArn)))
                .map(listener -> listener.description().get("LoadBalancerArn"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    void tag(String arn, Map<String, String> added) {
        var all = new TreeMap<>(tags.getOrDefault(arn, new TreeMap<>()));
        all.putAll(added);
        tags.put(arn, all);
    }
}
