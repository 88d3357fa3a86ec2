package dev.isobar.azure.driver;

import dev.isobar.azure.resources.PublicIPAddress;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Documents of public addresses: to records and back. */
final class AddressWords {
    private static final Set<String> MANAGED =
            Set.of("publicIPAllocationMethod", "publicIPAddressVersion", "ipAddress", "ipConfiguration");
    private static final Map<String, String> USUAL =
            Map.of("idleTimeoutInMinutes", "4", "ddosSettings", "{\"protectionMode\":\"VirtualNetworkInherited\"}");

    private AddressWords() {}

    static PublicIPAddress read(Seen seen, SortedMap<String, String> tags) {
        var document = seen.document();
        seen.rest("", document.path("properties"), MANAGED, USUAL);
        return new PublicIPAddress(
                Json.text(document, "name"),
                Json.text(document, "location"),
                new TreeSet<>(Json.textsOf(document, "zones")),
                tags);
    }

    /** @param there an empty object for an address that is new */
    static ObjectNode merged(ObjectNode there, PublicIPAddress wanted) {
        var document = there.deepCopy();
        if (!document.has("location")) {
            document.put("location", wanted.location());
            if (!wanted.zones().isEmpty()) {
                document.set("zones", Json.texts(wanted.zones()));
            }
            Json.part(document, "sku").put("name", "Standard");
            Json.part(document, "properties")
                    .put("publicIPAllocationMethod", "Static")
                    .put("publicIPAddressVersion", "IPv4");
        }
        return document;
    }
}
