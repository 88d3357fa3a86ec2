package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.log.LogEntry;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/** Makes entries of the access log. Of the header it takes Host, User-Agent and Referer, and no other field. */
final class LogEntries {
    private LogEntries() {}

    /** @param version empty: what the head says */
    static LogEntry of(
            RequestHead head, String version, InetAddress client, LogEntry.Answered answered, LogEntry.Way way) {
        var asked = new LogEntry.Asked(
                client.getHostAddress(),
                head.target().isEmpty() ? "" : head.method(),
                head.authority(),
                head.target(),
                !version.isEmpty() ? version : head.minor() == 1 ? "HTTP/1.1" : "HTTP/1.0",
                first(head.values("user-agent")),
                first(head.values("referer")));
        return new LogEntry(Instant.now(), asked, answered, way);
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }
}
