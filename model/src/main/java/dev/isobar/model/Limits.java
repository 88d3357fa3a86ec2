package dev.isobar.model;

import java.time.Duration;

/**
 * Sizes of requests that are accepted, in bytes. What is larger is refused with 414 (request line), 431 (header) or 413
 * (body), and the connection is closed.
 *
 * @param requestLine 256 to 65,536
 * @param header one field, name and value; 256 to 65,536
 * @param headers all fields together; 1,024 to 262,144
 * @param headerCount 8 to 1,000 fields
 * @param body 0 means no limit
 */
public record Limits(int requestLine, int header, int headers, int headerCount, long body) {
    public Limits {
        requireBetween(requestLine, 256, 65_536, "requestLine");
        requireBetween(header, 256, 65_536, "header");
        requireBetween(headers, 1_024, 262_144, "headers");
        requireBetween(headerCount, 8, 1_000, "headerCount");
        InvalidValue.require(body >= 0, "body is 0 (no limit) or more", "use a size such as 10MiB");
    }

    static void requireBetween(int value, int least, int most, String what) {
        InvalidValue.require(
                value >= least && value <= most,
                "%s is %d to %d".formatted(what, least, most),
                "use a value in this range");
    }

    static void requireBetween(Duration value, Duration least, Duration most, String what) {
        InvalidValue.require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "%s is %s to %s".formatted(what, Durations.text(least), Durations.text(most)),
                "use a time in this range");
    }
}
