package dev.isobar.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. The bits behind the prefix are cleared.
 *
 * @param network the first address of the range
 * @param prefix length in bits: 0 to 32, or 0 to 128 for IPv6
 */
public record Cidr(InetAddress network, int prefix) implements Comparable<Cidr> {
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Comparator<Cidr> ORDER = Comparator.<Cidr>comparingInt(c -> c.network.getAddress().length)
            .thenComparing(c -> c.network.getAddress(), Arrays::compareUnsigned)
            .thenComparingInt(Cidr::prefix);

    public Cidr {
        int bits = network.getAddress().length * 8;
        InvalidValue.require(
                prefix >= 0 && prefix <= bits,
                "a prefix length is 0 to " + bits,
                "write it as in 10.0.0.0/8 or 2001:db8::/32");
        network = masked(network, prefix);
    }

    /** Reads {@code address} or {@code address/prefix}. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new Cidr(address, address.getAddress().length * 8);
        }
        var prefix = text.substring(slash + 1);
        InvalidValue.require(
                prefix.matches("[0-9]{1,3}"),
                "the part behind / is the prefix length in bits",
                "write it as in 10.0.0.0/8 or 2001:db8::/32");
        return new Cidr(address, Integer.parseInt(prefix));
    }

    /**
     * Reads an IP address without asking any name service.
     *
     * @throws InvalidValue where the text is not the usual form of an IPv4 or IPv6 address
     */
    public static InetAddress address(String text) {
        if (IPV4.matcher(text).matches() || (text.contains(":") && !text.contains("%"))) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException e) {
                throw notAnAddress(e);
            }
        }
        throw notAnAddress(null);
    }

    private static InvalidValue notAnAddress(@org.jspecify.annotations.Nullable Throwable cause) {
        var problem = new InvalidValue(
                "this is not an IP address",
                "write an address such as 10.0.0.7 or 2001:db8::7, or a range such as 10.0.0.0/8");
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && masked(address, prefix).equals(network);
    }

    /** Whether every address of the other is in this range. */
    public boolean covers(Cidr other) {
        return prefix <= other.prefix && contains(other.network);
    }

    /** The first address of the range of that length around the address. */
    static InetAddress masked(InetAddress address, int prefix) {
        var octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            octets[i] = (byte) (octets[i] & (0xff00 >> kept));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are always an address", e);
        }
    }

    public boolean isIpv4() {
        return network instanceof Inet4Address;
    }

    @Override
    public int compareTo(Cidr other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
