package dev.isobar.gcp.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The time of the emulator, which goes on by a second with each call: it is the same in every run. */
final class Times {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    private Times() {}

    /** In the form of RFC 3339. */
    static String at(long calls) {
        return at(START.plusSeconds(calls));
    }

    static String at(Instant instant) {
        return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** How many calls ago it was. */
    static long since(String time, long now) {
        return now - Duration.between(START, OffsetDateTime.parse(time)).toSeconds();
    }
}
