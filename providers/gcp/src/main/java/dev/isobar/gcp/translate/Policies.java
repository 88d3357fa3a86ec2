package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.SecurityPolicy.EnforceOnKey;
import dev.isobar.gcp.resources.SecurityPolicy.Match;
import dev.isobar.gcp.resources.SecurityPolicy.Rule;
import dev.isobar.gcp.resources.SecurityPolicy.Threshold;
import dev.isobar.model.Action;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.Durations;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.RateLimit;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rate limits, and rules that turn away addresses: both stand in a security policy of the backend services.
 *
 * @see <a href="https://cloud.google.com/armor/docs/rate-limiting-overview">Rate limiting overview</a>
 * @see <a href="https://cloud.google.com/armor/docs/configure-security-policies">Security policies</a>
 */
final class Policies {
    /** Descriptions of rules that are none of a model. */
    static final String RATE_LIMIT = "rate limit";

    static final String ALL_OTHERS = "all others";

    private static final List<Integer> INTERVALS =
            List.of(10, 30, 60, 120, 180, 240, 270, 300, 600, 900, 1200, 1800, 2700, 3600);
    private static final Set<Integer> DENIALS = Set.of(403, 404, 502);
    private static final int MOST_RANGES = 10;
    private static final int MOST_EXPRESSIONS = 5;
    private static final int STEP = 10;

    private final Model model;
    private final Site site;
    private final Report report;
    private final List<SecurityPolicy> resources = new ArrayList<>();
    private final SortedMap<String, Ref> byGroup = new TreeMap<>();

    Policies(Model model, Site site, Report report) {
        this.model = model;
        this.site = site;
        this.report = report;
        model.listeners().values().forEach(this::add);
    }

    List<SecurityPolicy> resources() {
        return resources;
    }

    /** Name of a target group to the policy that guards it. */
    SortedMap<String, Ref> byGroup() {
        return byGroup;
    }

    /**
     * How many rules at the top of a listener only turn away addresses: the URL map begins behind them.
     */
    static int denials(Listener.Http listener) {
        int count = 0;
        for (var rule : listener.routes().rules()) {
            boolean denies = rule.match().conditions().size() == 1
                    && rule.match().conditions().getFirst() instanceof Condition.Source
                    && rule.action() instanceof Action.Respond respond
                    && DENIALS.contains(respond.status())
                    && respond.responseHeaders().isEmpty();
            if (!denies) {
                break;
            }
            count++;
        }
        return count;
    }

    private void add(Listener listener) {
        if (!(listener instanceof Listener.Http http)) {
            return;
        }
        var path = "listeners." + http.name();
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < denials(http); i++) {
            deny(http.routes().rules().get(i), path + ".rules[" + i + "]", rules);
        }
        boolean denies = !rules.isEmpty();
        http.client().rateLimit().ifPresent(limit -> rules.add(throttle(limit, path + ".rateLimit", rules.size())));
        if (rules.isEmpty()) {
            return;
        }
        if (site.isInternal()) {
            report.refuse(
                    path,
                    "limits or turns away clients; Google does that for clients from outside only",
                    "remove rateLimit and such rules, and let the targets do it");
        }
        rules.add(new Rule(
                SecurityPolicy.LAST,
                ALL_OTHERS,
                new Match.SrcIpRanges(new TreeSet<>(Set.of("*"))),
                new SecurityPolicy.Action.Allow()));
        var policy = new SecurityPolicy(
                site.id(Names.of(model.name(), http.name())),
                rules,
                Ownership.labels(model, "listeners/" + http.name()));
        resources.add(policy);
        requireForwards(http, denies, path);
        guard(http, policy.ref(), path);
    }

    /** The policy stands behind the URL map, which answers redirects itself. */
    private void requireForwards(Listener.Http listener, boolean denies, String path) {
        if (Use.groups(listener).findAny().isEmpty()) {
            report.refuse(
                    path,
                    "limits or turns away clients, and forwards nothing; Google looks at clients only where requests"
                            + " are forwarded",
                    "remove rateLimit and such rules");
        }
        if (denies && Use.actions(listener).anyMatch(Action.Redirect.class::isInstance)) {
            report.refuse(
                    path,
                    "turns away addresses and redirects; Google looks at addresses only where requests are forwarded",
                    "redirect in a listener of its own");
        }
    }

    private void guard(Listener.Http listener, Ref policy, String path) {
        Use.groups(listener).distinct().forEach(group -> {
            byGroup.put(group, policy);
            for (var other : model.listeners().values()) {
                if (!other.name().equals(listener.name()) && Use.groups(other).anyMatch(group::equals)) {
                    report.refuse(
                            path,
                            "limits or turns away clients of target group \"%s\", which listener \"%s\" also sends to; for"
                                            .formatted(group, other.name())
                                    + " Google this belongs to the backend service",
                            "make a second target group with the same targets for one of them");
                }
            }
        });
    }

    private void deny(dev.isobar.model.Rule rule, String path, List<Rule> rules) {
        var source = (Condition.Source) rule.match().conditions().getFirst();
        var respond = (Action.Respond) rule.action();
        report.emulated(
                path,
                "turning away addresses",
                "a security policy of the backend services answers %d with a page of its own"
                        .formatted(respond.status()));
        for (var match : source.negated() ? outside(source.any(), path) : inside(source.any())) {
            rules.add(new Rule(
                    rules.size() * STEP, rule.name(), match, new SecurityPolicy.Action.Deny(respond.status())));
        }
        rule.rateLimit().ifPresent(_ -> report.refuse(path + ".rateLimit", "limits what is turned away", "remove it"));
    }

    private static List<Match> inside(Collection<Cidr> ranges) {
        var texts = ranges.stream().map(Cidr::toString).toList();
        var matches = new ArrayList<Match>();
        for (int from = 0; from < texts.size(); from += MOST_RANGES) {
            matches.add(new Match.SrcIpRanges(
                    new TreeSet<>(texts.subList(from, Math.min(from + MOST_RANGES, texts.size())))));
        }
        return matches;
    }

    private List<Match> outside(Collection<Cidr> ranges, String path) {
        if (ranges.size() > MOST_EXPRESSIONS) {
            report.refuse(
                    path + ".match.not.source",
                    "has %d ranges; Google takes %d parts in an expression".formatted(ranges.size(), MOST_EXPRESSIONS),
                    "put ranges together");
        }
        return List.of(new Match.Expr(ranges.stream()
                .map(range -> "!inIpRange(origin.ip, '%s')".formatted(range))
                .collect(Collectors.joining(" && "))));
    }

    private Rule throttle(RateLimit limit, String path, int before) {
        var key = switch (limit.key()) {
            case RateLimit.Key.Source _ -> EnforceOnKey.IP;
            case RateLimit.Key.Header _ -> EnforceOnKey.HTTP_HEADER;
            case RateLimit.Key.Everyone _ -> EnforceOnKey.ALL;
        };
        Optional<String> name =
                limit.key() instanceof RateLimit.Key.Header(var header) ? Optional.of(header) : Optional.empty();
        var threshold = threshold(limit, path);
        report.emulated(
                path,
                RATE_LIMIT,
                "%d requests in %d s for each backend service and region by itself; all of them may come at once, redirects"
                                .formatted(threshold.count(), threshold.intervalSec())
                        + " do not count");
        return new Rule(
                before * STEP,
                RATE_LIMIT,
                new Match.SrcIpRanges(new TreeSet<>(Set.of("*"))),
                new SecurityPolicy.Action.Throttle(threshold, key, name));
    }

    /** The same rate in the shortest interval that Google has and in which it is a whole number. */
    private Threshold threshold(RateLimit limit, String path) {
        long per = limit.per().toSeconds();
        if (limit.per().toMillis() == per * 1000) {
            for (int interval : INTERVALS) {
                long count = limit.requests() * (long) interval / per;
                if (interval >= per && count * per == limit.requests() * (long) interval && count <= 1_000_000) {
                    return new Threshold((int) count, interval);
                }
            }
        }
        report.refuse(
                path,
                "is %d in %s; Google counts to 1000000 in one of %s seconds"
                        .formatted(limit.requests(), Durations.text(limit.per()), INTERVALS),
                "use per: 1s, 10s or 1m, or fewer requests");
        return new Threshold(1, 60);
    }
}
