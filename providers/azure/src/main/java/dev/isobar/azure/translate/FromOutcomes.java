package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.Pools;
import dev.isobar.azure.resources.Routing.RedirectConfiguration;
import dev.isobar.azure.resources.Routing.RedirectTarget;
import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.route.Request;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Outcomes of rules, as actions of a model: the inverse of {@link Forwards} and {@link Redirects}. */
final class FromOutcomes {
    /** What Azure answers where nothing else is said. */
    static final Action NOT_FOUND = new Action.Respond(404, "text/plain; charset=utf-8", "", HeaderEdits.NONE);

    private final ApplicationGateway gateway;
    private final FromGroups groups;
    private final OurNames names;
    private final Losses losses;

    FromOutcomes(ApplicationGateway gateway, FromGroups groups, OurNames names, Losses losses) {
        this.gateway = gateway;
        this.groups = groups;
        this.names = names;
        this.losses = losses;
    }

    /**
     * @param rule the name of the rule of ours that it was made for, where a part says it
     * @param ofDefault whether it was made for the default of a listener
     */
    record Said(Action action, Optional<String> rule, boolean ofDefault) {}

    /** What has the outcome. */
    record Place(String protocol, int port, Optional<HostPattern> host, String path) {}

    /** Says how groups are reached, before any is made. */
    void reach(Outcome outcome) {
        if (outcome instanceof Outcome.Backend backend) {
            var weights = weights(backend.pools());
            weights.keySet()
                    .forEach(group ->
                            groups.http(group, gateway, backend.backendHttpSettings(), isPlain(backend, group)));
            if (backend.pools() instanceof Pools.Shared(var name) && weights.size() == 1) {
                var policy = gateway.targets().loadDistributionPolicies().get(name);
                if (policy != null) {
                    groups.algorithm(weights.firstKey(), policy.algorithm());
                }
            }
        }
    }

    /** Whether the settings are those of the group, and not of one forward. */
    private boolean isPlain(Outcome.Backend backend, String group) {
        var settings = names.of(backend.backendHttpSettings());
        return settings.isEmpty()
                || (settings.size() == 1 && settings.getFirst().equals(group));
    }

    Said of(Outcome outcome, Place place) {
        return switch (outcome) {
            case Outcome.Backend backend
            when backend.pools() instanceof Pools.Shared(var policy)
                    && targets(policy).isEmpty() -> {
                losses.add(
                        gateway.ref(),
                        "routing.loadDistributionPolicies." + policy,
                        "sends to nobody, or does what a model has no words for: 404 instead",
                        place.path());
                yield new Said(NOT_FOUND, Optional.empty(), false);
            }
            case Outcome.Backend backend -> forward(backend, place);
            case Outcome.Redirect(var name) ->
                new Said(redirect(name, place), names.rule(name), names.isOfDefault(name));
        };
    }

    private Said forward(Outcome.Backend backend, Place place) {
        var weights = weights(backend.pools());
        var first = weights.firstKey();
        var settings = gateway.targets().backendHttpSettingsCollection().get(backend.backendHttpSettings());
        var host = settings == null ? Optional.<String>empty() : settings.hostName();
        var rewrites =
                backend.rewriteRuleSet().flatMap(name -> rewrites(name, place)).orElse(FromRewrites.NONE);
        var own = settings == null ? groups.response(first) : Duration.ofSeconds(settings.requestTimeout());
        boolean plain = isPlain(backend, first);
        boolean onlyForTheTime = !plain && weights.size() == 1 && host.isEmpty();
        boolean timed = onlyForTheTime || !own.equals(groups.response(first));
        var parts = Stream.of(
                        plain ? Optional.<String>empty() : Optional.of(backend.backendHttpSettings()),
                        weights.size() == 1 || !(backend.pools() instanceof Pools.Shared(var policy))
                                ? Optional.<String>empty()
                                : Optional.of(policy),
                        backend.rewriteRuleSet())
                .flatMap(Optional::stream)
                .toList();
        return new Said(
                new Action.Forward(
                        weights,
                        Optional.empty(),
                        new Rewrite(rewrites.path(), host),
                        rewrites.headers(),
                        timed ? Optional.of(own) : Optional.empty()),
                parts.stream().flatMap(part -> names.rule(part).stream()).findFirst(),
                parts.stream().anyMatch(names::isOfDefault));
    }

    private Optional<FromRewrites> rewrites(String name, Place place) {
        var set = gateway.routing().rewriteRuleSets().get(name);
        var said = set == null ? Optional.<FromRewrites>empty() : FromRewrites.of(set);
        if (said.isEmpty()) {
            losses.add(
                    gateway.ref(),
                    "routing.rewriteRuleSets." + name,
                    "does what a model has no words for; left out",
                    place.path());
        }
        return said;
    }

    /** Weights of pools; empty where the policy is not there. */
    private Map<String, Integer> targets(String policy) {
        var there = gateway.targets().loadDistributionPolicies().get(policy);
        return there == null ? Map.of() : there.loadDistributionTargets();
    }

    /** Shares of groups: what their servers have together. */
    private SortedMap<String, Integer> weights(Pools pools) {
        var shares = new TreeMap<String, Long>();
        switch (pools) {
            case Pools.One(var pool) -> shares.put(groups.group(pool), 1L);
            case Pools.Shared(var name) -> {
                targets(name).forEach((pool, weight) -> {
                    var found = gateway.targets().backendAddressPools().get(pool);
                    long servers = found == null ? 0 : FromGroups.servers(found);
                    shares.merge(groups.group(pool), weight * servers, Long::sum);
                });
            }
        }
        if (shares.size() == 1) {
            return new TreeMap<>(Map.of(shares.firstKey(), 1));
        }
        long divisor = shares.values().stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE)
                .longValueExact();
        var weights = new TreeMap<String, Integer>();
        shares.forEach((group, share) -> weights.put(group, Math.toIntExact(share / divisor)));
        return weights;
    }

    private Action redirect(String name, Place place) {
        var redirect = gateway.routing().redirectConfigurations().get(name);
        if (redirect == null) {
            losses.add(gateway.ref(), "routing.redirectConfigurations." + name, "is not there: 404", place.path());
            return NOT_FOUND;
        }
        return new Action.Redirect(status(redirect.redirectType()), target(redirect, name, place), HeaderEdits.NONE);
    }

    private static int status(String type) {
        return switch (type) {
            case "Permanent" -> 301;
            case "SeeOther" -> 303;
            case "Temporary" -> 307;
            default -> 302;
        };
    }

    private Action.RedirectTarget target(RedirectConfiguration redirect, String name, Place place) {
        return switch (redirect.target()) {
            case RedirectTarget.ToListener(var listener) -> toListener(redirect, listener, place);
            case RedirectTarget.ToUrl(var url) -> toUrl(redirect, url, name, place);
        };
    }

    private Action.RedirectTarget toListener(RedirectConfiguration redirect, String name, Place place) {
        var listener = gateway.clients().httpListeners().get(name);
        var scheme = listener != null && listener.tls().isPresent() ? "https" : "http";
        int port = listener == null
                ? place.port()
                : gateway.clients()
                        .frontendPorts()
                        .getOrDefault(listener.endpoint().frontendPort(), place.port());
        boolean same = scheme.equals(place.protocol());
        boolean usual = !same && port == (scheme.equals("http") ? 80 : 443);
        if (!redirect.includePath()) {
            losses.add(
                    gateway.ref(),
                    "routing.redirectConfigurations",
                    "drops the path on the way to listener " + name + "; the model goes to /",
                    place.path());
        }
        return new Action.RedirectTarget(
                same ? Optional.empty() : Optional.of(scheme),
                Optional.empty(),
                usual ? OptionalInt.empty() : OptionalInt.of(port),
                redirect.includePath() ? Optional.empty() : Optional.of(new PathRewrite.Whole("/")),
                redirect.includeQueryString() ? Optional.empty() : Optional.of(""));
    }

    private Action.RedirectTarget toUrl(RedirectConfiguration redirect, String text, String name, Place place) {
        try {
            var url = Request.Url.parse(text);
            boolean same = url.scheme().equals(place.protocol());
            int usual = same ? place.port() : url.scheme().equals("http") ? 80 : 443;
            // With the host of the scope at the end, where the model names none.
            boolean ownHost = names.of(name).size() > 2
                    && place.host()
                            .filter(host -> name.endsWith("_" + host.text()))
                            .isPresent();
            if (redirect.includePath()) {
                losses.add(
                        gateway.ref(),
                        "routing.redirectConfigurations." + name,
                        "keeps the path on the way to " + text + "; the model drops it",
                        place.path());
            }
            return new Action.RedirectTarget(
                    same ? Optional.empty() : Optional.of(url.scheme()),
                    ownHost ? Optional.empty() : Optional.of(url.host()),
                    url.port() == usual ? OptionalInt.empty() : OptionalInt.of(url.port()),
                    Optional.of(new PathRewrite.Whole(url.path())),
                    redirect.includeQueryString() ? Optional.empty() : Optional.of(url.query()));
        } catch (InvalidValue e) {
            losses.add(
                    gateway.ref(),
                    "routing.redirectConfigurations." + name,
                    "leads to \"" + text + "\", which a model cannot say: / instead",
                    place.path());
            return new Action.RedirectTarget(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.of(new PathRewrite.Whole("/")),
                    Optional.empty());
        }
    }
}
