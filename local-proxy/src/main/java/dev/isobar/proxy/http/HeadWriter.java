package dev.isobar.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of octets that heads are written to; reused for one head after another by one thread. */
public final class HeadWriter {
    private byte[] bytes = new byte[2048];
    private int length;

    public HeadWriter clear() {
        length = 0;
        return this;
    }

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    @SuppressWarnings("deprecation") // The fastest way from an ASCII string to octets.
    public HeadWriter ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    public HeadWriter bytes(byte[] from) {
        return bytes(from, 0, from.length);
    }

    public HeadWriter bytes(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** @param value 0 or more */
    public HeadWriter number(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = value;
        for (int at = length + digits; at > length; rest /= 10) {
            bytes[--at] = (byte) ('0' + rest % 10);
        }
        length += digits;
        return this;
    }

    public HeadWriter line() {
        room(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
