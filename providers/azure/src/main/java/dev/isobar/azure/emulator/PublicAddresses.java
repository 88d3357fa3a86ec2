package dev.isobar.azure.emulator;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Public IP addresses: of the Standard SKU, and therefore static.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/virtual-network/ip-services/public-ip-addresses">Public IP
 *     addresses</a>
 */
final class PublicAddresses implements Kind.Rules {
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{1,61}[a-z0-9]");

    @Override
    public ObjectNode accept(Draft draft) {
        var wanted = draft.wanted();
        var root = draft.root();
        var sku = Json.text(wanted, "sku", "name");
        Checks.that(
                !sku.isEmpty() && !sku.equals("Basic"),
                "IPv4BasicSkuPublicIpCountLimitReached",
                "Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.");
        Checks.that(
                root.text("publicIPAllocationMethod").filter("Static"::equals).isPresent(),
                "StandardSkuPublicIPAddressesMustBeStatic",
                "Standard sku publicIp %s must have AllocationMethod set to Static.".formatted(draft.self()));
        root.fill("publicIPAddressVersion", "IPv4");
        root.fill("idleTimeoutInMinutes", 4);
        root.fill("ddosSettings", Json.object().put("protectionMode", "VirtualNetworkInherited"));
        Json.part(wanted, "sku").put("tier", Json.find(wanted, "sku", "tier").orElse("Regional"));
        Checks.range(root, "idleTimeoutInMinutes", 4, 30);
        draft.before().ifPresent(before -> unchanged(before, wanted));
        name(draft, root);
        root.properties().put("ipAddress", address(draft, root));
        return wanted;
    }

    private static void unchanged(Stored before, ObjectNode wanted) {
        var paths = new String[][] {{"sku", "name"}, {"sku", "tier"}, {"properties", "publicIPAddressVersion"}};
        for (var path : paths) {
            Checks.that(
                    Json.text(before.document(), path).equals(Json.text(wanted, path)),
                    "PublicIPAddressPropertyCannotBeChanged",
                    "Property %s of public IP address %s cannot be changed."
                            .formatted(String.join(".", path), before.id()));
        }
        Checks.that(
                before.document().path("zones").equals(wanted.path("zones")),
                "ResourceAvailabilityZonesCannotBeModified",
                ("Resource %s has an existing availability zone constraint %s and the request has availability zone"
                    + " constraint %s, which do not match. Zones cannot be added/updated/removed once the resource is"
                    + " created.")
                        .formatted(before.id(), before.document().path("zones"), wanted.path("zones")));
    }

    private static void name(Draft draft, Part root) {
        var settings = Json.at(draft.wanted(), "properties", "dnsSettings");
        var label = Json.find(settings, "domainNameLabel");
        if (label.isEmpty() || !(settings instanceof ObjectNode dns)) {
            return;
        }
        Checks.that(
                LABEL.matcher(label.get()).matches(),
                "InvalidDomainNameLabel",
                "The domain name label %s is invalid. It must conform to the following regular expression: ^%s$."
                        .formatted(label.get(), LABEL));
        var name = "%s.%s.cloudapp.azure.com".formatted(label.get(), Json.text(root.node(), "location"));
        boolean taken = draft.store().all().stream()
                .filter(there -> !there.id().same(draft.self()))
                .anyMatch(there -> Json.text(there.document(), "properties", "dnsSettings", "fqdn")
                        .equals(name));
        Checks.that(!taken, "DnsRecordInUse", "DNS record %s is already used by another public IP.".formatted(name));
        dns.put("fqdn", name);
    }

    /** One of the addresses that are for examples; the same as long as the resource is there. */
    private static String address(Draft draft, Part root) {
        var before = draft.before().flatMap(there -> there.root().text("ipAddress"));
        return before.orElseGet(() -> {
            var taken = draft.store().all().stream()
                    .flatMap(there -> there.root().text("ipAddress").stream())
                    .collect(Collectors.toSet());
            var pattern =
                    root.text("publicIPAddressVersion").filter("IPv6"::equals).map(six -> "2001:db8::%x");
            return IntStream.range(1, 1 << 16)
                    .mapToObj(i -> pattern.map(six -> six.formatted(i)).orElseGet(() -> version4(i)))
                    .filter(address -> !taken.contains(address))
                    .findFirst()
                    .orElseThrow();
        });
    }

    private static String version4(int i) {
        return "198.%d.%d.%d".formatted(18 + (i >> 15), (i >> 8) & 127, i & 255);
    }

    @Override
    public void show(Store store, Stored resource, ObjectNode shown) {
        user(store, resource)
                .ifPresent(user -> Json.part(shown, "properties").set("ipConfiguration", Json.reference(user.id())));
    }

    private static Optional<Part> user(Store store, Stored resource) {
        return References.users(store, resource.id()).findFirst();
    }

    /**
     * @see <a href="https://github.com/hashicorp/terraform-provider-azurerm/issues/2566">An answer of the service</a>
     */
    @Override
    public void release(Store store, Stored resource) {
        user(store, resource).ifPresent(user -> {
            throw ApiError.of(
                    "PublicIPAddressCannotBeDeleted",
                    "Public IP address %s can not be deleted since it is still allocated to resource %s. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip."
                            .formatted(resource.id(), user.id()));
        });
    }

    /** An address is of one front end only, and that of a Standard SKU. */
    static void claim(Store store, Part frontend, ResourceId address) {
        References.users(store, address)
                .filter(user -> !user.id().root().same(frontend.id().root()))
                .findFirst()
                .ifPresent(user -> {
                    throw ApiError.of(
                            "PublicIPAddressInUse",
                            "Resource %s is referencing public IP address %s that is already allocated to resource %s."
                                    .formatted(frontend.id(), address, user.id()));
                });
    }
}
