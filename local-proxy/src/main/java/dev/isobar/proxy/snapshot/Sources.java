package dev.isobar.proxy.snapshot;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** Who the client is where proxies stand before us. */
public final class Sources {
    private Sources() {}

    public static boolean isTrusted(InetAddress address, Set<Cidr> trusted) {
        if (trusted.isEmpty()) {
            return false;
        }
        for (var range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The rightmost address that is not a trusted proxy. What stands left of it, anybody could have written; the same
     * holds for what is not an address.
     *
     * @param forwardedFor the values of X-Forwarded-For, in order
     */
    public static InetAddress of(InetAddress peer, List<String> forwardedFor, Set<Cidr> trusted) {
        var client = peer;
        for (int i = forwardedFor.size() - 1; i >= 0; i--) {
            var hops = forwardedFor.get(i).split(",", -1);
            for (int j = hops.length - 1; j >= 0; j--) {
                if (!isTrusted(client, trusted)) {
                    return client;
                }
                try {
                    client = Cidr.address(hops[j].strip());
                } catch (InvalidValue e) {
                    return client;
                }
            }
        }
        return client;
    }
}
