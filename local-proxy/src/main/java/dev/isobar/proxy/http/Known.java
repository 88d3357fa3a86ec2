package dev.isobar.proxy.http;

/** Fields that an intermediary treats in a way of its own. */
public enum Known {
    OTHER,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    /** Belongs to one connection and is never forwarded. */
    HOP,
    UPGRADE,
    EXPECT,
    MAX_FORWARDS,
    /** Many applications cannot tell it from a field that frames the message. */
    SUSPICIOUS,
    X_FORWARDED_FOR,
    /** Says, like X-Forwarded-For, something about the client that only a trusted proxy may say. */
    FORWARDED,
    /** Says who the certificate of the client names, which only we may say. */
    CLIENT_CERTIFICATE,
    /** Is added where it is missing. */
    DATE,
    /** Matters to the other end, so that no Connection field can take it away. */
    END_TO_END;

    /** Of the name in that range. */
    public static Known of(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 2 -> is(bytes, from, to, "te", HOP);
            case 4 -> is(bytes, from, to, "host", is(bytes, from, to, DateField.NAME, DATE), HOST);
            case 6 -> is(bytes, from, to, "expect", is(bytes, from, to, "cookie", END_TO_END), EXPECT);
            case 7 -> is(bytes, from, to, "upgrade", is(bytes, from, to, "trailer", HOP), UPGRADE);
            case 9 -> is(bytes, from, to, "forwarded", realIp(bytes, from, to), FORWARDED);
            case 10 -> is(bytes, from, to, "connection", is(bytes, from, to, "keep-alive", HOP), CONNECTION);
            case 12 -> is(bytes, from, to, "max-forwards", forwarded(bytes, from, to), MAX_FORWARDS);
            case 13 -> ofThirteen(bytes, from, to);
            case 14 -> ofFourteen(bytes, from, to);
            case 15 -> is(bytes, from, to, "x-forwarded-for", forwarded(bytes, from, to), X_FORWARDED_FOR);
            case 16 -> is(bytes, from, to, "proxy-connection", forwarded(bytes, from, to), HOP);
            case 17 -> ofSeventeen(bytes, from, to);
            default -> forwarded(bytes, from, to);
        };
    }

    private static Known ofThirteen(byte[] bytes, int from, int to) {
        return is(
                bytes,
                from,
                to,
                "authorization",
                is(bytes, from, to, "cache-control", forwarded(bytes, from, to), END_TO_END),
                END_TO_END);
    }

    private static Known ofFourteen(byte[] bytes, int from, int to) {
        return is(
                bytes,
                from,
                to,
                "content-length",
                is(
                        bytes,
                        from,
                        to,
                        "http2-settings",
                        is(bytes, from, to, "content_length", forwarded(bytes, from, to), SUSPICIOUS),
                        HOP),
                CONTENT_LENGTH);
    }

    private static Known ofSeventeen(byte[] bytes, int from, int to) {
        return is(
                bytes,
                from,
                to,
                "transfer-encoding",
                is(bytes, from, to, "transfer_encoding", forwarded(bytes, from, to), SUSPICIOUS),
                TRANSFER_ENCODING);
    }

    private static Known realIp(byte[] bytes, int from, int to) {
        return is(bytes, from, to, "x-real-ip", is(bytes, from, to, "x_real_ip", FORWARDED), FORWARDED);
    }

    /**
     * {@code X-Forwarded-} and {@code X-Client-Cert-} with anything behind them; an underscore counts as a dash, because
     * many applications cannot tell the two apart.
     */
    private static Known forwarded(byte[] bytes, int from, int to) {
        if (to - from < 12 || (bytes[from] | 0x20) != 'x') {
            return OTHER;
        }
        if (begins(bytes, from, to, "x-forwarded-")) {
            return FORWARDED;
        }
        return begins(bytes, from, to, "x-client-cert-") ? CLIENT_CERTIFICATE : OTHER;
    }

    /** An underscore counts as a dash, because many applications cannot tell the two apart. */
    private static boolean begins(byte[] bytes, int from, int to, String stem) {
        if (to - from < stem.length()) {
            return false;
        }
        for (int i = 0; i < stem.length(); i++) {
            byte octet = bytes[from + i] == '_' ? (byte) '-' : Ascii.lower(bytes[from + i]);
            if (octet != stem.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Known is(byte[] bytes, int from, int to, String name, Known known) {
        return is(bytes, from, to, name, OTHER, known);
    }

    private static Known is(byte[] bytes, int from, int to, String name, Known otherwise, Known known) {
        return Ascii.equalsLower(bytes, from, to, name) ? known : otherwise;
    }
}
