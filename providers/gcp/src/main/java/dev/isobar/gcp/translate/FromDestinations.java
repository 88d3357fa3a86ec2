package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpRouteAction;
import dev.isobar.gcp.resources.UrlMap.PathRedirect;
import dev.isobar.gcp.resources.UrlMap.UrlRewrite;
import dev.isobar.gcp.resources.UrlMap.WeightedBackendService;
import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.provider.Losses;
import dev.isobar.provider.Ref;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What rules and defaults do, as a model says it: the inverse of {@link Destinations}. What becomes of the path is told
 * apart, since it belongs to what a rule matches.
 */
final class FromDestinations {
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private final Map<Ref, FromGroups.Part> parts;

    FromDestinations(Map<Ref, FromGroups.Part> parts) {
        this.parts = parts;
    }

    private static Paths.Change change(Destination destination) {
        return switch (destination) {
            case Destination.Service(var _, var action) -> change(action);
            case Destination.Weighted(var _, var action) -> change(action);
            case Destination.Redirect redirect ->
                switch (redirect.path().orElse(null)) {
                    case PathRedirect.PathRedirectTo(var whole) -> new Paths.Change.Whole(whole);
                    case PathRedirect.PrefixRedirectTo(var prefix) -> new Paths.Change.Prefix(prefix);
                    case null -> new Paths.Change.Same();
                };
        };
    }

    private static Paths.Change change(HttpRouteAction action) {
        var rewrite = action.urlRewrite();
        var prefix = rewrite.flatMap(UrlRewrite::pathPrefixRewrite);
        var template = rewrite.flatMap(UrlRewrite::pathTemplateRewrite);
        if (template.isPresent()) {
            return new Paths.Change.Template(template.get());
        }
        return prefix.<Paths.Change>map(Paths.Change.Prefix::new).orElseGet(Paths.Change.Same::new);
    }

    /** @param exact whether whole paths were matched, of which then nothing stays */
    static Paths.Change change(Destination destination, boolean exact) {
        var change = change(destination);
        return exact && change instanceof Paths.Change.Prefix(var whole) ? new Paths.Change.Whole(whole) : change;
    }

    /** The destination without what it makes of the path. */
    static Destination withoutPath(Destination destination) {
        return switch (destination) {
            case Destination.Service(var service, var action) -> new Destination.Service(service, withoutPath(action));
            case Destination.Weighted(var services, var action) ->
                new Destination.Weighted(services, withoutPath(action));
            case Destination.Redirect(var code, boolean https, var host, var _, boolean strips) ->
                new Destination.Redirect(code, https, host, Optional.empty(), strips);
        };
    }

    private static HttpRouteAction withoutPath(HttpRouteAction action) {
        return new HttpRouteAction(
                action.urlRewrite()
                        .flatMap(UrlRewrite::hostRewrite)
                        .map(host -> new UrlRewrite(Optional.of(host), Optional.empty(), Optional.empty())),
                action.timeoutMillis());
    }

    /**
     * @param path what becomes of the path
     * @param port of the listener
     * @return empty where a model cannot say it, which is told
     */
    Optional<Action> of(
            Destination destination,
            Optional<PathRewrite> path,
            String protocol,
            int port,
            Losses.Place place,
            Losses losses) {
        var action = switch (destination) {
            case Destination.Service(var service, var route) ->
                forward(
                        List.of(new WeightedBackendService(service, 1, HttpHeaderAction.NONE)),
                        route,
                        path,
                        place,
                        losses);
            case Destination.Weighted(var services, var route) -> forward(services, route, path, place, losses);
            case Destination.Redirect redirect ->
                Decoding.<Action>valid(() -> redirect(redirect, path, protocol, port));
        };
        if (action.isEmpty()) {
            losses.add(
                    place,
                    "destination",
                    destination instanceof Destination.Redirect
                            ? "redirects as no model does: " + destination
                            : "leads nowhere that a model can say");
        }
        return action;
    }

    /** What stands where nothing can be said. */
    static Action unknown() {
        return new Action.Respond(503, PLAIN_TEXT, "", HeaderEdits.NONE);
    }

    private Optional<Action> forward(
            List<WeightedBackendService> services,
            HttpRouteAction route,
            Optional<PathRewrite> path,
            Losses.Place place,
            Losses losses) {
        var known = services.stream()
                .filter(service -> isKnown(service.backendService(), place, losses))
                .toList();
        if (known.stream().allMatch(service -> service.weight() == 0)) {
            return Optional.empty();
        }
        var headers = known.getFirst().headerAction();
        if (known.stream().anyMatch(service -> !service.headerAction().equals(headers))) {
            losses.add(
                    place,
                    "weightedBackendServices.headerAction",
                    "differs between backend services; a model has one for a rule, and the file has the first");
        }
        return Decoding.valid(() -> new Action.Forward(
                weights(known, place, losses),
                Optional.empty(),
                new Rewrite(path, route.urlRewrite().flatMap(UrlRewrite::hostRewrite)),
                FromHeaders.of(headers),
                route.timeoutMillis().map(Duration::ofMillis)));
    }

    private boolean isKnown(Ref service, Losses.Place place, Losses losses) {
        if (!parts.containsKey(service)) {
            losses.add(place, "backendService", service + " is no backend service that was read; left out");
        }
        return parts.containsKey(service);
    }

    private FromGroups.Part part(WeightedBackendService service) {
        return parts.getOrDefault(service.backendService(), new FromGroups.Part("", 1, 1));
    }

    /** Groups of several parts have been scaled by their targets: of those, only the ratio is known. */
    private SortedMap<String, Integer> weights(
            List<WeightedBackendService> services, Losses.Place place, Losses losses) {
        var weights = new TreeMap<String, Integer>();
        var first = new TreeMap<String, WeightedBackendService>();
        var count = new TreeMap<String, Integer>();
        for (var service : services) {
            var part = part(service);
            weights.merge(part.group(), service.weight(), Integer::sum);
            count.merge(part.group(), 1, Integer::sum);
            var other = first.putIfAbsent(part.group(), service);
            if (other != null
                    && other.weight() * part.share()
                            != service.weight() * part(other).share()) {
                changedShares(part.group(), place, losses);
            }
        }
        first.forEach((group, service) -> {
            if (count.getOrDefault(group, 0) != part(service).parts()) {
                changedShares(group, place, losses);
            }
        });
        return services.size() == weights.size() ? weights : reduced(weights);
    }

    private static void changedShares(String group, Losses.Place place, Losses losses) {
        losses.add(
                place,
                "weightedBackendServices",
                "the weights of the parts of \"%s\" are not those of its targets, which the model has"
                        .formatted(group));
    }

    private static SortedMap<String, Integer> reduced(SortedMap<String, Integer> weights) {
        var divisor = weights.values().stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE)
                .intValueExact();
        weights.replaceAll((_, weight) -> weight / divisor);
        return weights;
    }

    /**
     * Google names no port. It is the usual one of the scheme where the host changes, so that a listener of another port
     * must say so.
     */
    private static Action redirect(
            Destination.Redirect redirect, Optional<PathRewrite> path, String protocol, int port) {
        boolean secures = redirect.httpsRedirect() && protocol.equals("http");
        int usual = protocol.equals("http") ? 80 : 443;
        boolean changes = secures || redirect.hostRedirect().isPresent() || path.isPresent() || redirect.stripQuery();
        return new Action.Redirect(
                redirect.redirectResponseCode().status(),
                new Action.RedirectTarget(
                        secures ? Optional.of("https") : changes ? Optional.empty() : Optional.of(protocol),
                        redirect.hostRedirect(),
                        !secures && redirect.hostRedirect().isPresent() && port != usual
                                ? OptionalInt.of(usual)
                                : OptionalInt.empty(),
                        path,
                        redirect.stripQuery() ? Optional.of("") : Optional.empty()),
                HeaderEdits.NONE);
    }
}
