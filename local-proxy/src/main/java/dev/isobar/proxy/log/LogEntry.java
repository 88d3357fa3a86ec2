package dev.isobar.proxy.log;

import dev.isobar.proxy.metrics.Flag;
import java.time.Instant;

/** One request, or one connection that is passed on as it is, as it is logged. Texts are empty where there is nothing to say; no secret is among them. */
public record LogEntry(Instant at, Asked asked, Answered answered, Way way) {
    /**
     * @param target as sent, with query; empty where no request line was understood
     * @param version as in {@code HTTP/1.1}
     */
    public record Asked(
            String client, String method, String host, String target, String version, String agent, String referer) {
        /**
         * A connection that is passed on as it is.
         *
         * @param word what it speaks, in the place of a method
         * @param serverName of the TLS handshake
         */
        public static Asked ofStream(String client, String word, String serverName) {
            return new Asked(client, word, serverName, "", "", "", "");
        }
    }

    /** @param bytes of the body sent to the client */
    public record Answered(int status, long bytes, long nanos, Flag flag) {}

    /** How the request went through the proxy. */
    public record Way(String listener, String rule, String group, String target) {}
}
