package dev.isobar.proxy.http2;

import dev.isobar.proxy.http.HeadWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/**
 * Reads the fields of a response of HTTP/2 and writes them as the head of a response of HTTP/1.1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3.2">RFC 9113 §8.3.2, response pseudo-header fields</a>
 */
public final class ResponseFields {
    private static final AsciiString STATUS = AsciiString.cached(":status");

    private ResponseFields() {}

    /** @return false where the response is malformed; nothing must then be made of what was written */
    public static boolean write(Http2Headers headers, HeadWriter out) {
        boolean begun = false;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            var name = AsciiString.of(field.getKey());
            var value = AsciiString.of(field.getValue());
            if (!begun) {
                begun = true;
                if (!name.contentEquals(STATUS) || !isStatus(value)) {
                    return false;
                }
                Octets.write(value, out.ascii("HTTP/1.1 ")).ascii(" \r\n");
            } else {
                if (!Octets.isName(name) || !Octets.isValue(value) || belongsToHttp1(name)) {
                    return false;
                }
                Octets.write(name, out).ascii(": ");
                Octets.write(value, out).line();
            }
        }
        out.line();
        return begun;
    }

    private static boolean isStatus(AsciiString text) {
        if (text.length() != 3) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (text.byteAt(i) < '0' || text.byteAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean belongsToHttp1(AsciiString name) {
        return switch (Octets.known(name)) {
            case CONNECTION, TRANSFER_ENCODING, UPGRADE -> true;
            default -> false;
        };
    }
}
