package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.SecurityPolicy.Match;
import dev.isobar.model.Action;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Rule;
import dev.isobar.provider.Losses;
import dev.isobar.provider.NewNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Security policies as the rules and the rate limit of a listener: the inverse of {@link Policies}. */
final class FromPolicies {
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final Pattern OUTSIDE = Pattern.compile("!inIpRange\\(origin\\.ip, '([^']+)'\\)");
    private static final String ALL = "*";

    /** Ours, and what Google calls the rule that every policy ends with. */
    private static final Set<String> NO_NAMES = Set.of("", Policies.RATE_LIMIT, Policies.ALL_OTHERS, "default rule");

    private final SecurityPolicy policy;
    private final NewNames names;
    private final String path;
    private final Losses losses;
    private final List<Rule> denials = new ArrayList<>();
    private Optional<RateLimit> rateLimit = Optional.empty();

    private FromPolicies(SecurityPolicy policy, NewNames names, String path, Losses losses) {
        this.policy = policy;
        this.names = names;
        this.path = path;
        this.losses = losses;
    }

    /** @param denials rules that turn away addresses, which stand before all others */
    record Said(List<Rule> denials, Optional<RateLimit> rateLimit) {
        static final Said NOTHING = new Said(List.of(), Optional.empty());
    }

    /**
     * @param names those of the rules of the listener
     * @param path of the listener
     */
    static Said of(SecurityPolicy policy, NewNames names, String path, Losses losses) {
        var from = new FromPolicies(policy, names, path, losses);
        from.families().forEach(from::add);
        return new Said(from.denials, from.rateLimit);
    }

    /** Several rules where one of the model has more ranges than a rule of Google takes. */
    private List<List<SecurityPolicy.Rule>> families() {
        var families = new ArrayList<List<SecurityPolicy.Rule>>();
        for (var rule : policy.rules()) {
            var last = families.isEmpty() ? null : families.getLast().getLast();
            boolean goesOn = last != null
                    && rule.match() instanceof Match.SrcIpRanges
                    && last.match() instanceof Match.SrcIpRanges
                    && !rule.description().isEmpty()
                    && rule.description().equals(last.description())
                    && rule.action().equals(last.action());
            if (goesOn) {
                families.getLast().add(rule);
            } else {
                families.add(new ArrayList<>(List.of(rule)));
            }
        }
        return families;
    }

    private void add(List<SecurityPolicy.Rule> family) {
        var first = family.getFirst();
        switch (first.action()) {
            case SecurityPolicy.Action.Allow() -> {
                described(first);
                if (first.priority() != SecurityPolicy.LAST) {
                    lost(first, "allows some clients before others; a model turns clients away, or does not");
                }
            }
            case SecurityPolicy.Action.Deny(int status) -> deny(family, status);
            case SecurityPolicy.Action.Throttle throttle -> {
                described(first);
                throttle(first, throttle);
            }
        }
    }

    /** Rules that turn clients away have names in a model; others have none. */
    private void described(SecurityPolicy.Rule rule) {
        if (!NO_NAMES.contains(rule.description())) {
            losses.add(
                    new Losses.Place(policy.ref(), "rules[" + rule.priority() + "]", path),
                    "description",
                    "is \"%s\"; a model has none for such a rule".formatted(rule.description()));
        }
    }

    private void deny(List<SecurityPolicy.Rule> family, int status) {
        var first = family.getFirst();
        var source = rateLimit.isPresent() ? Optional.<Condition>empty() : source(family);
        if (source.isEmpty()) {
            lost(first, "turns away what a model cannot say: " + first.match());
            return;
        }
        var name = first.description().isEmpty() ? "deny-" + first.priority() : first.description();
        denials.add(new Rule(
                names.of(name),
                dev.isobar.model.Match.of(List.of(source.get())),
                new Action.Respond(status, PLAIN_TEXT, "", HeaderEdits.NONE),
                Optional.empty()));
    }

    private static Optional<Condition> source(List<SecurityPolicy.Rule> family) {
        if (family.getFirst().match() instanceof Match.Expr(var expression)) {
            var outside = new ArrayList<String>();
            for (var part : expression.split(" && ", -1)) {
                var match = OUTSIDE.matcher(part);
                if (!match.matches()) {
                    return Optional.empty();
                }
                outside.add(match.group(1));
            }
            return Decoding.valid(() -> new Condition.Source(ranges(outside), true));
        }
        var inside = family.stream()
                .flatMap(rule -> ((Match.SrcIpRanges) rule.match()).srcIpRanges().stream())
                .toList();
        return inside.contains(ALL)
                ? Optional.empty()
                : Decoding.valid(() -> new Condition.Source(ranges(inside), false));
    }

    private static SortedSet<Cidr> ranges(List<String> texts) {
        return texts.stream().map(Cidr::parse).collect(Collectors.toCollection(TreeSet::new));
    }

    private void throttle(SecurityPolicy.Rule rule, SecurityPolicy.Action.Throttle throttle) {
        boolean all = rule.match() instanceof Match.SrcIpRanges(var ranges) && ranges.equals(Set.of(ALL));
        var threshold = throttle.rateLimitThreshold();
        var known = all && rateLimit.isEmpty()
                ? Decoding.valid(() -> new RateLimit(
                        threshold.count(),
                        Duration.ofSeconds(threshold.intervalSec()),
                        threshold.count(),
                        key(throttle)))
                : Optional.<RateLimit>empty();
        if (known.isEmpty()) {
            lost(rule, "limits what a model cannot say: %s of %s".formatted(throttle, rule.match()));
        } else {
            rateLimit = known;
        }
    }

    private static RateLimit.Key key(SecurityPolicy.Action.Throttle throttle) {
        return switch (throttle.enforceOnKey()) {
            case ALL -> new RateLimit.Key.Everyone();
            case IP -> new RateLimit.Key.Source();
            case HTTP_HEADER ->
                new RateLimit.Key.Header(throttle.enforceOnKeyName().orElse(""));
        };
    }

    private void lost(SecurityPolicy.Rule rule, String what) {
        losses.add(new Losses.Place(policy.ref(), "rules[" + rule.priority() + "]", path), "action", what);
    }
}
