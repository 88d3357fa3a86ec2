package dev.isobar.gcp.emulator;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an emulator starts with.
 *
 * @param quotas by metric, such as {@code BACKEND_SERVICES}: how many there may be globally, and in each region and
 *     zone; what has no quota here has none
 */
public record Settings(Project project, Network network, SortedMap<String, Integer> quotas, Pace pace) {
    public Settings {
        quotas = Collections.unmodifiableSortedMap(new TreeMap<>(quotas));
    }

    /** A project {@code shop-prod} with two regions, whose operations take two calls. */
    public static Settings usual() {
        return new Settings(
                new Project("shop-prod", 123456789012L),
                Network.usual(),
                new TreeMap<>(Map.of(
                        "BACKEND_SERVICES", 50,
                        "FORWARDING_RULES", 45,
                        "HEALTH_CHECKS", 75,
                        "NETWORK_ENDPOINT_GROUPS", 100,
                        "SSL_CERTIFICATES", 30,
                        "STATIC_ADDRESSES", 24,
                        "TARGET_HTTPS_PROXIES", 30,
                        "TARGET_HTTP_PROXIES", 30,
                        "URL_MAPS", 30)),
                new Pace(500, 1, 2, 2, 4));
    }

    public Settings with(Project changed) {
        return new Settings(changed, network, quotas, pace);
    }

    public Settings with(Network changed) {
        return new Settings(project, changed, quotas, pace);
    }

    public Settings with(Pace changed) {
        return new Settings(project, network, quotas, changed);
    }

    /** These quotas changed, the others as they are. */
    public Settings withQuotas(Map<String, Integer> changed) {
        var more = new TreeMap<>(quotas);
        more.putAll(changed);
        return new Settings(project, network, more, pace);
    }
}
