package dev.isobar.proxy.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static byte[] line(String text) {
        return text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static ProxyHeader.Read read(byte[] octets) {
        return ProxyHeader.read(octets, octets.length);
    }

    /** {@code source > destination}, or what else was read. */
    private static String told(byte[] octets) {
        return switch (read(octets)) {
            case ProxyHeader.Read.More() -> "more";
            case ProxyHeader.Read.Malformed() -> "malformed";
            case ProxyHeader.Read.Whole(var header) ->
                header.octets() + " "
                        + header.ends()
                                .map(ends -> text(ends.source()) + " > " + text(ends.destination()))
                                .orElse("itself");
        };
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " " + address.getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 192.0.2.1 40000 443~, 42 192.0.2.7 40000 > 192.0.2.1 443",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535~, 56 255.255.255.255 65535 > 255.255.255.255 65535",
        "PROXY TCP4 0.0.0.0 1.2.3.4 0 1~GET / HTTP/1.1~, 32 0.0.0.0 0 > 1.2.3.4 1",
        "PROXY TCP6 2001:db8::7 ::1 1 2~, 32 2001:db8:0:0:0:0:0:7 1 > 0:0:0:0:0:0:0:1 2",
        "PROXY TCP6 ::ffff:10.0.0.1 ::1 1 2~, 36 10.0.0.1 1 > 0:0:0:0:0:0:0:1 2",
        "PROXY UNKNOWN~, 15 itself",
        "PROXY UNKNOWN ffff::1 ffff::2 65535 65535~more, 43 itself",
        "P, more",
        "PROXY TCP4 192.0.2.7, more"
    })
    void readsALine(String written, String told) {
        assertThat(told(line(written))).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1~",
                "proxy TCP4 1.2.3.4 1.2.3.4 1 2~",
                "PROXY  TCP4 1.2.3.4 1.2.3.4 1 2~",
                "PROXY TCP4 1.2.3.4  1.2.3.4 1 2~",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 ~",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1~",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3~",
                "PROXY TCP4 1.2.3.4 1.2.3.4 01 2~",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536~",
                "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2~",
                "PROXY TCP4 1.2.3.04 1.2.3.4 1 2~",
                "PROXY TCP4 1.2.3 1.2.3.4 1 2~",
                "PROXY TCP4 1.2.3.256 1.2.3.4 1 2~",
                "PROXY TCP4 ::1 ::1 1 2~",
                "PROXY TCP6 1.2.3.4 1.2.3.4 1 2~",
                "PROXY TCP6 :::1 ::1 1 2~",
                "PROXY TCP6 fe80::1%eth0 ::1 1 2~",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 2~",
                "PROXY UNKNOWN\n",
                "PROXY UNKNOWNX~",
                "PROXY TCP4 localhost 1.2.3.4 1 2~"
            })
    void refusesWhatIsNotQuiteALine(String written) {
        assertThat(told(line(written))).isEqualTo("malformed");
    }

    @Test
    void aLineHasAtMost107Octets() {
        var most = "PROXY UNKNOWN " + "x".repeat(91) + "~";
        assertThat(told(line(most))).isEqualTo("107 itself");
        assertThat(told(line("PROXY UNKNOWN " + "x".repeat(92)))).isEqualTo("more");
        assertThat(told(line("PROXY UNKNOWN " + "x".repeat(93)))).isEqualTo("malformed");
        assertThat(told(line("PROXY UNKNOWN " + "x".repeat(92) + "~"))).isEqualTo("malformed");
    }

    @ParameterizedTest
    @CsvSource({
        // IPv4, TCP; with what follows; with an extension (ALPN h2).
        "21 11 000c c0000207 c0000201 9c40 01bb, 28 192.0.2.7 40000 > 192.0.2.1 443",
        "21 11 000c c0000207 c0000201 9c40 01bb 474554, 28 192.0.2.7 40000 > 192.0.2.1 443",
        "21 11 0011 c0000207 c0000201 9c40 01bb 01 0002 6832, 33 192.0.2.7 40000 > 192.0.2.1 443",
        // IPv6, TCP.
        "21 21 0024 20010db8000000000000000000000007 00000000000000000000000000000001 0001 0002,"
                + " 52 2001:db8:0:0:0:0:0:7 1 > 0:0:0:0:0:0:0:1 2",
        // LOCAL, whatever follows; unspecified; datagrams.
        "20 00 0000, 16 itself",
        "20 11 000c c0000207 c0000201 9c40 01bb, 28 itself",
        "20 ff 0003 aabbcc, 19 itself",
        "21 00 0000, 16 itself",
        "21 00 0005 0102030405, 21 itself",
        "21 12 000c c0000207 c0000201 9c40 01bb, 28 itself",
        // Not whole.
        "21, more",
        "21 11 000c c0000207 c0000201 9c40 01, more",
        // Another version, command, family, or transport.
        "11 11 000c c0000207 c0000201 9c40 01bb, malformed",
        "22 11 000c c0000207 c0000201 9c40 01bb, malformed",
        "21 41 000c c0000207 c0000201 9c40 01bb, malformed",
        "21 13 000c c0000207 c0000201 9c40 01bb, malformed",
        // Too short for the addresses; too long; extensions that do not add up.
        "21 11 000b c0000207 c0000201 9c40 01, malformed",
        "21 11 ffff, malformed",
        "21 11 000e c0000207 c0000201 9c40 01bb 01 00, malformed",
        "21 11 0010 c0000207 c0000201 9c40 01bb 01 0002 68, malformed"
    })
    void readsTheBinaryForm(String written, String told) {
        assertThat(told(hex(SIGNATURE + written))).isEqualTo(told);
    }

    @Test
    void theBinaryFormMayBeALocalSocket() {
        assertThat(told(hex(SIGNATURE + "21 31 00d8" + "00".repeat(216)))).isEqualTo("232 itself");
        assertThat(told(hex(SIGNATURE + "21 31 00d7" + "00".repeat(215)))).isEqualTo("malformed");
    }

    /** CRC-32C with the place of the checksum as zeros. */
    @Test
    void aChecksumMustBeRight() {
        var header = hex(SIGNATURE + "21 11 0013 c0000207 c0000201 9c40 01bb 03 0004 00000000");
        var crc = new java.util.zip.CRC32C();
        crc.update(header);
        for (int i = 0; i < 4; i++) {
            header[31 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
        }
        assertThat(told(header)).isEqualTo("35 192.0.2.7 40000 > 192.0.2.1 443");
        header[34] ^= 1;
        assertThat(told(header)).isEqualTo("malformed");
        assertThat(told(hex(SIGNATURE + "21 11 0010 c0000207 c0000201 9c40 01bb 03 0001 00")))
                .isEqualTo("malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d0a0d0a000d0a515549540b21", "0d0b", "16030100", "00", "50"})
    void otherProtocolsAreKnownByTheirFirstOctets(String start) {
        assertThat(told(hex(start))).isEqualTo(start.equals("50") ? "more" : "malformed");
    }

    @ParameterizedTest
    @EnumSource(Place.ProxyProtocol.Version.class)
    void whatIsWrittenIsReadBackHoweverItComes(Place.ProxyProtocol.Version version) throws Exception {
        var random = new SplittableRandom(Long.getLong("isobar.seed", 1));
        for (int i = 0; i < 200; i++) {
            var address = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(address);
            var source = new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536));
            random.nextBytes(address);
            var destination = new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536));
            var written = ProxyHeader.of(version, new ProxyHeader.Ends(source, destination));
            for (int length = 0; length < written.length; length++) {
                assertThat(ProxyHeader.read(written, length)).isInstanceOf(ProxyHeader.Read.More.class);
            }
            var more = Arrays.copyOf(written, written.length + 3);
            assertThat(told(more)).isEqualTo(written.length + " " + text(source) + " > " + text(destination));
        }
    }

    @ParameterizedTest
    @EnumSource(Place.ProxyProtocol.Version.class)
    void endsOfTwoFamiliesAreNotTold(Place.ProxyProtocol.Version version) {
        var four = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1);
        var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 2);
        assertThat(told(ProxyHeader.of(version, new ProxyHeader.Ends(four, six))))
                .endsWith(" itself");
        assertThat(told(ProxyHeader.of(version, new ProxyHeader.Ends(six, four))))
                .endsWith(" itself");
    }
}
