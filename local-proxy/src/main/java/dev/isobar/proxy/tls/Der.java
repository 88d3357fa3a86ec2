package dev.isobar.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * As much of the Distinguished Encoding Rules as a certificate needs.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">ITU-T X.690</a>
 */
final class Der {
    private Der() {}

    static byte[] tagged(int tag, byte[]... contents) {
        var inside = new ByteArrayOutputStream();
        for (var content : contents) {
            inside.writeBytes(content);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = inside.size();
        if (length < 128) {
            out.write(length);
        } else if (length < 256) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(inside.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return tagged(0x30, contents);
    }

    static byte[] set(byte[]... contents) {
        return tagged(0x31, contents);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xff});
    }

    /** @param encoded the arcs as they are encoded, in hexadecimal */
    static byte[] oid(String encoded) {
        return tagged(0x06, java.util.HexFormat.of().parseHex(encoded));
    }

    static byte[] utf8(String text) {
        return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param text as in {@code 20260102030405Z} */
    static byte[] time(String text) {
        return tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param text as in {@code 260102030405Z}; before the year 2050 */
    static byte[] shortTime(String text) {
        return tagged(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    static byte[] bits(byte[] content) {
        return tagged(0x03, new byte[] {0}, content);
    }
}
