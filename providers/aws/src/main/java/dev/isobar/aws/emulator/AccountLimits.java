package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Limits of the account, as {@code DescribeAccountLimits} names them.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">Quotas for
 *     Application Load Balancers</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html">Quotas for
 *     Network Load Balancers</a>
 */
final class AccountLimits {
    static final String BALANCERS = "application-load-balancers";
    static final String NETWORK_BALANCERS = "network-load-balancers";
    static final String GROUPS = "target-groups";
    static final String LISTENERS = "listeners-per-application-load-balancer";
    static final String NETWORK_LISTENERS = "listeners-per-network-load-balancer";
    static final String RULES = "rules-per-application-load-balancer";
    static final String TARGETS = "targets-per-application-load-balancer";
    static final String CERTIFICATES = "certificates-per-application-load-balancer";
    static final String NETWORK_CERTIFICATES = "certificates-per-network-load-balancer";
    static final String GROUPS_PER_ACTION = "target-groups-per-action-on-application-load-balancer";
    static final String GROUPS_PER_BALANCER = "target-groups-per-application-load-balancer";
    static final String CONDITION_VALUES = "condition-values-per-alb-rule";
    static final String CONDITION_WILDCARDS = "condition-wildcards-per-alb-rule";

    /** Not among those that are described. */
    static final String TRUST_STORES = "trust-stores";

    /** Of one trust store; not among those that are described. */
    static final String REVOCATION_ENTRIES = "revocation-entries-per-trust-store";

    static final Map<String, Integer> USUAL = Map.ofEntries(
            Map.entry(BALANCERS, 50),
            Map.entry(NETWORK_BALANCERS, 50),
            Map.entry(GROUPS, 3000),
            Map.entry(LISTENERS, 50),
            Map.entry(NETWORK_LISTENERS, 50),
            Map.entry(RULES, 100),
            Map.entry(TARGETS, 1000),
            Map.entry("targets-per-network-load-balancer", 3000),
            Map.entry("targets-per-availability-zone-per-network-load-balancer", 500),
            Map.entry(CERTIFICATES, 25),
            Map.entry(NETWORK_CERTIFICATES, 25),
            Map.entry(GROUPS_PER_ACTION, 5),
            Map.entry("target-groups-per-action-on-network-load-balancer", 5),
            Map.entry(GROUPS_PER_BALANCER, 100),
            Map.entry(CONDITION_VALUES, 5),
            Map.entry(CONDITION_WILDCARDS, 5),
            Map.entry(TRUST_STORES, 20),
            Map.entry(REVOCATION_ENTRIES, 500_000));
    private static final Set<String> SILENT = Set.of(TRUST_STORES, REVOCATION_ENTRIES);

    private AccountLimits() {}

    static final Map<String, Operation> OPERATIONS = Map.of("DescribeAccountLimits", AccountLimits::describe);

    private static Tree describe(Store store, Tree parameters) {
        List<Tree> limits = store.settings().limits().entrySet().stream()
                .filter(limit -> !SILENT.contains(limit.getKey()))
                .map(limit -> Tree.EMPTY
                        .with("Name", limit.getKey())
                        .with("Max", limit.getValue().toString()))
                .toList();
        return Pages.page("Limits", limits, "Name", parameters, store);
    }

    /** @throws ApiError where one more would be too many */
    static void room(Store store, String limit, long there, String code) {
        int max = of(store, limit);
        if (there >= max) {
            throw ApiError.of(code, "The limit of %d for '%s' is reached".formatted(max, limit));
        }
    }

    static int of(Store store, String limit) {
        return store.settings().limits().getOrDefault(limit, Integer.MAX_VALUE);
    }
}
