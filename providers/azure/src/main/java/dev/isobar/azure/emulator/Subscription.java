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
 * @param features of the network provider that are registered
 */
public record Subscription(String id, SortedMap<String, String> groups, Set<String> secrets, Set<String> features) {
    /** Lets gateways do without a public address. */
    public static final String ISOLATION = "EnableApplicationGatewayNetworkIsolation";

    public Subscription {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        secrets = Set.copyOf(secrets);
        features = Set.copyOf(features);
    }

    public Subscription(String id, SortedMap<String, String> groups, Set<String> secrets) {
        this(id, groups, secrets, Set.of(ISOLATION));
    }
}
