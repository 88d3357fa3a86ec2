package dev.isobar.proxy.balance;

import java.nio.charset.StandardCharsets;

/** A hash of 64 bits: FNV-1a, with the finish of MurmurHash3, so that every bit of the key counts in every bit. */
final class Hash64 {
    private Hash64() {}

    static long of(byte[] key) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : key) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    static long of(String name) {
        return of(name.getBytes(StandardCharsets.UTF_8));
    }

    static long mixed(long value) {
        long hash = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
