package dev.isobar.proxy.snapshot;

import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.metrics.RouteCounters;
import java.util.Optional;

/** A listener made ready. */
public sealed interface Served permits Site, StreamSite {
    /** That of the listener. */
    String name();

    /** The port that is opened; 0: any. */
    int port();

    /** Whether it takes datagrams, not connections. */
    default boolean isUdp() {
        return this instanceof StreamSite stream && stream.kind() instanceof StreamSite.Kind.Udp;
    }

    /** Where TLS ends here. */
    Optional<TlsTermination> termination();

    /** Counts what ends before a route is found. */
    RouteCounters refused();
}
