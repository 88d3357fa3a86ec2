package dev.isobar.gcp.interpret;

import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.PathRedirect;
import dev.isobar.model.route.Request;

/**
 * The Location of a redirect.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, HttpRedirectAction</a>
 */
final class Redirection {
    private Redirection() {}

    /** Where the scheme or the host is another one, no port is kept; the vendor's examples have none. */
    static String location(Destination.Redirect redirect, UrlMapRouting.Found found, Request request) {
        var from = request.target();
        var scheme = redirect.httpsRedirect() ? "https" : from.scheme();
        boolean samePort =
                scheme.equals(from.scheme()) && redirect.hostRedirect().isEmpty();
        return new Request.Url(
                        scheme,
                        redirect.hostRedirect().orElse(from.host()),
                        samePort ? from.port() : scheme.equals("http") ? 80 : 443,
                        redirect.path()
                                .map(path -> path(path, found, from.path()))
                                .orElse(from.path()),
                        redirect.stripQuery() ? "" : from.query())
                .toString();
    }

    private static String path(PathRedirect redirect, UrlMapRouting.Found found, String path) {
        return switch (redirect) {
            case PathRedirect.PathRedirectTo(var whole) -> whole;
            case PathRedirect.PrefixRedirectTo(var prefix) ->
                prefix + path.substring(found.matchedPrefix().orElse("").length());
        };
    }
}
