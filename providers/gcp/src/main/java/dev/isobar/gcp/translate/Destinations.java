package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpRouteAction;
import dev.isobar.gcp.resources.UrlMap.PathRedirect;
import dev.isobar.gcp.resources.UrlMap.RedirectResponseCode;
import dev.isobar.gcp.resources.UrlMap.UrlRewrite;
import dev.isobar.gcp.resources.UrlMap.WeightedBackendService;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
import dev.isobar.provider.Shares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What rules and defaults do.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/https/traffic-management-global">Traffic management
 *     overview</a>
 */
final class Destinations {
    private static final int MOST_WEIGHT = 1000;
    private static final Destination NOWHERE =
            new Destination.Service(new Ref("BackendService", "none"), HttpRouteAction.NONE);

    private final Map<Use.Key, Pool> pools;
    private final Report report;

    Destinations(Map<Use.Key, Pool> pools, Report report) {
        this.pools = pools;
        this.report = report;
    }

    /** @param path of the rule or default */
    Destination of(Action action, Paths.Change change, Listener.Http listener, String path) {
        return switch (action) {
            case Action.Forward forward -> forward(forward, change, path);
            case Action.Redirect redirect -> redirect(redirect, change, listener, path);
            case Action.Respond respond -> {
                report.refuse(
                        path + ".respond",
                        "answers with %d itself; Google has no fixed responses".formatted(respond.status()),
                        "forward to a target that answers so, or redirect");
                yield NOWHERE;
            }
        };
    }

    /** The backend service of a group; empty where it has several, or none here. */
    Optional<Ref> only(String group) {
        return Optional.ofNullable(pools.get(new Use.Key(group, Carrier.APPLICATION)))
                .filter(pool -> pool.parts().size() == 1)
                .map(pool -> pool.parts().getFirst().backendService());
    }

    private Destination forward(Action.Forward forward, Paths.Change change, String path) {
        forward.stickiness()
                .ifPresent(_ -> report.refuse(
                        path + ".groupStickiness",
                        "keeps clients with a target group; for Google weights count before any affinity",
                        "remove groupStickiness, or forward to one target group"));
        var headers = Headers.of(forward.headers(), path, report);
        var action = new HttpRouteAction(
                rewrite(change, forward.rewrite().host()), forward.timeout().map(Duration::toMillis));
        var services = weighted(forward, headers, path);
        if (services.size() == 1 && headers.equals(HttpHeaderAction.NONE)) {
            return new Destination.Service(services.getFirst().backendService(), action);
        }
        return new Destination.Weighted(services, action);
    }

    private static Optional<UrlRewrite> rewrite(Paths.Change change, Optional<String> host) {
        Optional<String> prefix = switch (change) {
            case Paths.Change.Whole(var whole) -> Optional.of(whole);
            case Paths.Change.Prefix(var replacement) -> Optional.of(replacement);
            case Paths.Change.Same _, Paths.Change.Template _ -> Optional.empty();
        };
        Optional<String> template =
                change instanceof Paths.Change.Template(var whole) ? Optional.of(whole) : Optional.empty();
        return host.isEmpty() && prefix.isEmpty() && template.isEmpty()
                ? Optional.empty()
                : Optional.of(new UrlRewrite(host, prefix, template));
    }

    private List<WeightedBackendService> weighted(Action.Forward forward, HttpHeaderAction headers, String path) {
        var names = new ArrayList<String>();
        var services = new ArrayList<Ref>();
        var shares = new ArrayList<Shares.Share>();
        forward.weights().forEach((name, weight) -> {
            var pool = pools.get(new Use.Key(name, Carrier.APPLICATION));
            if (pool == null) {
                throw new IllegalStateException("target group \"" + name + "\" was not translated");
            }
            for (var part : pool.parts()) {
                names.add(name);
                services.add(part.backendService());
                shares.add(Shares.Share.of(weight * part.share(), pool.total()));
            }
        });
        var exact = Shares.exact(shares, MOST_WEIGHT);
        if (exact.isEmpty()) {
            var near = Shares.nearest(shares, MOST_WEIGHT);
            var nearest = new ArrayList<String>();
            for (int i = 0; i < names.size(); i++) {
                nearest.add(names.get(i) + ": " + near.get(i));
            }
            report.refuse(
                    path + ".forward",
                    "is %s; Google has weights of 0 to %d, which cannot give these shares exactly"
                            .formatted(
                                    forward.weights().entrySet().stream()
                                            .map(each -> each.getKey() + ": " + each.getValue())
                                            .collect(Collectors.joining(", ")),
                                    MOST_WEIGHT),
                    "change these weights, or those of the targets; in all, the nearest are "
                            + String.join(", ", nearest));
        }
        var weights = exact.orElseGet(() -> Shares.nearest(shares, MOST_WEIGHT));
        var weighted = new ArrayList<WeightedBackendService>();
        for (int i = 0; i < services.size(); i++) {
            weighted.add(new WeightedBackendService(services.get(i), weights.get(i), headers));
        }
        return weighted;
    }

    /**
     * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, HttpRedirectAction</a>
     */
    private Destination redirect(Action.Redirect redirect, Paths.Change change, Listener.Http listener, String path) {
        var at = path + ".redirect";
        if (!redirect.responseHeaders().isEmpty()) {
            report.refuse(
                    path + ".responseHeaders",
                    "changes the header of a redirect; Google changes headers of forwarded requests only",
                    "remove responseHeaders, or redirect from a target");
        }
        var to = redirect.to();
        var own = listener.protocol().name().toLowerCase(Locale.ROOT);
        var scheme = to.scheme().orElse(own);
        boolean back = own.equals("https") && scheme.equals("http");
        if (back) {
            report.refuse(
                    at + ".scheme",
                    "is http; Google redirects to https only",
                    "leave out scheme, or respond from a target");
        }
        if (!back) {
            port(to, listener, scheme.equals(own), scheme, at);
        }
        to.query()
                .filter(query -> !query.isEmpty())
                .ifPresent(query -> report.refuse(
                        at + ".query",
                        "is \"%s\"; Google keeps the query or removes it".formatted(query),
                        "leave out query, or write query: \"\""));
        return new Destination.Redirect(
                code(redirect.status()),
                own.equals("http") && scheme.equals("https"),
                to.host(),
                pathRedirect(change),
                to.query().isPresent());
    }

    private static Optional<PathRedirect> pathRedirect(Paths.Change change) {
        return switch (change) {
            case Paths.Change.Same _ -> Optional.empty();
            case Paths.Change.Whole(var whole) -> Optional.of(new PathRedirect.PathRedirectTo(whole));
            case Paths.Change.Prefix(var prefix) -> Optional.of(new PathRedirect.PrefixRedirectTo(prefix));
            case Paths.Change.Template(var whole) -> Optional.of(new PathRedirect.PathRedirectTo(whole));
        };
    }

    /** Google names no port: it is that of the request where scheme and host stay, and the usual one elsewhere. */
    private void port(Action.RedirectTarget to, Listener.Http listener, boolean sameScheme, String scheme, String at) {
        int usual = scheme.equals("http") ? 80 : 443;
        int wanted = to.port().orElse(sameScheme ? listener.port() : usual);
        boolean stays = sameScheme && to.host().isEmpty();
        if (wanted != (stays ? listener.port() : usual)) {
            report.refuse(
                    at + (to.port().isPresent() ? ".port" : ""),
                    "leads to port %d; redirects of Google name no port".formatted(wanted),
                    "use port %d, or redirect from a target".formatted(stays ? listener.port() : usual));
        } else if (!sameScheme && to.host().isEmpty() && listener.port() != 80) {
            report.refuse(
                    at,
                    "leads from port %d to another scheme; Google does not say what becomes of the port"
                            .formatted(listener.port()),
                    "name the host too, or redirect from port 80");
        }
    }

    private static RedirectResponseCode code(int status) {
        return Arrays.stream(RedirectResponseCode.values())
                .filter(code -> code.status() == status)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no redirect has status " + status));
    }
}
