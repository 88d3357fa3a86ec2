package dev.isobar.model;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request, and what must happen to it.
 *
 * @param name absent: the request itself is the name
 */
public record RoutingTest(Optional<String> name, TestRequest request, Expectation expect) {
    /**
     * @param url absolute, with scheme and host
     * @param headers name to values
     */
    public record TestRequest(
            String method, String url, SortedMap<String, List<String>> headers, Optional<InetAddress> source) {
        public TestRequest {
            var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            copy.putAll(headers);
            headers = Collections.unmodifiableSortedMap(copy);
        }

        /** {@code GET https://host/path}. */
        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /** What must happen. Parts that are absent are not compared. */
    public sealed interface Expectation {
        /** The name of the rule that must decide; {@code default} for the default. */
        Optional<String> rule();

        /**
         * @param groups group name to weight; the shares are compared, not the numbers
         */
        record Forward(SortedMap<String, Integer> groups, Optional<String> rule) implements Expectation {
            public Forward {
                groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
            }

            public Forward(Map<String, Integer> groups, Optional<String> rule) {
                this(new TreeMap<>(groups), rule);
            }
        }

        record Redirect(String location, OptionalInt status, Optional<String> rule) implements Expectation {}

        record Respond(OptionalInt status, Optional<String> body, Optional<String> rule) implements Expectation {}
    }
}
