package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.protobuf.Message;
import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rules for reserved addresses, and the addresses that there are: external ones from the ranges for documentation.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5737">RFC 5737</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3849">RFC 3849</a>
 */
final class Addresses {
    private static final List<String> EXTERNAL = List.of("203.0.113.", "198.51.100.", "192.0.2.");
    private static final int HOSTS = 254;
    /** The first ones are often those of machines. */
    private static final int FIRST_INTERNAL = 10;

    private Addresses() {}

    static Message accept(Draft draft) {
        var wanted = draft.wanted(Address.class);
        if (draft.before().isPresent()) {
            return wanted.toBuilder().clearStatus().clearUsers().build();
        }
        var address = wanted.toBuilder().clearStatus().clearUsers();
        Labels.check(wanted.getLabelsMap());
        if (!wanted.hasAddressType()) {
            address.setAddressType("EXTERNAL");
        }
        if (!wanted.hasIpVersion()) {
            address.setIpVersion("IPV4");
        }
        boolean internal = address.getAddressType().equals("INTERNAL");
        if (internal) {
            inSubnetwork(draft, wanted, address);
        } else {
            external(draft, wanted, address);
        }
        return address.build();
    }

    private static void external(Draft draft, Address wanted, Address.Builder address) {
        if (!wanted.hasNetworkTier()) {
            address.setNetworkTier("PREMIUM");
        }
        if (draft.global() && !address.getNetworkTier().equals("PREMIUM")) {
            throw ApiError.invalid(
                    "resource.networkTier", wanted.getNetworkTier(), "Global addresses are always of tier PREMIUM.");
        }
        if (wanted.hasSubnetwork() || wanted.hasNetwork()) {
            throw ApiError.invalid(
                    "resource.subnetwork", wanted.getSubnetwork(), "Only internal addresses are in a subnetwork.");
        }
        if (!wanted.hasAddress()) {
            address.setAddress(free(draft.store(), address.getIpVersion()));
        } else if (draft.store()
                        .all(ForwardingRule.class)
                        .noneMatch(rule -> rule.getIPAddress().equals(wanted.getAddress()))
                || reserved(draft.store(), wanted.getAddress())) {
            throw ApiError.invalid(
                    "resource.address",
                    wanted.getAddress(),
                    "An external address is assigned by the service, or is the ephemeral one of a forwarding rule.");
        }
    }

    private static void inSubnetwork(Draft draft, Address wanted, Address.Builder address) {
        if (draft.global()) {
            throw ApiError.unsupported("A global internal address");
        }
        var subnetwork = wanted.hasSubnetwork()
                ? wanted.getSubnetwork()
                : new Link(draft.self().project(), draft.self().scope(), "subnetworks", "default").url();
        address.setSubnetwork(subnetwork);
        address.setAddress(internal(
                draft.store(), subnetwork, wanted.hasAddress() ? wanted.getAddress() : "", "resource.address"));
        if (!wanted.hasPurpose()) {
            address.setPurpose("GCE_ENDPOINT");
        }
    }

    /** An address of a subnetwork: the one wanted, or a free one. */
    static String internal(Store store, String subnetwork, String wanted, String field) {
        var range = Cidr.parse(store.message(subnetwork, Subnetwork.class).getIpCidrRange());
        if (wanted.isEmpty()) {
            var taken = taken(store);
            int size = 1 << (32 - range.prefix());
            return IntStream.range(FIRST_INTERNAL, size - 1)
                    .mapToObj(i -> nth(range, i))
                    .filter(free -> !taken.contains(free))
                    .findFirst()
                    .orElseThrow(() -> ApiError.of(403, "quotaExceeded", "The subnetwork has no free address."));
        }
        if (!contains(range, wanted)) {
            throw ApiError.invalid(field, wanted, "Requested address is outside of the subnetwork's range.");
        }
        return wanted;
    }

    private static String nth(Cidr range, int offset) {
        var octets = range.network().getAddress();
        int value = ByteBuffer.wrap(octets).getInt() + offset;
        return "%d.%d.%d.%d".formatted(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
    }

    private static boolean contains(Cidr range, String address) {
        try {
            return range.contains(Cidr.address(address));
        } catch (InvalidValue e) {
            return false;
        }
    }

    /** An external address that nobody has. */
    static String free(Store store, String version) {
        var taken = taken(store);
        return IntStream.range(0, EXTERNAL.size() * HOSTS)
                .mapToObj(i -> version.equals("IPV6")
                        ? "2001:db8:0:%x::".formatted(i + 1)
                        : EXTERNAL.get(i / HOSTS) + (i % HOSTS + 1))
                .filter(address -> !taken.contains(address))
                .findFirst()
                .orElseThrow(() -> ApiError.of(503, "backendError", "There is no free address."));
    }

    /** Whether an address is one that the project reserved. */
    static boolean reserved(Store store, String address) {
        return store.all(Address.class).anyMatch(known -> known.getAddress().equals(address));
    }

    private static Set<String> taken(Store store) {
        Set<String> taken = new HashSet<>();
        store.all(Address.class).forEach(address -> taken.add(address.getAddress()));
        store.all(ForwardingRule.class).forEach(rule -> taken.add(rule.getIPAddress()));
        store.settings().network().instances().forEach(instance -> taken.add(instance.address()));
        return taken;
    }
}
