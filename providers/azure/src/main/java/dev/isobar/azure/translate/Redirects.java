package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.RedirectConfiguration;
import dev.isobar.azure.resources.Routing.RedirectTarget;
import dev.isobar.model.Action;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Report;
import java.util.Locale;
import java.util.Optional;

/**
 * Redirects. Azure keeps the path of a request where it redirects to another listener of the gateway, and not where it
 * redirects to a URL: "You can't forward the path to the external site that was in the original request."
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-request-routing-rules#redirection-target">
 *     Redirection target</a>
 */
final class Redirects {
    private final Model model;
    private final Names names;
    private final GatewayParts parts;
    private final Report report;

    Redirects(Model model, Names names, GatewayParts parts, Report report) {
        this.model = model;
        this.names = names;
        this.parts = parts;
        this.report = report;
    }

    /**
     * @param place its path is that of the rule
     * @param host of the scope
     */
    Outcome of(Action.Redirect redirect, Listener.Http listener, Optional<HostPattern> host, RulePlace place) {
        var path = place.path() + ".redirect";
        var to = redirect.to();
        var type = type(redirect.status(), path);
        if (to.path().isEmpty()) {
            return part(place, "", toListener(redirect, type, listener, path));
        }
        var whole = whole(to.path().get(), path + ".path");
        var newHost = to.host().or(() -> exact(host));
        if (newHost.isEmpty()) {
            report.refuse(
                    path,
                    "names a path and no host; Azure redirects to a whole URL, which cannot have the host of the"
                            + " request",
                    "name the host, or match: {host: ...} with whole names");
        }
        var own = listener.protocol().name().toLowerCase(Locale.ROOT);
        var scheme = to.scheme().orElse(own);
        int port = to.port().orElse(scheme.equals(own) ? listener.port() : defaultPort(scheme));
        var url = new Request.Url(
                scheme, newHost.orElse("example.com"), port, whole, to.query().orElse(""));
        return part(
                place,
                to.host().isPresent() ? "" : newHost.orElse(""),
                new RedirectConfiguration(
                        type,
                        new RedirectTarget.ToUrl(url.toString()),
                        false,
                        to.query().isEmpty()));
    }

    /** @param differs what tells the redirects of one rule apart; may be empty */
    private Outcome part(RulePlace place, String differs, RedirectConfiguration redirect) {
        var name = differs.isEmpty()
                ? names.part(place.listener(), place.rule())
                : names.part(place.listener(), place.rule(), differs);
        GatewayParts.put(parts.redirectConfigurations, name, redirect);
        return new Outcome.Redirect(name);
    }

    private static Optional<String> exact(Optional<HostPattern> host) {
        return host.filter(HostPattern.Exact.class::isInstance).map(HostPattern::text);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }

    private String type(int status, String path) {
        return switch (status) {
            case 301 -> "Permanent";
            case 302 -> "Found";
            case 303 -> "SeeOther";
            case 307 -> "Temporary";
            default -> {
                report.refuse(
                        path + ".status",
                        "is %d; Azure redirects with 301, 302, 303 and 307 only".formatted(status),
                        "use 301, with which clients may change POST into GET, or 307");
                yield "Permanent";
            }
        };
    }

    private RedirectConfiguration toListener(
            Action.Redirect redirect, String type, Listener.Http listener, String path) {
        var to = redirect.to();
        to.query()
                .filter(query -> !query.isEmpty())
                .ifPresent(query -> report.refuse(
                        path + ".query",
                        "is \"%s\", and the path stays; Azure then keeps the query of a request or drops it"
                                .formatted(query),
                        "name a path too, or leave out query"));
        var own = listener.protocol().name().toLowerCase(Locale.ROOT);
        var scheme = to.scheme().orElse(own);
        int port = to.port().orElse(scheme.equals(own) ? listener.port() : defaultPort(scheme));
        var target = model.listeners().values().stream()
                .filter(other -> other instanceof Listener.Http
                        && other.port() == port
                        && other.protocol().name().equalsIgnoreCase(scheme))
                .findFirst();
        if (to.host().isPresent()) {
            report.refuse(
                    path + ".host",
                    "is \"%s\", and the path stays; Azure forwards the path of a request only to a listener of its own"
                            .formatted(to.host().get()),
                    "name a path, or let a target redirect");
        } else if (target.isEmpty()) {
            report.refuse(
                    path,
                    "leads to %s on port %d, where this file has no listener; Azure keeps the path of a request only on"
                                    .formatted(scheme, port)
                            + " the way to a listener of its own",
                    "add a listener with protocol: %s and port: %d, or name a host and a path".formatted(scheme, port));
        } else if (target.get().equals(listener)) {
            report.refuse(
                    path,
                    "leads to its own listener; Azure takes this for a circle",
                    "name a host and a path, or another listener's port");
        }
        return new RedirectConfiguration(
                type,
                new RedirectTarget.ToListener(
                        names.part(target.map(Listener::name).orElse(listener.name()))),
                true,
                to.query().isEmpty());
    }

    private String whole(PathRewrite rewrite, String path) {
        return switch (rewrite) {
            case PathRewrite.Whole(var whole) -> whole;
            case PathRewrite.Prefix(var prefix) -> {
                report.refuse(
                        path,
                        "replaces a prefix by \"" + prefix + "\"; redirects of Azure know only the whole path",
                        "write a whole path, or rewrite and forward instead");
                yield prefix;
            }
            case PathRewrite.Regex(var regex, var _) -> {
                report.refuse(
                        path,
                        "replaces \"" + regex.pattern() + "\"; redirects of Azure know only the whole path",
                        "write a whole path, or rewrite and forward instead");
                yield "/";
            }
        };
    }
}
