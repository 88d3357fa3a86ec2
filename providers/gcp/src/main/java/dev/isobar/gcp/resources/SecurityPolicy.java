package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may send requests to a backend service, and how many: a policy of Google Cloud Armor, of the type
 * {@code CLOUD_ARMOR}.
 *
 * @param rules by priority; the last one matches everything
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/securityPolicies">securityPolicies</a>
 */
public record SecurityPolicy(Id id, List<Rule> rules, SortedMap<String, String> labels) implements GcpResource {
    /** The priority of the rule that every policy ends with. */
    public static final int LAST = Integer.MAX_VALUE;

    public SecurityPolicy {
        rules = rules.stream().sorted(Comparator.comparingInt(Rule::priority)).toList();
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** @param priority 0 to 2147483647; the lowest that matches decides */
    public record Rule(int priority, String description, Match match, Action action) {}

    /** Whom a rule is about. */
    public sealed interface Match {
        /** {@code SRC_IPS_V1}; at most 10 ranges, or a star. */
        record SrcIpRanges(SortedSet<String> srcIpRanges) implements Match {
            public SrcIpRanges {
                srcIpRanges = Collections.unmodifiableSortedSet(new TreeSet<>(srcIpRanges));
            }
        }

        /** An expression in the language of Cloud Armor; at most 5 parts. */
        record Expr(String expression) implements Match {}
    }

    /** What is done. */
    public sealed interface Action {
        record Allow() implements Action {}

        /** @param status 403, 404 or 502 */
        record Deny(int status) implements Action {}

        /** What is over the threshold is denied with 429. */
        record Throttle(Threshold rateLimitThreshold, EnforceOnKey enforceOnKey, Optional<String> enforceOnKeyName)
                implements Action {}
    }

    /**
     * @param count 1 to 1000000
     * @param intervalSec one of 10, 30, 60, 120, 180, 240, 270, 300, 600, 900, 1200, 1800, 2700 and 3600
     */
    public record Threshold(int count, int intervalSec) {}

    public enum EnforceOnKey {
        ALL,
        IP,
        HTTP_HEADER
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
