package dev.isobar.azure.interpret;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Routing.RedirectConfiguration;
import dev.isobar.azure.resources.Routing.RedirectTarget;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request.Url;

/**
 * What a redirect configuration answers.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/redirect-overview">Redirect overview</a>
 */
final class Redirection {
    private final ApplicationGateway gateway;

    Redirection(ApplicationGateway gateway) {
        this.gateway = gateway;
    }

    Decision decision(RedirectConfiguration redirect, Url from) {
        var location = switch (redirect.target()) {
            case RedirectTarget.ToListener(var listener) -> toListener(listener, redirect, from);
            case RedirectTarget.ToUrl(var url) -> toUrl(url, redirect, from);
        };
        return new Decision.Redirect(status(redirect.redirectType()), location.toString());
    }

    /**
     * The same path and query, as far as they are included, in the words of the other listener. A basic listener has no
     * host, so that it is that of the request.
     */
    private Url toListener(String name, RedirectConfiguration redirect, Url from) {
        var listener = GatewayRouting.found(gateway.clients().httpListeners(), name);
        var host = listener.hostNames().stream().findFirst().orElse(from.host());
        return new Url(
                listener.tls().isPresent() ? "https" : "http",
                host,
                GatewayRouting.found(
                        gateway.clients().frontendPorts(), listener.endpoint().frontendPort()),
                redirect.includePath() ? from.path() : "/",
                redirect.includeQueryString() ? from.query() : "");
    }

    /** "Appending the URI path and query string to the redirected URL." */
    private static Url toUrl(String target, RedirectConfiguration redirect, Url from) {
        var to = Url.parse(target);
        var path = redirect.includePath() ? to.path().replaceFirst("/$", "") + from.path() : to.path();
        return new Url(
                to.scheme(),
                to.host(),
                to.port(),
                path,
                redirect.includeQueryString() && !from.query().isEmpty()
                        ? (to.query().isEmpty() ? "" : to.query() + "&") + from.query()
                        : to.query());
    }

    private static int status(String type) {
        return switch (type) {
            case "Permanent" -> 301;
            case "Found" -> 302;
            case "SeeOther" -> 303;
            case "Temporary" -> 307;
            default -> throw new IllegalArgumentException("no type of redirect: " + type);
        };
    }
}
