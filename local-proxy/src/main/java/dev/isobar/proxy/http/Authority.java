package dev.isobar.proxy.http;

/**
 * {@code uri-host [":" port]}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.2">RFC 9110 §7.2, Host</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2">RFC 3986 §3.2.2, host</a>
 */
final class Authority {
    private Authority() {}

    /** Whether that is a host, with a port or without. Not empty, because no http URL has an empty host (§4.2.1). */
    static boolean isHost(byte[] bytes, int from, int to) {
        int end = hostEnd(bytes, from, to);
        return end > from && (end == to || (bytes[end] == ':' && isPort(bytes, end + 1, to)));
    }

    /** Whether that is a host with a port, as CONNECT needs it; RFC 9110 §9.3.6. */
    static boolean isHostWithPort(byte[] bytes, int from, int to) {
        int end = hostEnd(bytes, from, to);
        return end > from && end + 1 < to && bytes[end] == ':' && isPort(bytes, end + 1, to);
    }

    /** @return where the host ends; {@code from} where there is none */
    private static int hostEnd(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            int at = from + 1;
            while (at < to && bytes[at] != ']') {
                at++;
            }
            return at < to && isIpV6(bytes, from + 1, at) ? at + 1 : from;
        }
        int at = from;
        while (at < to && Ascii.isHost(bytes[at])) {
            if (bytes[at] == '%' && !(at + 2 < to && isHex(bytes[at + 1]) && isHex(bytes[at + 2]))) {
                return from;
            }
            at++;
        }
        return at;
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return false;
            }
            port = Math.min(port * 10 + bytes[i] - '0', 1 << 20);
        }
        return port <= 65_535;
    }

    private static boolean isIpV6(byte[] bytes, int from, int to) {
        boolean gap = to - from >= 2 && bytes[from] == ':' && bytes[from + 1] == ':';
        int at = gap ? from + 2 : from;
        int groups = 0;
        while (at < to) {
            int start = at;
            while (at < to && isHex(bytes[at])) {
                at++;
            }
            if (at < to && bytes[at] == '.') {
                groups += 2;
                return isIpV4(bytes, start, to) && (gap ? groups <= 7 : groups == 8);
            }
            groups++;
            if (at == start || at - start > 4) {
                return false;
            }
            if (at == to) {
                break;
            }
            if (bytes[at] != ':' || ++at == to) {
                return false;
            }
            if (bytes[at] == ':') {
                if (gap) {
                    return false;
                }
                gap = true;
                at++;
            }
        }
        return gap ? groups <= 7 : groups == 8;
    }

    private static boolean isIpV4(byte[] bytes, int from, int to) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int value = 0;
            while (at < to && at - start < 3 && Ascii.isDigit(bytes[at])) {
                value = value * 10 + bytes[at++] - '0';
            }
            if (at == start || value > 255 || (part < 3 && (at == to || bytes[at++] != '.'))) {
                return false;
            }
        }
        return at == to;
    }

    private static boolean isHex(byte octet) {
        return octet > 0 && Character.digit(octet, 16) >= 0;
    }
}
