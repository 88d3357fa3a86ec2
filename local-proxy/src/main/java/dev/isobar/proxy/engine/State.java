package dev.isobar.proxy.engine;

import dev.isobar.proxy.log.AccessLog;
import dev.isobar.proxy.snapshot.Served;
import dev.isobar.proxy.snapshot.Snapshot;
import dev.isobar.proxy.tls.TlsContexts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, swapped as a whole.
 *
 * @param sites what is served on each open port
 * @param tls certificates of the ports that speak TLS
 * @param log null: no access log
 */
record State(
        Snapshot snapshot,
        Map<Port, Served> sites,
        Map<Port, TlsContexts> tls,
        @Nullable AccessLog log) {
    State {
        sites = Map.copyOf(sites);
        tls = Map.copyOf(tls);
    }
}
