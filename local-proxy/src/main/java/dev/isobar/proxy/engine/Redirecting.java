package dev.isobar.proxy.engine;

import dev.isobar.model.Action;
import dev.isobar.model.route.Matching;
import dev.isobar.model.route.Request;
import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.Site;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A request that is answered with a redirect.
 *
 * @param at where it arrived
 * @param ports port of a listener to the port that is open instead
 */
record Redirecting(RequestHead head, View view, Site site, InetSocketAddress at, Map<Integer, Integer> ports) {
    OwnResponse answer(Route route, Action.Redirect redirect) {
        var authority = head.authority();
        var host = authority.isEmpty() ? at.getAddress().getHostAddress() : view.host();
        var from = new Request.Url(site.scheme(), host, site.listener().port(), head.path(), head.query());
        var location = Targets.location(
                redirect.to(),
                from,
                Matching.matchedPrefix(route.match(), view.path()),
                at.getPort(),
                Targets.port(authority),
                ports);
        return OwnResponse.redirect(redirect.status(), location, route.responseEdits());
    }
}
