package dev.isobar.proxy.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What happens to responses without a Date field: those of our own, and those of targets that say no time. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1">RFC 9110 §6.6.1</a>
 */
public enum DateField {
    /** They get that of now: whoever passes such a response on must say when it came. */
    NOW,
    /** They stay as they are. */
    NONE;

    static final String NAME = "date";

    /** RFC 9110 §5.6.7, IMF-fixdate. */
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);

    private static volatile Line last = Line.of(0);

    /** @param second since 1970 that it says */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Line(long second, byte[] octets) {
        static Line of(long second) {
            var text = FORMAT.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
            return new Line(second, ("Date: " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    void write(HeadWriter out) {
        if (this == NOW) {
            out.bytes(line(Math.floorDiv(System.currentTimeMillis(), 1000)));
        }
    }

    /** Made once a second: most of them are asked for many times. */
    static byte[] line(long second) {
        var line = last;
        if (line.second() != second) {
            line = Line.of(second);
            last = line;
        }
        return line.octets();
    }
}
