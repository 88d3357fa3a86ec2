package dev.isobar.azure.emulator;

import dev.isobar.model.Cidr;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Addresses of front ends in subnets.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/virtual-network/ip-services/private-ip-addresses">Private IP
 *     addresses</a>
 */
final class PrivateAddresses {
    /** The first four of a subnet, and the last, are the service's own. */
    private static final int RESERVED = 4;

    private PrivateAddresses() {}

    /** Checks the address of a front end, or finds one for it. */
    static void claim(Store store, Part frontend, ResourceId subnet) {
        frontend.fill("privateIPAllocationMethod", "Dynamic");
        var range = range(store, subnet);
        var wanted = frontend.text("privateIPAddress");
        boolean fixed = frontend.text("privateIPAllocationMethod").orElseThrow().equals("Static");
        Checks.that(
                wanted.isPresent() || !fixed,
                "RequiredPropertyMissing",
                "Required property 'privateIPAddress' of resource %s is missing.".formatted(frontend.id()));
        if (wanted.isEmpty()) {
            frontend.properties().put("privateIPAddress", free(store, range));
            return;
        }
        var address = wanted.get();
        Checks.that(
                Checks.isAddress(address) && range.contains(Cidr.address(address)),
                "PrivateIPAddressNotInSubnet",
                "Private static IP address %s does not belong to the range of subnet prefix %s."
                        .formatted(address, range));
        Checks.that(
                IntStream.range(0, RESERVED).noneMatch(i -> nth(range, i).equals(address)),
                "PrivateIPAddressInReservedRange",
                "Private static IP address %s falls within reserved IP range of subnet prefix %s."
                        .formatted(address, range));
        user(store, address).filter(user -> !user.same(frontend.id())).ifPresent(user -> {
            throw ApiError.of(
                    "PrivateIPAddressInUse",
                    "IP configuration %s is using the private IP address %s which is already allocated to resource %s."
                            .formatted(frontend.id(), address, user));
        });
    }

    static Cidr range(Store store, ResourceId subnet) {
        var part = store.get(subnet.root()).root().part(subnet).orElseThrow();
        return Cidr.parse(part.text("addressPrefix").orElseThrow());
    }

    private static Optional<ResourceId> user(Store store, String address) {
        return store.all().stream()
                .flatMap(resource -> resource.root().below())
                .filter(part ->
                        part.text("privateIPAddress").filter(address::equals).isPresent())
                .map(Part::id)
                .findFirst();
    }

    private static String free(Store store, Cidr range) {
        var taken = store.all().stream()
                .flatMap(resource -> resource.root().below())
                .flatMap(part -> part.text("privateIPAddress").stream())
                .collect(Collectors.toSet());
        return IntStream.range(RESERVED, 1 << 16)
                .mapToObj(i -> nth(range, i))
                .filter(address -> range.contains(Cidr.address(address)) && !taken.contains(address))
                .findFirst()
                .orElseThrow(() -> ApiError.of(
                        "SubnetIsFull",
                        "Subnet with address prefix %s does not have enough capacity for 1 IP addresses."
                                .formatted(range)));
    }

    /** Of version 4. */
    private static String nth(Cidr range, int n) {
        long first = 0;
        for (byte octet : range.network().getAddress()) {
            first = first * 256 + (octet & 255);
        }
        long address = first + n;
        return "%d.%d.%d.%d".formatted(address >> 24, (address >> 16) & 255, (address >> 8) & 255, address & 255);
    }
}
