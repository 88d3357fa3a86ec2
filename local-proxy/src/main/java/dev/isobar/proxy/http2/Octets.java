package dev.isobar.proxy.http2;

import dev.isobar.proxy.http.Ascii;
import dev.isobar.proxy.http.HeadWriter;
import dev.isobar.proxy.http.Known;
import io.netty.util.AsciiString;

/** What the octets of names and values may be. */
final class Octets {
    private Octets() {}

    /** RFC 9113 §8.2.1: a token in lower case. */
    static boolean isName(AsciiString name) {
        for (int i = 0; i < name.length(); i++) {
            byte octet = name.byteAt(i);
            if (!Ascii.isToken(octet) || (octet >= 'A' && octet <= 'Z')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    static boolean isToken(AsciiString text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isToken(text.byteAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9113 §8.2.1, and no control characters at all: no blank at either end. */
    static boolean isValue(AsciiString value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Ascii.isFieldValue(value.byteAt(i))) {
                return false;
            }
        }
        return value.isEmpty() || !(isBlank(value.byteAt(0)) || isBlank(value.byteAt(value.length() - 1)));
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static Known known(AsciiString name) {
        return Known.of(name.array(), name.arrayOffset(), name.arrayOffset() + name.length());
    }

    static HeadWriter write(AsciiString text, HeadWriter out) {
        return out.bytes(text.array(), text.arrayOffset(), text.arrayOffset() + text.length());
    }
}
