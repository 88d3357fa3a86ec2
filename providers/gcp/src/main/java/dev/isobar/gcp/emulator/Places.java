package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.NetworkInterface;
import com.google.cloud.compute.v1.Region;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.Zone;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;

/** What is given: the project, regions and zones, and what is in the network. */
final class Places {
    private Places() {}

    /** The URL of a network. */
    static String network(String project, String name) {
        return new Link(project, Scope.global(), "networks", name).url();
    }

    /** Puts into an empty store what is there from the start. */
    static void fill(Store store) {
        var project = store.settings().project().id();
        var network = store.settings().network();
        for (var name : network.networks()) {
            var link = new Link(project, Scope.global(), "networks", name);
            put(
                    store,
                    link,
                    com.google.cloud.compute.v1.Network.newBuilder()
                            .setAutoCreateSubnetworks(false)
                            .build());
        }
        for (var subnetwork : network.subnetworks()) {
            var link = new Link(project, new Scope.Region(subnetwork.region()), "subnetworks", subnetwork.name());
            put(
                    store,
                    link,
                    Subnetwork.newBuilder()
                            .setNetwork(network(project, subnetwork.network()))
                            .setIpCidrRange(subnetwork.range().toString())
                            .setPurpose(subnetwork.purpose())
                            .setRegion(region(project, subnetwork.region()))
                            .setState("READY")
                            .build());
        }
        for (var instance : network.instances()) {
            var link = new Link(project, new Scope.Zone(instance.zone()), "instances", instance.name());
            put(
                    store,
                    link,
                    Instance.newBuilder()
                            .setZone(Link.ROOT + "projects/" + project + "/zones/" + instance.zone())
                            .setStatus("RUNNING")
                            .addNetworkInterfaces(NetworkInterface.newBuilder()
                                    .setName("nic0")
                                    .setNetwork(network(project, "default"))
                                    .setNetworkIP(instance.address()))
                            .build());
        }
    }

    private static void put(Store store, Link link, Message message) {
        var kind = Kinds.ALL.stream()
                .filter(known -> known.collection().equals(link.collection()))
                .findFirst()
                .orElseThrow();
        var named = Messages.with(message, "name", link.name());
        named = Messages.with(named, "id", store.newId());
        named = Messages.with(named, "kind", kind.type());
        named = Messages.with(named, "self_link", link.url());
        named = Messages.with(named, "creation_timestamp", Times.at(store.now()));
        store.resources().put(link, Stored.ready(named));
    }

    private static String region(String project, String name) {
        return Link.ROOT + "projects/" + project + "/regions/" + name;
    }

    static Message project(Store store, Request request) {
        var project = store.settings().project();
        return com.google.cloud.compute.v1.Project.newBuilder()
                .setKind("compute#project")
                .setId(project.number())
                .setName(request.value("project"))
                .setSelfLink(Link.ROOT + "projects/" + project.id())
                .setCreationTimestamp(Times.at(0))
                .setDefaultNetworkTier("PREMIUM")
                .setXpnProjectStatus("UNSPECIFIED_XPN_PROJECT_STATUS")
                .addAllQuotas(Quotas.all(store, Scope.global()))
                .build();
    }

    static Message getRegion(Store store, Request request) {
        return regions(store).stream()
                .filter(region -> region.getName().equals(request.value("region")))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound(
                        "projects/%s/regions/%s".formatted(request.value("project"), request.value("region"))));
    }

    static Message listRegions(Store store, Request request) {
        return Pages.list(store, request, "compute#regionList", List.copyOf(regions(store)));
    }

    private static List<Region> regions(Store store) {
        var project = store.settings().project().id();
        return store.settings().network().zones().entrySet().stream()
                .map(entry -> Region.newBuilder()
                        .setKind("compute#region")
                        .setId(entry.getKey().hashCode() & 0xffff)
                        .setName(entry.getKey())
                        .setSelfLink(region(project, entry.getKey()))
                        .setCreationTimestamp(Times.at(0))
                        .setStatus("UP")
                        .addAllZones(entry.getValue().stream()
                                .map(zone -> Link.ROOT + "projects/" + project + "/zones/" + zone)
                                .toList())
                        .addAllQuotas(Quotas.all(store, new Scope.Region(entry.getKey())))
                        .build())
                .toList();
    }

    static Message getZone(Store store, Request request) {
        return zones(store).stream()
                .filter(zone -> zone.getName().equals(request.value("zone")))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound(
                        "projects/%s/zones/%s".formatted(request.value("project"), request.value("zone"))));
    }

    static Message listZones(Store store, Request request) {
        return Pages.list(store, request, "compute#zoneList", List.copyOf(zones(store)));
    }

    private static List<Zone> zones(Store store) {
        var project = store.settings().project().id();
        return store.settings().network().zones().values().stream()
                .flatMap(Collection::stream)
                .map(name -> Zone.newBuilder()
                        .setKind("compute#zone")
                        .setId(name.hashCode() & 0xffff)
                        .setName(name)
                        .setSelfLink(Link.ROOT + "projects/" + project + "/zones/" + name)
                        .setRegion(region(project, Network.regionOf(name)))
                        .setCreationTimestamp(Times.at(0))
                        .setStatus("UP")
                        .build())
                .toList();
    }
}
