package dev.isobar.proxy.header;

import dev.isobar.model.Place;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A header that was read.
 *
 * @param octets that it takes
 * @param ends empty: the connection speaks for itself, or has no addresses that could be told
 */
public record ProxyHeader(int octets, Optional<Ends> ends) {
    /** The two ends of a connection: the client, and what it connected to. */
    public record Ends(InetSocketAddress source, InetSocketAddress destination) {
        /** Whether one header can name both. */
        boolean areOfOneFamily() {
            return isIpv4() == destination.getAddress() instanceof Inet4Address;
        }

        boolean isIpv4() {
            return source.getAddress() instanceof Inet4Address;
        }
    }

    /** The longest that is read. */
    public static final int MOST = 4096;

    /** What the octets of a connection are so far. */
    public sealed interface Read {
        /** The header is not whole yet. */
        record More() implements Read {}

        /** No header can become of them. */
        record Malformed() implements Read {}

        record Whole(ProxyHeader header) implements Read {}
    }

    static final Read MORE = new Read.More();
    static final Read MALFORMED = new Read.Malformed();

    /** Reads a header of either version from the first octets of a connection. */
    public static Read read(byte[] octets, int length) {
        if (length == 0) {
            return MORE;
        }
        return octets[0] == 'P' ? LineHeader.read(octets, length) : BinaryHeader.read(octets, length);
    }

    /** The header that tells a target of these ends; that nothing is known where they have no family in common. */
    public static byte[] of(Place.ProxyProtocol.Version version, Ends ends) {
        return switch (version) {
            case V1 -> LineHeader.of(ends);
            case V2 -> BinaryHeader.of(ends);
        };
    }

    static Read whole(int octets, Optional<Ends> ends) {
        return new Read.Whole(new ProxyHeader(octets, ends));
    }
}
