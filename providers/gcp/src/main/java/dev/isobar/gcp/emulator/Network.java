package dev.isobar.gcp.emulator;

import dev.isobar.model.Cidr;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is there of a project besides load balancing: it is given, no call changes it.
 *
 * @param zones the zones of each region
 * @param networks names
 */
public record Network(
        SortedMap<String, SortedSet<String>> zones,
        SortedSet<String> networks,
        List<Subnetwork> subnetworks,
        List<Instance> instances) {
    public Network {
        zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
        networks = Collections.unmodifiableSortedSet(new TreeSet<>(networks));
        subnetworks = List.copyOf(subnetworks);
        instances = List.copyOf(instances);
    }

    /** @param purpose {@code PRIVATE}, or {@code REGIONAL_MANAGED_PROXY} for the proxies of a region */
    public record Subnetwork(String name, String region, String network, Cidr range, String purpose) {}

    /** @param address the internal one, in the network {@code default} */
    public record Instance(String name, String zone, String address) {}

    /** Two regions with a subnetwork for instances each, one of which has one for proxies, and four instances. */
    static Network usual() {
        return new Network(
                new TreeMap<>(Map.of(
                        "europe-west1", new TreeSet<>(List.of("europe-west1-b", "europe-west1-c", "europe-west1-d")),
                        "us-central1", new TreeSet<>(List.of("us-central1-a", "us-central1-b")))),
                new TreeSet<>(List.of("default", "other")),
                List.of(
                        new Subnetwork("default", "europe-west1", "default", Cidr.parse("10.132.0.0/20"), "PRIVATE"),
                        new Subnetwork("default", "us-central1", "default", Cidr.parse("10.128.0.0/20"), "PRIVATE"),
                        new Subnetwork(
                                "proxies",
                                "europe-west1",
                                "default",
                                Cidr.parse("10.129.0.0/23"),
                                "REGIONAL_MANAGED_PROXY")),
                List.of(
                        new Instance("web-1", "europe-west1-b", "10.132.0.2"),
                        new Instance("web-2", "europe-west1-b", "10.132.0.3"),
                        new Instance("web-3", "europe-west1-c", "10.132.0.4"),
                        new Instance("web-4", "us-central1-a", "10.128.0.2")));
    }

    /** The region of a zone, as names go. */
    static String regionOf(String zone) {
        return zone.substring(0, Math.max(zone.lastIndexOf('-'), 0));
    }

    /** Whether there is such a place. */
    boolean has(Scope scope) {
        return switch (scope) {
            case Scope.Global _ -> true;
            case Scope.Region(var name) -> zones.containsKey(name);
            case Scope.Zone(var name) ->
                zones.getOrDefault(regionOf(name), Collections.emptySortedSet()).contains(name);
        };
    }

    /** All scopes of a level, by name. */
    List<Scope> scopes(Scope.Level level) {
        return switch (level) {
            case GLOBAL -> List.of(Scope.global());
            case REGION -> zones.keySet().stream().<Scope>map(Scope.Region::new).toList();
            case ZONE ->
                zones.values().stream()
                        .flatMap(Collection::stream)
                        .<Scope>map(Scope.Zone::new)
                        .toList();
        };
    }
}
