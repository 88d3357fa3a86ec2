package dev.isobar.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response that the proxy gives by itself.
 *
 * @param fields whole lines, each with its end
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record OwnResponse(int status, String contentType, byte[] body, String fields, FieldEdits edits) {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    private static final String TEXT = "text/plain; charset=utf-8";

    /** No edits of header fields. */
    public static final FieldEdits NO_EDITS = FieldEdits.of(dev.isobar.model.HeaderEdits.NONE);

    /** A short text that says no more than the status. */
    public static OwnResponse error(int status, FieldEdits edits) {
        return error(status, "", edits);
    }

    public static OwnResponse error(int status, String fields, FieldEdits edits) {
        var text = status + " " + reason(status) + "\n";
        return new OwnResponse(status, TEXT, text.getBytes(StandardCharsets.US_ASCII), fields, edits);
    }

    /** @param location where it leads */
    public static OwnResponse redirect(int status, String location, FieldEdits edits) {
        return new OwnResponse(status, "", new byte[0], "Location: " + location + "\r\n", edits);
    }

    static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }

    /**
     * @param withBody false in answer to HEAD
     * @param connection value of the Connection field; null: none
     */
    public void write(boolean withBody, @Nullable String connection, HeadWriter out) {
        out.ascii("HTTP/1.1 ").number(status).ascii(" ").ascii(reason(status)).line();
        out.ascii(fields);
        if (!edits.removes(DateField.NAME)) {
            DateField.NOW.write(out);
        }
        if (body.length > 0 && !edits.removes("content-type")) {
            out.bytes("Content-Type: ".getBytes(StandardCharsets.US_ASCII))
                    .bytes(contentType.getBytes(StandardCharsets.UTF_8))
                    .line();
        }
        if (status != 204) {
            out.ascii("Content-Length: ").number(body.length).line();
        }
        if (connection != null) {
            out.ascii("Connection: ").ascii(connection).line();
        }
        edits.writeLines(out);
        out.line();
        if (withBody) {
            out.bytes(body);
        }
    }
}
