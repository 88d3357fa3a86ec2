package dev.isobar.azure.emulator;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose cloud it is.
 *
 * @param id a UUID
 * @param groups the locations of the resource groups, by their names; no call makes or deletes one
 * @param secrets the identifiers of secrets of Key Vault that hold certificates, without version
 */
public record Subscription(String id, SortedMap<String, String> groups, Set<String> secrets) {
    public Subscription {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        secrets = Set.copyOf(secrets);
    }
}
