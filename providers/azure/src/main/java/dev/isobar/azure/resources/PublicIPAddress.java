package dev.isobar.azure.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A public address: of the SKU {@code Standard}, {@code Static}, IPv4.
 *
 * @param zones cannot change; empty: Azure chooses
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/virtualnetwork/public-ip-addresses/create-or-update">Public IP
 *     Addresses - Create Or Update</a>
 */
public record PublicIPAddress(String name, String location, SortedSet<String> zones, SortedMap<String, String> tags)
        implements AzureResource {
    public PublicIPAddress {
        zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    @Override
    public Ref ref() {
        return new Ref("PublicIPAddress", name);
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }

    @Override
    public boolean hasAddress() {
        return true;
    }
}
