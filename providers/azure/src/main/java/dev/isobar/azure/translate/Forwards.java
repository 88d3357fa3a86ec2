package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.Pools;
import dev.isobar.azure.resources.TargetSide.BackendHttpSettings;
import dev.isobar.azure.resources.TargetSide.LoadDistributionAlgorithm;
import dev.isobar.azure.resources.TargetSide.LoadDistributionPolicy;
import dev.isobar.azure.translate.HttpGroups.Group;
import dev.isobar.model.Action;
import dev.isobar.provider.FieldChange;
import dev.isobar.provider.Report;
import dev.isobar.provider.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Forwards: a backend pool, or a load distribution policy where the traffic is shared out by weight or otherwise than in
 * turn; and settings, which one forward has one of.
 */
final class Forwards {
    private final Names names;
    /**
     * Weights of servers are whole numbers from 1 to this.
     *
     * @see <a
     *     href="https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/applicationgatewayloaddistributiontarget">
     *     weightPerServer</a>
     */
    private static final int MOST_WEIGHT = 100;

    private final HttpGroups groups;
    private final GatewayParts parts;
    private final Report report;

    Forwards(Names names, HttpGroups groups, GatewayParts parts, Report report) {
        this.names = names;
        this.groups = groups;
        this.parts = parts;
        this.report = report;
    }

    /** @param rewriteRuleSet name */
    Outcome of(Action.Forward forward, RulePlace place, Optional<String> rewriteRuleSet) {
        forward.stickiness()
                .ifPresent(_ -> report.refuse(
                        place.path() + ".groupStickiness",
                        "keeps clients with a target group; Azure keeps them with a server",
                        "remove groupStickiness, and give all of its groups the same stickiness: {cookie: NAME}"));
        var shared = forward.weights().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Weighted(groups.of(entry.getKey()), entry.getValue()))
                .toList();
        return new Outcome.Backend(pools(shared, place), settings(shared, forward, place), rewriteRuleSet);
    }

    private record Weighted(Group group, int weight) {}

    private Pools pools(List<Weighted> shared, RulePlace place) {
        var first = shared.getFirst().group();
        if (shared.size() > 1) {
            groups.previewed(place.path() + ".forward", "weights of target groups");
            report.emulated(
                    place.path() + ".forward",
                    "shares of target groups",
                    "Azure has weights of servers: a group has a smaller share while some of its targets fail");
            inTurn(shared, place);
            return policy(
                    names.part(place.listener(), place.rule()), LoadDistributionAlgorithm.ROUND_ROBIN, shared, place);
        }
        if (first.pools().size() > 1 || first.algorithm() != LoadDistributionAlgorithm.ROUND_ROBIN) {
            if (first.algorithm() != LoadDistributionAlgorithm.ROUND_ROBIN) {
                groups.previewed("targetGroups." + first.name(), "algorithm");
            }
            return policy(names.part(first.name()), first.algorithm(), shared, place);
        }
        return new Pools.One(first.pools().getFirst().name());
    }

    private void inTurn(List<Weighted> shared, RulePlace place) {
        for (var each : shared) {
            if (each.group().algorithm() != LoadDistributionAlgorithm.ROUND_ROBIN) {
                report.refuse(
                        place.path() + ".forward",
                        "shares requests with target group \"%s\", which is not round-robin; Azure chooses among the"
                                        .formatted(each.group().name())
                                + " servers of all the groups at once, and so by weights or by its algorithm",
                        "use algorithm: round-robin for that group");
            }
            if (each.group().total() == 0) {
                report.refuse(
                        place.path() + ".forward",
                        "shares requests with target group \"%s\", which has no target that takes traffic; Azure has"
                                        .formatted(each.group().name())
                                + " weights of servers, and a share without servers would go to the other groups",
                        "add a target, or remove the group here");
            }
        }
    }

    private Pools policy(String name, LoadDistributionAlgorithm algorithm, List<Weighted> shared, RulePlace place) {
        var pools = new ArrayList<String>();
        var shares = new ArrayList<Shares.Share>();
        for (var each : shared) {
            for (var pool : each.group().pools()) {
                pools.add(pool.name());
                shares.add(Shares.Share.of(
                        (long) each.weight() * pool.weight(),
                        Math.max(1, each.group().total())));
            }
        }
        var exact = Shares.smallest(shares, MOST_WEIGHT);
        if (exact.isEmpty()) {
            refuseShares(pools, shares, shared, place);
        }
        var weights = exact.orElseGet(() -> Shares.nearest(shares, MOST_WEIGHT));
        var targets = new TreeMap<String, Integer>();
        for (int i = 0; i < pools.size(); i++) {
            targets.put(pools.get(i), weights.get(i));
        }
        GatewayParts.put(parts.loadDistributionPolicies, name, new LoadDistributionPolicy(algorithm, targets));
        return new Pools.Shared(name);
    }

    private void refuseShares(List<String> pools, List<Shares.Share> shares, List<Weighted> shared, RulePlace place) {
        var near = Shares.nearest(shares, MOST_WEIGHT);
        var nearest = new ArrayList<String>();
        for (int i = 0; i < pools.size(); i++) {
            nearest.add(pools.get(i) + ": " + near.get(i));
        }
        var limit = "; Azure has weights of servers of 1 to %d, which cannot give these shares exactly"
                .formatted(MOST_WEIGHT);
        var fix = "change these weights, or those or the number of the targets; for each server, the nearest are "
                + String.join(", ", nearest);
        if (shared.size() == 1) {
            var group = shared.getFirst().group();
            report.refuse(
                    "targetGroups." + group.name() + ".targets",
                    "have weights "
                            + group.pools().stream()
                                    .map(pool -> Integer.toString(pool.weight()))
                                    .collect(Collectors.joining(", "))
                            + limit,
                    fix);
        } else {
            report.refuse(
                    place.path() + ".forward",
                    "is "
                            + shared.stream()
                                    .map(each -> each.group().name() + ": " + each.weight())
                                    .collect(Collectors.joining(", "))
                            + limit,
                    fix);
        }
    }

    private String settings(List<Weighted> shared, Action.Forward forward, RulePlace place) {
        var group = shared.getFirst().group();
        shared.stream().skip(1).forEach(other -> same(group, other.group(), place));
        boolean plain = shared.size() == 1
                && forward.timeout().isEmpty()
                && forward.rewrite().host().isEmpty();
        var name = plain ? names.part(group.name()) : names.part(place.listener(), place.rule());
        var probe = group.probe().map(found -> {
            var probeName = names.part(group.name());
            GatewayParts.put(parts.probes, probeName, found);
            return probeName;
        });
        var usual = group.settings();
        GatewayParts.put(
                parts.backendHttpSettings,
                name,
                new BackendHttpSettings(
                        usual.connection(),
                        forward.timeout()
                                .map(time -> {
                                    report.emulated(
                                            place.path() + ".timeout",
                                            "timeout of a route",
                                            "Azure waits so long for a response, and does not count from the first"
                                                    + " byte of the request to the last of the response");
                                    return report.seconds(place.path() + ".timeout", time, 1, 86_400, "requestTimeout");
                                })
                                .orElse(usual.requestTimeout()),
                        usual.affinityCookieName(),
                        usual.drainTimeoutInSec(),
                        forward.rewrite().host(),
                        probe));
        return name;
    }

    private void same(Group one, Group other, RulePlace place) {
        if (!one.settings().equals(other.settings()) || !one.probe().equals(other.probe())) {
            var differences = new ArrayList<>(FieldChange.between(one.settings(), other.settings()));
            one.probe()
                    .ifPresentOrElse(
                            before -> other.probe()
                                    .ifPresent(after -> differences.addAll(FieldChange.between(before, after))),
                            () -> {});
            report.refuse(
                    place.path() + ".forward",
                    "shares requests between target groups \"%s\" and \"%s\", which are reached differently (%s); Azure"
                                    .formatted(
                                            one.name(),
                                            other.name(),
                                            differences.isEmpty()
                                                    ? "one has a health check"
                                                    : differences.stream()
                                                            .map(FieldChange::toString)
                                                            .collect(Collectors.joining(", ")))
                            + " has one setting and one probe for all pools of a rule",
                    "give both the same protocol, port, timeouts, stickiness, drain and health check");
        }
    }
}
