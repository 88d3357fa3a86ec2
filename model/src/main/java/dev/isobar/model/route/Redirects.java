package dev.isobar.model.route;

import dev.isobar.model.Action.RedirectTarget;
import dev.isobar.model.NormalPath;

/** Where a redirect leads. */
public final class Redirects {
    private Redirects() {}

    /**
     * The Location of a redirect. The path of the request is kept byte for byte, unless the redirect rewrites it. A
     * port that is the default of the scheme is left out.
     */
    public static String location(RedirectTarget to, Request.Url from, String matchedPrefix) {
        var scheme = to.scheme().orElse(from.scheme());
        int port = to.port().orElse(scheme.equals(from.scheme()) ? from.port() : scheme.equals("http") ? 80 : 443);
        var path = to.path()
                .map(rewrite -> rewrite.apply(NormalPath.of(from.path()), matchedPrefix))
                .orElse(from.path());
        return new Request.Url(
                        scheme,
                        to.host().orElse(from.host()),
                        port,
                        path,
                        to.query().orElse(from.query()))
                .toString();
    }
}
