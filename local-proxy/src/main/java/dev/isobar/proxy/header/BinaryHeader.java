package dev.isobar.proxy.header;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Version 2: twelve octets that no other protocol begins with, then command, family, length, addresses and extensions. */
final class BinaryHeader {
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final int FIXED = SIGNATURE.length + 4;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int INET = 0x11;
    private static final int INET6 = 0x21;
    private static final int CHECKSUM = 0x03;
    private static final int CHECKSUM_OCTETS = 4;

    private BinaryHeader() {}

    static ProxyHeader.Read read(byte[] octets, int length) {
        int seen = Math.min(length, SIGNATURE.length);
        if (!Arrays.equals(octets, 0, seen, SIGNATURE, 0, seen)) {
            return ProxyHeader.MALFORMED;
        }
        if (length < FIXED) {
            return ProxyHeader.MORE;
        }
        int command = octets[12] & 0xff;
        int whole = FIXED + number(octets, 14);
        if ((command != LOCAL && command != PROXY) || whole > ProxyHeader.MOST) {
            return ProxyHeader.MALFORMED;
        }
        if (length < whole) {
            return ProxyHeader.MORE;
        }
        return command == LOCAL
                // Of itself, mostly to look whether we are there. What follows is to be passed over.
                ? ProxyHeader.whole(whole, Optional.empty())
                : proxied(octets, whole);
    }

    private static ProxyHeader.Read proxied(byte[] octets, int whole) {
        int family = octets[13] & 0xff;
        if (family >>> 4 > 3 || (family & 0x0f) > 2) {
            return ProxyHeader.MALFORMED;
        }
        int addresses = switch (family >>> 4) {
            case 1 -> 12;
            case 2 -> 36;
            case 3 -> 216;
            default -> 0;
        };
        int extensions = FIXED + addresses;
        if (whole < extensions) {
            return ProxyHeader.MALFORMED;
        }
        // Where the family is unspecified, all that follows is to be passed over.
        if (family >>> 4 != 0 && !areWellFormed(octets, extensions, whole)) {
            return ProxyHeader.MALFORMED;
        }
        return switch (family) {
            case INET -> ProxyHeader.whole(whole, Optional.of(ends(octets, 4)));
            case INET6 -> ProxyHeader.whole(whole, Optional.of(ends(octets, 16)));
            // Sockets of a machine and datagrams are no addresses of a client that connects.
            default -> ProxyHeader.whole(whole, Optional.empty());
        };
    }

    /** @param length of an address */
    private static ProxyHeader.Ends ends(byte[] octets, int length) {
        int ports = FIXED + 2 * length;
        return new ProxyHeader.Ends(end(octets, FIXED, length, ports), end(octets, FIXED + length, length, ports + 2));
    }

    private static InetSocketAddress end(byte[] octets, int at, int length, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + length)), number(octets, port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    /** Type, length of two octets, value; a checksum is looked at. */
    private static boolean areWellFormed(byte[] octets, int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at < 3) {
                return false;
            }
            int length = number(octets, at + 1);
            int value = at + 3;
            if (to - value < length || (octets[at] == CHECKSUM && !isRight(octets, value, length, to))) {
                return false;
            }
            at = value + length;
        }
        return true;
    }

    private static boolean isRight(byte[] octets, int at, int length, int whole) {
        if (length != CHECKSUM_OCTETS) {
            return false;
        }
        var crc = new CRC32C();
        crc.update(octets, 0, at);
        crc.update(new byte[CHECKSUM_OCTETS]);
        crc.update(octets, at + CHECKSUM_OCTETS, whole - at - CHECKSUM_OCTETS);
        return (int) crc.getValue() == ByteBuffer.wrap(octets).getInt(at);
    }

    /** Of two octets. */
    private static int number(byte[] octets, int at) {
        return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
    }

    static byte[] of(ProxyHeader.Ends ends) {
        int address = ends.isIpv4() ? 4 : 16;
        int addresses = ends.areOfOneFamily() ? 2 * address + 4 : 0;
        var header = new byte[FIXED + addresses];
        var out = ByteBuffer.wrap(header)
                .put(SIGNATURE)
                .put((byte) PROXY)
                .put((byte) (addresses == 0 ? 0 : ends.isIpv4() ? INET : INET6))
                .putShort((short) addresses);
        if (addresses > 0) {
            out.put(ends.source().getAddress().getAddress())
                    .put(ends.destination().getAddress().getAddress())
                    .putShort((short) ends.source().getPort())
                    .putShort((short) ends.destination().getPort());
        }
        return header;
    }
}
