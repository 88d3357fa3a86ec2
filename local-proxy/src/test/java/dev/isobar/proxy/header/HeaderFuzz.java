package dev.isobar.proxy.header;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.isobar.model.Place;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What holds for any octets at the beginning of a connection: no exception, a result that does not depend on how they
 * arrive, and ends that are told again as they were.
 */
class HeaderFuzz {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

    @DictionaryEntries({"PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN", "127.0.0.1 ", "::1 ", "\\x0d\\x0a"})
    @FuzzTest(maxDuration = "60s")
    void lines(byte[] octets) {
        look(octets);
    }

    @FuzzTest(maxDuration = "60s")
    void binary(byte[] octets) {
        var whole = Arrays.copyOf(SIGNATURE, SIGNATURE.length + octets.length);
        System.arraycopy(octets, 0, whole, SIGNATURE.length, octets.length);
        look(whole);
    }

    private static void look(byte[] octets) {
        int length = Math.min(octets.length, ProxyHeader.MOST);
        var all = ProxyHeader.read(octets, length);
        ProxyHeader.Read read = new ProxyHeader.Read.More();
        for (int i = 1; i <= length && read instanceof ProxyHeader.Read.More; i++) {
            read = ProxyHeader.read(Arrays.copyOf(octets, ProxyHeader.MOST), i);
        }
        assertThat(read).as("octet by octet").isEqualTo(all);
        if (all instanceof ProxyHeader.Read.Whole(var header)) {
            assertThat(header.octets()).isBetween(1, length);
            header.ends().ifPresent(HeaderFuzz::toldAgain);
        }
    }

    private static void toldAgain(ProxyHeader.Ends ends) {
        for (var version : Place.ProxyProtocol.Version.values()) {
            var told = ProxyHeader.of(version, ends);
            var read = ProxyHeader.read(told, told.length);
            assertThat(read).isInstanceOf(ProxyHeader.Read.Whole.class);
            if (read instanceof ProxyHeader.Read.Whole(var header) && ends.areOfOneFamily()) {
                assertThat(header.ends()).contains(ends);
                assertThat(header.octets()).isEqualTo(told.length);
            }
        }
    }
}
