package dev.isobar.proxy.http2;

import dev.isobar.proxy.http.Ascii;
import dev.isobar.proxy.http.HeadWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Fields of HTTP/2 from a head that was written for HTTP/1.1. Such a head is in canonical form, and every octet in it has
 * been checked, so that nothing can be wrong with it here.
 */
public final class TextFields {
    private static final AsciiString OK = AsciiString.cached("200");

    /**
     * Names that came lately: the same come again and again, and packing them wants their hashes. All threads read and write
     * here as it happens, since what they find is immutable.
     */
    private static final @Nullable AsciiString[] NAMES = new AsciiString[256];

    private static final int LONGEST_KEPT = 64;

    private final byte[] text;
    private final boolean tunnel;
    private int at;

    private TextFields(HeadWriter head, boolean tunnel) {
        this.text = head.array();
        this.tunnel = tunnel;
    }

    /** Fields that belong to one connection of HTTP/1.1 are left out; what follows the head is not looked at. */
    public static Http2Headers response(HeadWriter head) {
        var fields = new TextFields(head, false);
        // HTTP/1.1 200 OK
        var status = new AsciiString(head.array(), 9, 3, true);
        fields.skipLine();
        return ReadOnlyHttp2Headers.serverHeaders(false, status, fields.rest());
    }

    /** What takes the place of a 101 to WebSocket; RFC 8441 §5. */
    public static Http2Headers tunnel(HeadWriter head) {
        var fields = new TextFields(head, true);
        fields.skipLine();
        return ReadOnlyHttp2Headers.serverHeaders(false, OK, fields.rest());
    }

    /** @param scheme of the connection to the target */
    public static Http2Headers request(HeadWriter head, AsciiString scheme) {
        var fields = new TextFields(head, false);
        // GET /path HTTP/1.1
        var method = fields.word();
        var path = fields.word();
        fields.skipLine();
        // Host: example
        fields.at += 6;
        int from = fields.at;
        fields.skipLine();
        var authority = new AsciiString(head.array(), from, fields.at - 2 - from, true);
        return ReadOnlyHttp2Headers.clientHeaders(false, method, path, scheme, authority, fields.rest());
    }

    private AsciiString word() {
        int from = at;
        while (text[at] != ' ') {
            at++;
        }
        return new AsciiString(text, from, at++ - from, true);
    }

    private void skipLine() {
        while (text[at] != '\n') {
            at++;
        }
        at++;
    }

    private AsciiString[] rest() {
        var found = new ArrayList<AsciiString>(24);
        while (text[at] != '\r') {
            int colon = at;
            while (text[colon] != ':') {
                colon++;
            }
            int end = colon + 2;
            while (text[end] != '\r') {
                end++;
            }
            if (isPassed(colon)) {
                found.add(name(at, colon));
                found.add(new AsciiString(text, colon + 2, end - colon - 2, true));
            }
            at = end + 2;
        }
        return found.toArray(new AsciiString[0]);
    }

    private boolean isPassed(int to) {
        return switch (dev.isobar.proxy.http.Known.of(text, at, to)) {
            case CONNECTION, TRANSFER_ENCODING, UPGRADE -> false;
            default -> !tunnel || !Ascii.equalsLower(text, at, to, "sec-websocket-accept");
        };
    }

    private AsciiString name(int from, int to) {
        int length = to - from;
        int place = ((length * 31 + Ascii.lower(text[from])) * 31 + Ascii.lower(text[to - 1])) & (NAMES.length - 1);
        var kept = NAMES[place];
        if (kept != null && Ascii.equalsLower(text, from, to, kept.array())) {
            return kept;
        }
        var octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = Ascii.lower(text[from + i]);
        }
        var made = new AsciiString(octets, false);
        if (length <= LONGEST_KEPT) {
            NAMES[place] = made;
        }
        return made;
    }
}
