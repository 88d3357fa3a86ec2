package dev.isobar.azure.emulator;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an emulator starts with.
 *
 * @param limits by the names of {@link Limits}
 */
public record Settings(Subscription subscription, Network network, SortedMap<String, Integer> limits, Pace pace) {
    public Settings {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    /** A subscription with the groups {@code shop} and {@code other} in {@code westeurope}, and the usual limits. */
    public static Settings usual() {
        var location = "westeurope";
        return new Settings(
                new Subscription(
                        "11111111-2222-3333-4444-555555555555",
                        new TreeMap<>(Map.of("shop", location, "other", location)),
                        Set.of()),
                Network.usual("shop", location),
                new TreeMap<>(Limits.USUAL),
                new Pace(100, 1, 1, 1));
    }

    public Settings with(Subscription changed) {
        return new Settings(changed, network, limits, pace);
    }

    public Settings with(Network changed) {
        return new Settings(subscription, changed, limits, pace);
    }

    public Settings with(Pace changed) {
        return new Settings(subscription, network, limits, changed);
    }

    /** These limits changed, the others as they are. */
    public Settings withLimits(Map<String, Integer> changed) {
        var more = new TreeMap<>(limits);
        more.putAll(changed);
        return new Settings(subscription, network, more, pace);
    }
}
