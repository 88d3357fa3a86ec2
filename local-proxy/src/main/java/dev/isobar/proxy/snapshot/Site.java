package dev.isobar.proxy.snapshot;

import dev.isobar.model.Listener;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.route.RequestView;
import dev.isobar.model.route.RouteTable;
import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.metrics.RouteCounters;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP listener made ready.
 *
 * @param port that is opened; 0: any
 * @param bounds of the head of a request
 * @param limiter null: no limit
 * @param refused counts what is refused before a route is found
 */
public record Site(
        Listener.Http listener,
        int port,
        RouteTable table,
        List<Route> rules,
        Route otherwise,
        Head.Bounds bounds,
        @Nullable RateLimiter limiter,
        RouteCounters refused)
        implements Served {
    @Override
    public String name() {
        return listener.name();
    }

    @Override
    public Optional<TlsTermination> termination() {
        return listener.tls();
    }

    public String scheme() {
        return listener.tls().isPresent() ? "https" : "http";
    }

    public Route route(RequestView request) {
        int found = table.first(request);
        return found < 0 ? otherwise : rules.get(found);
    }
}
