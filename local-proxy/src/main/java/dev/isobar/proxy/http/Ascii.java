package dev.isobar.proxy.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Classes of octets and comparisons without case, over byte arrays. */
public final class Ascii {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;

    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~", true);
    private static final boolean[] HOST = table("-._~!$&'()*+,;=%", true);

    private Ascii() {}

    private static boolean[] table(String marks, boolean alphanumeric) {
        var table = new boolean[256];
        for (int c = 0; c < 128; c++) {
            table[c] = marks.indexOf(c) >= 0
                    || (alphanumeric && ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')));
        }
        return table;
    }

    /** RFC 9110 §5.6.2. */
    public static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    /** Of a {@code reg-name}, RFC 3986 §3.2.2. */
    static boolean isHost(byte octet) {
        return HOST[octet & 0xff];
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Of a field value: no control character but the tab. Octets from 0x80 on are allowed (obs-text). */
    public static boolean isFieldValue(byte octet) {
        return (octet < 0 || octet >= ' ') ? octet != 0x7f : octet == '\t';
    }

    public static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
    }

    static String lower(String ascii) {
        return ascii.toLowerCase(java.util.Locale.ROOT);
    }

    /** The index of the first line feed in the range, or -1; looks at eight octets at a time. */
    static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long differences = (long) LONGS.get(bytes, i) ^ LINE_FEEDS;
            long zeros = (differences - ONES) & ~differences & HIGHS;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** @param wanted in lower case */
    public static boolean equalsLower(byte[] bytes, int from, int to, String wanted) {
        if (to - from != wanted.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(bytes[i]) != wanted.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** @param wanted in lower case */
    public static boolean equalsLower(byte[] bytes, int from, int to, byte[] wanted) {
        if (to - from != wanted.length) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(bytes[i]) != wanted[i - from]) {
                return false;
            }
        }
        return true;
    }

    /** @param wanted in lower case */
    static boolean startsWithLower(byte[] bytes, int from, int to, String wanted) {
        return to - from >= wanted.length() && equalsLower(bytes, from, from + wanted.length(), wanted);
    }
}
