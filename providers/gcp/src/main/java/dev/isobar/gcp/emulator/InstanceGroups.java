package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.InstanceGroup;
import com.google.cloud.compute.v1.InstanceGroupsAddInstancesRequest;
import com.google.cloud.compute.v1.InstanceGroupsSetNamedPortsRequest;
import com.google.cloud.compute.v1.InstanceWithNamedPorts;
import com.google.cloud.compute.v1.NamedPort;
import com.google.cloud.compute.v1.NetworkEndpoint;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups of instances that somebody else manages. */
final class InstanceGroups {
    private InstanceGroups() {}

    static Message accept(Draft draft) {
        var group = draft.wanted(InstanceGroup.class).toBuilder().clearSize();
        var seen = new HashSet<NamedPort>();
        for (var port : group.getNamedPortsList()) {
            Resources.name("resource.namedPorts.name", port.getName());
            Ranges.within("resource.namedPorts.port", port.getPort(), 1, 65535);
            if (!seen.add(port)) {
                throw ApiError.invalid("resource.namedPorts", port.getName(), "The named port is there twice.");
            }
        }
        if (!group.hasNetwork()) {
            group.setNetwork(Places.network(draft.self().project(), "default"));
        }
        return group.build();
    }

    static Message setNamedPorts(Store store, Request request, Kind kind) {
        var given = request.body(InstanceGroupsSetNamedPortsRequest.getDefaultInstance())
                .getFingerprint();
        var there = Resources.ready(store, request.target(kind)).message();
        if (!given.isEmpty() && !given.equals(Messages.text(there, "fingerprint"))) {
            throw ApiError.stale("Invalid fingerprint.");
        }
        return Resources.set(store, request, kind, Map.of("namedPorts", "namedPorts"));
    }

    static Message add(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var there = Resources.ready(store, link);
        List<Stored.Member> members = new ArrayList<>(there.members());
        for (var url : instances(request, link)) {
            var address = store.message(url, com.google.cloud.compute.v1.Instance.class)
                    .getNetworkInterfaces(0)
                    .getNetworkIP();
            if (members.stream()
                    .anyMatch(member -> member.endpoint().getInstance().equals(url))) {
                throw ApiError.of(400, "memberAlreadyExists", "The instance '%s' is already a member".formatted(url));
            }
            var endpoint = NetworkEndpoint.newBuilder()
                    .setInstance(url)
                    .setIpAddress(address)
                    .build();
            members.add(new Stored.Member(endpoint, store.now()));
        }
        return store.begin(request, link, Optional.of(there.with(members)));
    }

    static Message remove(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var there = Resources.ready(store, link);
        var gone = instances(request, link);
        for (var url : gone) {
            if (there.members().stream()
                    .noneMatch(member -> member.endpoint().getInstance().equals(url))) {
                throw ApiError.of(400, "invalid", "The instance '%s' is not a member of the group".formatted(url));
            }
        }
        var kept = there.members().stream()
                .filter(member -> !gone.contains(member.endpoint().getInstance()))
                .toList();
        return store.begin(request, link, Optional.of(there.with(kept)));
    }

    /** The full URLs of the instances in the body; the messages of both calls have the same fields. */
    private static List<String> instances(Request request, Link group) {
        return request.body(InstanceGroupsAddInstancesRequest.getDefaultInstance()).getInstancesList().stream()
                .map(reference -> Link.parse(reference.getInstance(), group.project())
                        .filter(link -> link.collection().equals("instances")
                                && link.scope().equals(group.scope()))
                        .orElseThrow(() -> ApiError.invalid(
                                "instances",
                                reference.getInstance(),
                                "The URL is not one of an instance in this zone."))
                        .url())
                .toList();
    }

    static Message list(Store store, Request request, Kind kind) {
        var there = store.get(request.target(kind));
        var group = (InstanceGroup) there.message();
        var shown = there.members().stream()
                .<Message>map(member -> InstanceWithNamedPorts.newBuilder()
                        .setInstance(member.endpoint().getInstance())
                        .setStatus("RUNNING")
                        .addAllNamedPorts(group.getNamedPortsList())
                        .build())
                .toList();
        return Pages.list(store, request, "compute#instanceGroupsListInstances", shown);
    }
}
