package dev.isobar.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happens to a request. */
public sealed interface Action {
    /** Changes to the header of the response, whoever made it. */
    HeaderEdits responseHeaders();

    /**
     * Sends the request to a target group.
     *
     * @param weights group name to weight, 0 to 65535; the share of a group is its weight divided by the sum. A group
     *     with weight 0 gets no request
     * @param stickiness how long a client stays with the group that it got first; absent: every request is shared out
     *     anew
     * @param timeout for the whole exchange with the target; absent: only the timeouts of the group count
     */
    record Forward(
            SortedMap<String, Integer> weights,
            Optional<Duration> stickiness,
            Rewrite rewrite,
            ForwardHeaders headers,
            Optional<Duration> timeout)
            implements Action {
        /** The highest weight of a group or target. */
        public static final int MAX_WEIGHT = 65_535;

        public Forward {
            weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
            InvalidValue.require(!weights.isEmpty(), "forward names at least one target group", "name a target group");
            for (int weight : weights.values()) {
                requireWeight(weight);
            }
            InvalidValue.require(
                    weights.values().stream().anyMatch(weight -> weight > 0),
                    "the weights of forward sum to zero, so no request could go anywhere",
                    "give at least one group a weight of 1 or more");
            stickiness.ifPresent(
                    time -> Limits.requireBetween(time, Duration.ofSeconds(1), Duration.ofDays(7), "group stickiness"));
            timeout.ifPresent(time ->
                    Limits.requireBetween(time, Duration.ofMillis(1), Duration.ofDays(1), "the timeout of a route"));
        }

        /** All requests to one group, unchanged. */
        public static Forward to(String group) {
            return to(Map.of(group, 1));
        }

        /** Requests shared out by weight, unchanged. */
        public static Forward to(Map<String, Integer> weights) {
            return new Forward(
                    new TreeMap<>(weights), Optional.empty(), Rewrite.NONE, ForwardHeaders.NONE, Optional.empty());
        }

        @Override
        public HeaderEdits responseHeaders() {
            return headers.response();
        }

        static void requireWeight(int weight) {
            InvalidValue.require(
                    weight >= 0 && weight <= MAX_WEIGHT,
                    "a weight is 0 to " + MAX_WEIGHT,
                    "scale the weights; only their ratio counts");
        }
    }

    /**
     * Header changes of a forward.
     *
     * @param request what the target sees
     * @param response what the client sees
     */
    record ForwardHeaders(HeaderEdits request, HeaderEdits response) {
        public static final ForwardHeaders NONE = new ForwardHeaders(HeaderEdits.NONE, HeaderEdits.NONE);
    }

    /**
     * Answers with a redirect. Parts that {@code to} does not name are those of the request.
     *
     * @param status 301, 302, 303, 307 or 308
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110 §15.4</a>
     */
    record Redirect(int status, RedirectTarget to, HeaderEdits responseHeaders) implements Action {
        private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

        public Redirect {
            InvalidValue.require(
                    STATUSES.contains(status),
                    "the status of a redirect is 301, 302, 303, 307 or 308",
                    "use one of these");
        }
    }

    /**
     * The parts of the new URL; absent parts are taken from the request.
     *
     * @param scheme {@code http} or {@code https}
     * @param port absent: the port of the request where the scheme stays, the default port of the new scheme where it
     *     changes
     * @param query without the question mark; empty removes the query
     */
    record RedirectTarget(
            Optional<String> scheme,
            Optional<String> host,
            OptionalInt port,
            Optional<PathRewrite> path,
            Optional<String> query) {
        public RedirectTarget {
            scheme.ifPresent(text -> InvalidValue.require(
                    text.equals("http") || text.equals("https"),
                    "the scheme of a redirect is http or https",
                    "use http or https"));
            host = host.map(text -> new HostPattern.Exact(text).host());
            port.ifPresent(Listener::requirePort);
            query.ifPresent(text -> InvalidValue.require(
                    text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#') && !text.startsWith("?"),
                    "a query has no white space, no #, only ASCII characters, and is written without its ?",
                    "percent-encode the character, or remove it"));
            InvalidValue.require(
                    scheme.isPresent() || host.isPresent() || port.isPresent() || path.isPresent() || query.isPresent(),
                    "a redirect to the same URL would never end",
                    "name at least one of scheme, host, port, path and query");
        }
    }

    /**
     * Answers without asking any target.
     *
     * @param status 200 to 599, 304 excepted
     * @param contentType of the body; ignored by clients where the body is empty
     * @param body at most 64 KiB
     */
    record Respond(int status, String contentType, String body, HeaderEdits responseHeaders) implements Action {
        private static final int MAX_BODY = 64 * 1024;

        public Respond {
            InvalidValue.require(
                    status >= 200 && status <= 599 && status != 304,
                    "the status of a fixed response is 200 to 599, and not 304",
                    "use a status such as 200, 404 or 503");
            Names.fieldValue(contentType);
            InvalidValue.require(
                    body.length() <= MAX_BODY,
                    "the body of a fixed response has at most 65536 characters",
                    "serve larger bodies from a target");
            InvalidValue.require(
                    body.isEmpty() || (status != 204 && status != 205),
                    "a response with status 204 or 205 has no body (RFC 9110 §15.3.5)",
                    "remove the body, or use status 200");
        }
    }
}
