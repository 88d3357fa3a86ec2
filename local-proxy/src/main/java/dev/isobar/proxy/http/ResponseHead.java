package dev.isobar.proxy.http;

import java.util.List;

/** The head of a response. */
public final class ResponseHead extends Head {
    /** How the end of a body is found; RFC 9112 §6.3. */
    public enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private int status;
    private int reasonStart;
    private int reasonEnd;
    private int upgrades;
    private boolean webSocket;

    public ResponseHead(Bounds bounds) {
        super(bounds);
    }

    @Override
    public void clear() {
        super.clear();
        status = 0;
        upgrades = 0;
        webSocket = false;
    }

    @Override
    void startLine(int from, int to) {
        var bytes = bytes();
        boolean formed = to - from >= 12
                && Ascii.startsWithLower(bytes, from, to, "http/1.")
                && bytes[from] == 'H'
                && (bytes[from + 7] == '0' || bytes[from + 7] == '1')
                && bytes[from + 8] == ' '
                && Ascii.isDigit(bytes[from + 9])
                && Ascii.isDigit(bytes[from + 10])
                && Ascii.isDigit(bytes[from + 11])
                && (to - from == 12 || bytes[from + 12] == ' ');
        if (!formed) {
            fail(Fault.MALFORMED);
            return;
        }
        minor(bytes[from + 7] - '0');
        status = (bytes[from + 9] - '0') * 100 + (bytes[from + 10] - '0') * 10 + bytes[from + 11] - '0';
        reasonStart = Math.min(to, from + 13);
        reasonEnd = to;
        if (status < 100 || status > 599) {
            fail(Fault.MALFORMED);
        }
        for (int i = reasonStart; i < reasonEnd; i++) {
            if (!Ascii.isFieldValue(bytes[i])) {
                fail(Fault.MALFORMED);
            }
        }
    }

    @Override
    void fieldOfKind(Known kind, int from, int to) {
        if (kind == Known.UPGRADE) {
            upgrades++;
            webSocket = Ascii.equalsLower(bytes(), from, to, "websocket");
        }
    }

    @Override
    void whole() {
        boolean twoWays = chunked() && (contentLength() >= 0 || minor() == 0);
        if (twoWays || (status < 200 && saysBody())) {
            fail(Fault.MALFORMED);
        }
    }

    private boolean saysBody() {
        return chunked() || contentLength() > 0;
    }

    /**
     * {@inheritDoc} Not after a 204 that says that it has a body: it cannot have one (RFC 9110 §15.3.5), but what would
     * come of it would be taken for the next response.
     */
    @Override
    public boolean persistent() {
        return super.persistent() && !(status == 204 && saysBody());
    }

    public int status() {
        return status;
    }

    /** Whether another response to the same request follows. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    /**
     * Whether this ends HTTP on the connection in favour of WebSocket.
     *
     * @param key that of the request
     */
    public boolean switchesToWebSocket(String key) {
        return status == 101
                && upgrade
                && upgrades == 1
                && webSocket
                && values("sec-websocket-accept").equals(List.of(WebSocketKey.accept(key)));
    }

    /** @param toHead whether the request was HEAD */
    public Framing framing(boolean toHead) {
        if (toHead || status < 200 || status == 204 || status == 304) {
            return Framing.NONE;
        }
        if (chunked()) {
            return Framing.CHUNKED;
        }
        return contentLength() >= 0 ? Framing.LENGTH : Framing.UNTIL_CLOSE;
    }

    void writeReason(HeadWriter out) {
        out.bytes(bytes(), reasonStart, reasonEnd);
    }
}
