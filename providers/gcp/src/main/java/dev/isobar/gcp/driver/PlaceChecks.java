package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Project;
import com.google.cloud.compute.v1.Quota;
import com.google.cloud.compute.v1.Region;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.provider.Change;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the regions and zones that a plan names are there, and have room for what it makes. A quota counts what is
 * there of everybody; what is new stands for a while beside what it replaces.
 *
 * @see <a href="https://cloud.google.com/compute/resource-usage">Allocation quotas</a>
 */
final class PlaceChecks {
    private static final String GLOBAL = new Scope.Global().path();

    private final Plan plan;
    private final Wire wire;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private PlaceChecks(Plan plan, Wire wire) {
        this.plan = plan;
        this.wire = wire;
    }

    static List<Obstacle> of(Plan plan, Wire wire) {
        var checks = new PlaceChecks(plan, wire);
        checks.all();
        return checks.obstacles;
    }

    private void all() {
        var zones = new TreeMap<String, TreeSet<String>>();
        var made = new TreeMap<String, SortedMap<String, Integer>>();
        var gone = new TreeMap<String, SortedMap<String, Integer>>();
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(GcpResource resource) -> {
                    if (resource.id().scope() instanceof Scope.Zone(var zone)) {
                        zones.computeIfAbsent(regionOf(zone), _ -> new TreeSet<>())
                                .add(zone);
                    }
                    count(resource, made);
                }
                case Change.Delete(GcpResource resource) -> count(resource, gone);
                default -> {}
            }
        }
        if (made.containsKey(GLOBAL)) {
            var project =
                    wire.call(Rest.get("projects.get", "projects/" + wire.project()), Project.getDefaultInstance());
            room(GLOBAL, project.getQuotasList(), made, gone);
        }
        var regions = new TreeSet<>(zones.keySet());
        made.keySet().stream().filter(place -> !place.equals(GLOBAL)).forEach(regions::add);
        for (var name : regions) {
            region(name).ifPresent(region -> {
                zones.getOrDefault(name, new TreeSet<>()).forEach(zone -> zone(zone, region));
                room(name, region.getQuotasList(), made, gone);
            });
        }
    }

    /** {@code europe-west1-b} is in {@code europe-west1}. */
    private static String regionOf(String zone) {
        return zone.substring(0, Math.max(0, zone.lastIndexOf('-')));
    }

    private static void count(GcpResource resource, Map<String, SortedMap<String, Integer>> counts) {
        var place = switch (resource.id().scope()) {
            case Scope.Global() -> GLOBAL;
            case Scope.Region(var region) -> region;
            case Scope.Zone(var zone) -> regionOf(zone);
        };
        if (!(resource instanceof NetworkEndpoints)) {
            counts.computeIfAbsent(place, _ -> new TreeMap<>())
                    .merge(metric(Kind.of(resource.ref()).collection()), 1, Integer::sum);
        }
    }

    /** What quotas call a collection. */
    private static String metric(String collection) {
        return collection.equals("addresses")
                ? "STATIC_ADDRESSES"
                : collection.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private Optional<Region> region(String name) {
        try {
            return Optional.of(wire.call(
                    Rest.get("regions.get", "projects/" + wire.project() + "/regions/" + name),
                    Region.getDefaultInstance()));
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isMissing).isEmpty()) {
                throw e;
            }
            obstacles.add(new Obstacle(
                    "there is no region %s for project %s".formatted(name, wire.project()),
                    "correct place.gcp.region, or the zones of place.gcp and of targets"));
            return Optional.empty();
        }
    }

    private void zone(String zone, Region region) {
        if (region.getZonesList().stream().noneMatch(url -> url.endsWith("/" + zone))) {
            obstacles.add(new Obstacle(
                    "there is no zone %s; %s has %s"
                            .formatted(
                                    zone,
                                    region.getName(),
                                    region.getZonesList().stream()
                                            .map(url -> url.substring(url.lastIndexOf('/') + 1))
                                            .sorted()
                                            .toList()),
                    "correct place.gcp.zone, or the zones of targets"));
        }
    }

    private void room(
            String place,
            List<Quota> quotas,
            Map<String, SortedMap<String, Integer>> made,
            Map<String, SortedMap<String, Integer>> gone) {
        made.getOrDefault(place, new TreeMap<>()).forEach((metric, count) -> {
            int leaving = gone.getOrDefault(place, new TreeMap<>()).getOrDefault(metric, 0);
            quotas.stream()
                    .filter(quota -> quota.getMetric().equals(metric))
                    .findFirst()
                    .ifPresent(quota -> room(place, quota, count, leaving));
        });
    }

    private void room(String place, Quota quota, int made, int gone) {
        long used = (long) quota.getUsage();
        long most = (long) quota.getLimit();
        var where = place.equals(GLOBAL) ? "project " + wire.project() : place;
        if (used + made - gone > most) {
            obstacles.add(new Obstacle(
                    "the plan needs %d of the quota %s of %s, which is %d; %d are in use"
                            .formatted(used + made - gone, quota.getMetric(), where, most, used),
                    "ask for more under Quotas in the console, or use fewer"));
        } else if (used + made > most) {
            obstacles.add(new Obstacle(
                    "for a while the plan needs %d of the quota %s of %s, since what is new stands beside what it replaces;"
                                    .formatted(used + made, quota.getMetric(), where)
                            + " it is %d".formatted(most),
                    "ask for more under Quotas in the console, or change less at once"));
        }
    }
}
