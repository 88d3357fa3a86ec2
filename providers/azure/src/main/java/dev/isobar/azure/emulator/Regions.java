package dev.isobar.azure.emulator;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where resources can be. */
final class Regions {
    /** Display names by names. */
    static final SortedMap<String, String> ALL = byName(
            "Australia East",
            "Brazil South",
            "Canada Central",
            "Central India",
            "Central US",
            "East Asia",
            "East US",
            "East US 2",
            "France Central",
            "Germany West Central",
            "Italy North",
            "Japan East",
            "Korea Central",
            "North Europe",
            "Norway East",
            "Poland Central",
            "South Africa North",
            "South Central US",
            "Southeast Asia",
            "Spain Central",
            "Sweden Central",
            "Switzerland North",
            "UAE North",
            "UK South",
            "UK West",
            "West Europe",
            "West US",
            "West US 2",
            "West US 3");

    private Regions() {}

    private static SortedMap<String, String> byName(String... displayNames) {
        SortedMap<String, String> all = new TreeMap<>();
        for (var displayName : displayNames) {
            all.put(name(displayName), displayName);
        }
        return Collections.unmodifiableSortedMap(all);
    }

    /** The name of what may be a display name: {@code westeurope} of {@code West Europe}. */
    static String name(String location) {
        return location.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /** @throws ApiError where it is missing or not a region */
    static String known(String location, String type) {
        if (location.isEmpty()) {
            throw ApiError.of("LocationRequired", "The location property is required for this definition.");
        }
        var name = name(location);
        if (!ALL.containsKey(name)) {
            throw ApiError.of(
                    "LocationNotAvailableForResourceType",
                    "The provided location '%s' is not available for resource type '%s/%s'. List of available regions for the resource type is '%s'."
                            .formatted(location, ResourceId.NETWORK, type, String.join(",", ALL.keySet())));
        }
        return name;
    }
}
