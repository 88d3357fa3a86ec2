package dev.isobar.aws.emulator;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an emulator starts with.
 *
 * @param limits by the names of {@code DescribeAccountLimits}
 * @param objects what S3 holds: {@code BUCKET/KEY}, with {@code @VERSION} behind it for a version, to its text
 */
public record Settings(
        Account account,
        Network network,
        SortedMap<String, Integer> limits,
        Pace pace,
        SortedMap<String, String> objects) {
    public Settings {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    }

    /** An account in {@code eu-west-1} with the limits of a new account. */
    public static Settings usual() {
        var region = "eu-west-1";
        return new Settings(
                new Account("123456789012", region, Set.of()),
                Network.usual(region),
                new TreeMap<>(AccountLimits.USUAL),
                new Pace(400, 1, 1, 1),
                new TreeMap<>());
    }

    public Settings with(Account changed) {
        return new Settings(changed, network, limits, pace, objects);
    }

    public Settings with(Network changed) {
        return new Settings(account, changed, limits, pace, objects);
    }

    public Settings with(Pace changed) {
        return new Settings(account, network, limits, changed, objects);
    }

    /** These limits changed, the others as they are. */
    public Settings withLimits(Map<String, Integer> changed) {
        var more = new TreeMap<>(limits);
        more.putAll(changed);
        return new Settings(account, network, more, pace, objects);
    }

    /** These objects in S3, and no others. */
    public Settings withObjects(Map<String, String> stored) {
        return new Settings(account, network, limits, pace, new TreeMap<>(stored));
    }
}
