package dev.isobar.proxy.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Lines of the access log. Nothing that a client sends can begin a new line or leave its quotes. */
public final class LogLines {
    private static final DateTimeFormatter COMBINED_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String HEX = "0123456789ABCDEF";

    private LogLines() {}

    /** The combined format of nginx and Apache, with their escapes: {@code \xHH} for what is not printable. */
    public static String combined(LogEntry entry) {
        var asked = entry.asked();
        var out = new StringBuilder(192);
        out.append(asked.client()).append(" - - [");
        COMBINED_TIME.formatTo(entry.at(), out);
        out.append("] \"");
        if (!asked.target().isEmpty()) {
            escaped(asked.method(), out);
            out.append(' ');
            escaped(asked.target(), out);
            out.append(' ').append(asked.version());
        } else if (!asked.method().isEmpty()) {
            escaped(asked.method() + (asked.host().isEmpty() ? "" : " " + asked.host()), out);
        }
        out.append("\" ")
                .append(entry.answered().status())
                .append(' ')
                .append(entry.answered().bytes());
        quotedOrDash(asked.referer(), out);
        quotedOrDash(asked.agent(), out);
        return out.append('\n').toString();
    }

    private static void quotedOrDash(String text, StringBuilder out) {
        out.append(" \"");
        if (text.isEmpty()) {
            out.append('-');
        } else {
            escaped(text, out);
        }
        out.append('"');
    }

    private static void escaped(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                for (byte octet : String.valueOf(c).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                    out.append("\\x").append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
                }
            } else {
                out.append(c);
            }
        }
    }

    /** One JSON object. Times are in milliseconds. */
    public static String json(LogEntry entry) {
        var asked = entry.asked();
        var out = new StringBuilder(320);
        out.append("{\"time\":\"").append(entry.at()).append('"');
        text("client", asked.client(), out);
        text("method", asked.method(), out);
        text("host", asked.host(), out);
        int question = asked.target().indexOf('?');
        text("path", question < 0 ? asked.target() : asked.target().substring(0, question), out);
        number("status", entry.answered().status(), out);
        number("bytes", entry.answered().bytes(), out);
        long micros = entry.answered().nanos() / 1000;
        out.append(",\"duration_ms\":").append(micros / 1000).append('.');
        var thousandths = Long.toString(1000 + micros % 1000);
        out.append(thousandths, 1, 4);
        text("listener", entry.way().listener(), out);
        text("rule", entry.way().rule(), out);
        text("group", entry.way().group(), out);
        text("target", entry.way().target(), out);
        text("flag", entry.answered().flag().toString(), out);
        return out.append("}\n").toString();
    }

    private static void number(String name, long value, StringBuilder out) {
        out.append(",\"").append(name).append("\":").append(value);
    }

    private static void text(String name, String value, StringBuilder out) {
        out.append(",\"").append(name).append("\":\"");
        jsonText(value, out);
        out.append('"');
    }

    /** The inside of a JSON string. */
    public static void jsonText(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append("\\u00").append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
    }
}
