package dev.isobar.proxy.snapshot;

import dev.isobar.model.Listener;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.route.RequestView;
import dev.isobar.model.route.RouteTable;
import dev.isobar.proxy.metrics.RouteCounters;
import java.util.List;
import java.util.Optional;

/**
 * A listener for connections or datagrams that are passed on as they are, made ready.
 *
 * @param kind what clients speak
 * @param port that is opened; 0: any
 * @param rules each with a {@link Step.Forward}
 * @param idle nanoseconds without an octet in either direction, after which a connection or session ends
 * @param refused counts what ends before a route is found
 */
public record StreamSite(
        Kind kind,
        String name,
        int port,
        RouteTable table,
        List<Route> rules,
        Route otherwise,
        long idle,
        RouteCounters refused)
        implements Served {
    /** What clients speak. */
    public sealed interface Kind {
        record Tcp() implements Kind {}

        /** TLS that ends at the target; only the name in its first message is read. */
        record TlsPassedThrough() implements Kind {}

        record TlsEndedHere(TlsTermination tls) implements Kind {}

        /** Datagrams; those of one client belong to one session. */
        record Udp() implements Kind {}

        static Kind of(Listener.Tls listener) {
            return listener.tls().<Kind>map(TlsEndedHere::new).orElseGet(TlsPassedThrough::new);
        }
    }

    @Override
    public Optional<TlsTermination> termination() {
        return kind instanceof Kind.TlsEndedHere(var tls) ? Optional.of(tls) : Optional.empty();
    }

    public Route route(RequestView view) {
        int found = table.first(view);
        return found < 0 ? otherwise : rules.get(found);
    }
}
