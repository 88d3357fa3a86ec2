package dev.isobar.proxy.engine;

import dev.isobar.proxy.log.LogEntry;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.StreamSite;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection, or a session of datagrams, that was passed on as it is.
 *
 * @param route null: it did not come so far
 * @param group the number of the group; -1: none
 * @param serverName of the TLS handshake; empty: none
 */
record Passed(StreamSite site, @Nullable Route route, int group, InetAddress source, String serverName) {
    /** Counts it, and logs it. Called by the thread of the worker. */
    void over(Worker worker, LogEntry.Answered how, String target) {
        var labels = count(worker, how);
        var log = worker.state().log();
        if (log != null) {
            var word = switch (site.kind()) {
                case StreamSite.Kind.Tcp _ -> "TCP";
                case StreamSite.Kind.TlsPassedThrough _, StreamSite.Kind.TlsEndedHere _ -> "TLS";
                case StreamSite.Kind.Udp _ -> "UDP";
            };
            log.add(
                    worker.index(),
                    new LogEntry(
                            Instant.now(),
                            LogEntry.Asked.ofStream(source.getHostAddress(), word, serverName),
                            how,
                            new LogEntry.Way(site.name(), route == null ? "" : route.rule(), labels, target)));
        }
    }

    /** @return the name of the group */
    String count(Worker worker, LogEntry.Answered how) {
        var counters = route == null ? site.refused() : route.counters().get(group + 1);
        counters.count(worker.index(), how.status(), how.flag(), how.nanos());
        return counters.labels().group();
    }
}
