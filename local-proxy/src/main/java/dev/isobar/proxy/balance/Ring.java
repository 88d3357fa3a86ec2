package dev.isobar.proxy.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Points on a circle, 160 for each unit of weight; a key belongs to the next point. The points and the choices are those
 * of {@code hash ... consistent} of nginx, which are those of ketama in the manner of Cache::Memcached::Fast: the CRC-32
 * of {@code host NUL port} and the point before.
 *
 * @see <a href="https://nginx.org/en/docs/http/ngx_http_upstream_module.html#hash">nginx, hash</a>
 */
final class Ring implements Order {
    private static final int POINTS = 160;
    /** Where weights ask for more points, all targets get fewer, in proportion; then they are no longer those of nginx. */
    private static final int MOST = 1 << 20;
    /** Bits below the hash, for the number of the target. */
    private static final int SHIFT = 20;

    private static final int[] TABLE = table();

    /** Hash and target, in ascending order; no hash is there twice. */
    private final long[] points;

    Ring(List<String> names, int[] weights) {
        if (names.size() >= 1 << SHIFT) {
            throw new IllegalArgumentException("a ring has fewer than " + (1 << SHIFT) + " targets");
        }
        long total = Arrays.stream(weights).asLongStream().sum();
        var all = new long[weights.length][];
        for (int i = 0; i < weights.length; i++) {
            long wanted = (long) POINTS * weights[i];
            long count = POINTS * total <= MOST ? wanted : Math.ceilDiv(MOST * (long) weights[i], total);
            all[i] = points(names.get(i), i, (int) count);
        }
        points =
                unique(Arrays.stream(all).flatMapToLong(Arrays::stream).sorted().toArray());
    }

    private static long[] points(String name, int owner, int count) {
        int colon = name.lastIndexOf(':');
        int base = 0xffffffff;
        for (byte octet :
                (name.substring(0, colon) + "\0" + name.substring(colon + 1)).getBytes(StandardCharsets.UTF_8)) {
            base = crc(base, octet);
        }
        var found = new long[count];
        int before = 0;
        for (int i = 0; i < count; i++) {
            int crc = base;
            for (int shift = 0; shift < 32; shift += 8) {
                crc = crc(crc, before >>> shift);
            }
            before = ~crc;
            found[i] = Integer.toUnsignedLong(before) << SHIFT | owner;
        }
        return found;
    }

    private static long[] unique(long[] sorted) {
        int kept = 0;
        for (long point : sorted) {
            if (kept == 0 || point >>> SHIFT != sorted[kept - 1] >>> SHIFT) {
                sorted[kept++] = point;
            }
        }
        return Arrays.copyOf(sorted, kept);
    }

    @Override
    public int first(byte[] key, Candidates candidates) {
        int crc = 0xffffffff;
        for (byte octet : key) {
            crc = crc(crc, octet);
        }
        int found = Arrays.binarySearch(points, Integer.toUnsignedLong(~crc) << SHIFT);
        int start = found < 0 ? -found - 1 : found;
        for (int i = 0; i < points.length; i++) {
            int owner = (int) points[(start + i) % points.length] & (1 << SHIFT) - 1;
            if (candidates.isOpen(owner)) {
                return owner;
            }
        }
        return Balancer.NONE;
    }

    private static int crc(int crc, int octet) {
        return crc >>> 8 ^ TABLE[(crc ^ octet) & 0xff];
    }

    /** Of the polynomial of IEEE 802.3, bits reversed. */
    private static int[] table() {
        var table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0xedb88320);
            }
            table[i] = crc;
        }
        return table;
    }
}
