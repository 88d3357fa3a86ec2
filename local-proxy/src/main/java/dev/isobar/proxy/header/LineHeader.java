package dev.isobar.proxy.header;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Version 1: a line of text, as in {@code PROXY TCP4 192.0.2.7 192.0.2.1 40000 443}. */
final class LineHeader {
    /** With CR LF. */
    private static final int MOST = 107;

    private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN( [\\x20-\\x7e]*)?");
    private static final Pattern KNOWN = Pattern.compile(
            "PROXY TCP([46]) ([0-9A-Fa-f.:]+) ([0-9A-Fa-f.:]+) (0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4})");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private LineHeader() {}

    static ProxyHeader.Read read(byte[] octets, int length) {
        for (int i = 0; i < Math.min(length, START.length); i++) {
            if (octets[i] != START[i]) {
                return ProxyHeader.MALFORMED;
            }
        }
        for (int end = 0; end < Math.min(length, MOST); end++) {
            if (octets[end] == '\n') {
                return octets[Math.max(0, end - 1)] == '\r'
                        ? line(new String(octets, 0, end - 1, StandardCharsets.ISO_8859_1), end + 1)
                        : ProxyHeader.MALFORMED;
            }
        }
        return length < MOST ? ProxyHeader.MORE : ProxyHeader.MALFORMED;
    }

    private static ProxyHeader.Read line(String line, int octets) {
        if (UNKNOWN.matcher(line).matches()) {
            return ProxyHeader.whole(octets, Optional.empty());
        }
        var parts = KNOWN.matcher(line);
        if (!parts.matches()) {
            return ProxyHeader.MALFORMED;
        }
        boolean four = parts.group(1).equals("4");
        var source = address(parts.group(2), four);
        var destination = address(parts.group(3), four);
        int from = Integer.parseInt(parts.group(4));
        int to = Integer.parseInt(parts.group(5));
        return source.isEmpty() || destination.isEmpty() || from > 65_535 || to > 65_535
                ? ProxyHeader.MALFORMED
                : ProxyHeader.whole(
                        octets,
                        Optional.of(new ProxyHeader.Ends(
                                new InetSocketAddress(source.get(), from),
                                new InetSocketAddress(destination.get(), to))));
    }

    private static Optional<InetAddress> address(String text, boolean four) {
        if (four ? !IPV4.matcher(text).matches() : !text.contains(":")) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.ofLiteral(text);
            // An IPv4 address in the form of IPv6 is an IPv4 address to Java.
            return address instanceof Inet4Address == four || !four ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] of(ProxyHeader.Ends ends) {
        var line = ends.areOfOneFamily()
                ? "PROXY TCP%s %s %s %d %d\r\n"
                        .formatted(
                                ends.isIpv4() ? "4" : "6",
                                text(ends.source()),
                                text(ends.destination()),
                                ends.source().getPort(),
                                ends.destination().getPort())
                : "PROXY UNKNOWN\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** Without the interface that an address of one link is on. */
    private static String text(InetSocketAddress address) {
        var text = address.getAddress().getHostAddress();
        int percent = text.indexOf('%');
        return percent < 0 ? text : text.substring(0, percent);
    }
}
