package dev.isobar.proxy.http2;

import dev.isobar.proxy.http.HeadWriter;
import dev.isobar.proxy.http.WebSocketKey;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request of HTTP/2 and writes them as the head of a request of HTTP/1.1, whose reader then applies
 * all that both versions have in common: the syntax of hosts and targets, lengths, limits.
 *
 * <p>A field that would mean something else in HTTP/1.1 makes the request malformed: nothing is repaired.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.2">RFC 9113 §8.2, HTTP fields</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3">RFC 9113 §8.3, pseudo-header fields</a>
 */
public final class RequestFields {
    private final HeadWriter out;
    private final boolean ends;
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString path;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString protocol;
    private @Nullable HeadWriter cookies;
    private boolean regular;
    private boolean sized;

    private RequestFields(HeadWriter out, boolean ends) {
        this.out = out;
        this.ends = ends;
    }

    /**
     * @param ends whether no body follows
     * @return false where the request is malformed; nothing must then be made of what was written
     */
    public static boolean write(Http2Headers headers, boolean ends, HeadWriter out) {
        var request = new RequestFields(out, ends);
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            if (!request.field(AsciiString.of(field.getKey()), AsciiString.of(field.getValue()))) {
                return false;
            }
        }
        return request.end();
    }

    private boolean field(AsciiString name, AsciiString value) {
        if (!Octets.isValue(value)) {
            return false;
        }
        if (!name.isEmpty() && name.byteAt(0) == ':') {
            return !regular && pseudo(name, value);
        }
        return (regular || requestLine()) && Octets.isName(name) && regular(name, value);
    }

    private boolean pseudo(AsciiString name, AsciiString value) {
        // None may be empty or stand twice.
        if (value.isEmpty()) {
            return false;
        }
        return switch (name.toString()) {
            case ":method" -> {
                boolean first = method == null;
                method = value;
                yield first && Octets.isToken(value);
            }
            case ":scheme" -> {
                boolean first = scheme == null;
                scheme = value;
                yield first && (value.contentEquals("http") || value.contentEquals("https"));
            }
            case ":path" -> {
                boolean first = path == null;
                path = value;
                yield first && isTarget(value);
            }
            case ":authority" -> {
                boolean first = authority == null;
                authority = value;
                yield first;
            }
            case ":protocol" -> {
                boolean first = protocol == null;
                protocol = value;
                yield first && value.contentEquals("websocket");
            }
            default -> false;
        };
    }

    /** Neither a URL nor anything that would end the request line. */
    private static boolean isTarget(AsciiString path) {
        for (int i = 0; i < path.length(); i++) {
            byte octet = path.byteAt(i);
            if (octet <= ' ' || octet == 0x7f || octet == '#') {
                return false;
            }
        }
        return path.byteAt(0) == '/' || path.contentEquals("*");
    }

    /** @return whether the pseudo-header fields are those that a request has */
    private boolean requestLine() {
        regular = true;
        if (method == null) {
            return false;
        }
        boolean connect = method.contentEquals("CONNECT");
        if (protocol != null) {
            return connect && webSocket();
        }
        var target = connect ? authority : path;
        if (target == null || connect != (path == null) || connect != (scheme == null)) {
            return false;
        }
        Octets.write(method, out).ascii(" ");
        Octets.write(target, out).ascii(" HTTP/1.1\r\n");
        if (authority != null) {
            out.ascii("Host: ");
            Octets.write(authority, out).line();
        }
        return true;
    }

    /**
     * The handshake of HTTP/1.1 in place of the request for a tunnel.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8441#section-5">RFC 8441 §5, using extended CONNECT to bootstrap the
     *     WebSocket protocol</a>
     */
    private boolean webSocket() {
        if (ends || scheme == null || path == null || path.byteAt(0) != '/' || authority == null) {
            return false;
        }
        Octets.write(path, out.ascii("GET ")).ascii(" HTTP/1.1\r\nHost: ");
        Octets.write(authority, out).line();
        out.ascii("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ")
                .ascii(WebSocketKey.random())
                .line();
        return true;
    }

    private boolean regular(AsciiString name, AsciiString value) {
        if (protocol != null && name.contentEquals("sec-websocket-key")) {
            // Means nothing here; the target gets one of our own.
            return true;
        }
        switch (Octets.known(name)) {
            case HOST -> {
                if (authority != null) {
                    return authority.contentEqualsIgnoreCase(value);
                }
            }
            case CONNECTION, TRANSFER_ENCODING, UPGRADE -> {
                return false;
            }
            case HOP -> {
                boolean isTe = name.contentEquals("te");
                if (isTe ? !value.contentEqualsIgnoreCase("trailers") : !name.contentEquals("trailer")) {
                    return false;
                }
            }
            case CONTENT_LENGTH -> {
                sized = true;
                if (protocol != null) {
                    return false;
                }
            }
            case END_TO_END -> {
                if (name.contentEquals("cookie")) {
                    cookie(value);
                    return true;
                }
            }
            case CLIENT_CERTIFICATE, DATE, OTHER, EXPECT, MAX_FORWARDS, SUSPICIOUS, X_FORWARDED_FOR, FORWARDED -> {}
        }
        Octets.write(name, out).ascii(": ");
        Octets.write(value, out).line();
        return true;
    }

    /** RFC 9113 §8.2.3: pieces of one field, which HTTP/1.1 has only whole. */
    private void cookie(AsciiString piece) {
        if (cookies == null) {
            cookies = new HeadWriter();
        } else {
            cookies.ascii("; ");
        }
        Octets.write(piece, cookies);
    }

    private boolean end() {
        if (!regular && !requestLine()) {
            return false;
        }
        if (cookies != null) {
            out.ascii("cookie: ").bytes(cookies.array(), 0, cookies.length()).line();
        }
        if (!ends && !sized && protocol == null) {
            // The end of the stream ends the body; no length is known.
            out.ascii("transfer-encoding: chunked\r\n");
        }
        out.line();
        return true;
    }
}
