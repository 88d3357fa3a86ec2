package dev.isobar.proxy.engine;

import dev.isobar.proxy.log.AccessLog;
import dev.isobar.proxy.snapshot.Site;
import dev.isobar.proxy.snapshot.Snapshot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, swapped as a whole.
 *
 * @param sites what is served on each open port
 * @param log null: no access log
 */
record State(
        Snapshot snapshot, Map<Port, Site> sites, @Nullable AccessLog log) {
    State {
        sites = Map.copyOf(sites);
    }
}
