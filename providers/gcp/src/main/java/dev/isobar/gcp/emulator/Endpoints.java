package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HealthStatusForNetworkEndpoint;
import com.google.cloud.compute.v1.NetworkEndpoint;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.cloud.compute.v1.NetworkEndpointGroupsAttachEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointGroupsListEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointWithHealthStatus;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The endpoints of groups. */
final class Endpoints {
    private static final int MOST_IN_A_CALL = 500;
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    private Endpoints() {}

    static Message attach(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var there = Resources.ready(store, link);
        var group = (NetworkEndpointGroup) there.message();
        var added = request.body(NetworkEndpointGroupsAttachEndpointsRequest.getDefaultInstance())
                .getNetworkEndpointsList();
        count(added);
        List<Stored.Member> members = new ArrayList<>(there.members());
        for (int i = 0; i < added.size(); i++) {
            var endpoint = accepted(store, link, group, added.get(i), "networkEndpoints[" + i + "]");
            if (find(members, endpoint).isPresent()) {
                throw ApiError.of(
                        400,
                        "memberAlreadyExists",
                        "The endpoint '%s' is already a member of '%s'".formatted(words(endpoint), link.path()));
            }
            members.add(new Stored.Member(endpoint, store.now()));
        }
        if (link.scope().equals(Scope.global()) && members.size() > 1) {
            throw ApiError.invalid(
                    "networkEndpoints", members.size(), "A global network endpoint group has one endpoint at most.");
        }
        return store.begin(request, link, Optional.of(there.with(members)));
    }

    private static void count(List<NetworkEndpoint> endpoints) {
        if (endpoints.isEmpty()) {
            throw ApiError.required("networkEndpoints");
        }
        if (endpoints.size() > MOST_IN_A_CALL) {
            throw ApiError.invalid("networkEndpoints", endpoints.size(), "A call takes 500 endpoints at most.");
        }
    }

    static Message detach(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var there = Resources.ready(store, link);
        var group = (NetworkEndpointGroup) there.message();
        // The messages of both calls have the same fields.
        var gone = request.body(NetworkEndpointGroupsAttachEndpointsRequest.getDefaultInstance())
                .getNetworkEndpointsList();
        count(gone);
        List<Stored.Member> members = new ArrayList<>(there.members());
        for (int i = 0; i < gone.size(); i++) {
            var endpoint = accepted(store, link, group, gone.get(i), "networkEndpoints[" + i + "]");
            var member = find(members, endpoint)
                    .orElseThrow(() -> ApiError.of(
                            400,
                            "invalid",
                            "The endpoint '%s' is not a member of '%s'".formatted(words(endpoint), link.path())));
            members.remove(member);
        }
        return store.begin(request, link, Optional.of(there.with(members)));
    }

    private static Optional<Stored.Member> find(List<Stored.Member> members, NetworkEndpoint endpoint) {
        var plain = endpoint.toBuilder().clearAnnotations().build();
        return members.stream()
                .filter(member ->
                        member.endpoint().toBuilder().clearAnnotations().build().equals(plain))
                .findFirst();
    }

    private static String words(NetworkEndpoint endpoint) {
        return "%s%s%s:%d"
                .formatted(endpoint.getInstance(), endpoint.getFqdn(), endpoint.getIpAddress(), endpoint.getPort());
    }

    /** The endpoint with its port and address. */
    private static NetworkEndpoint accepted(
            Store store, Link link, NetworkEndpointGroup group, NetworkEndpoint wanted, String at) {
        var type = group.getNetworkEndpointType();
        var endpoint = wanted.toBuilder();
        if (type.equals("GCE_VM_IP")) {
            if (wanted.hasPort()) {
                throw ApiError.invalid(at + ".port", wanted.getPort(), "Cannot be set for GCE_VM_IP.");
            }
        } else {
            if (!wanted.hasPort() && !group.hasDefaultPort()) {
                throw ApiError.required(at + ".port");
            }
            endpoint.setPort(Ranges.orElse(wanted.hasPort(), wanted.getPort(), group.getDefaultPort()));
            Ranges.within(at + ".port", endpoint.getPort(), 1, 65535);
        }
        switch (type) {
            case "GCE_VM_IP", "GCE_VM_IP_PORT" -> inInstance(store, link, endpoint, at);
            case "NON_GCP_PRIVATE_IP_PORT", "INTERNET_IP_PORT" -> {
                if (!IPV4.matcher(wanted.getIpAddress()).matches()) {
                    throw ApiError.invalid(at + ".ipAddress", wanted.getIpAddress(), "An IPv4 address is required.");
                }
                without(at + ".instance", wanted.getInstance(), type);
                without(at + ".fqdn", wanted.getFqdn(), type);
            }
            case "INTERNET_FQDN_PORT" -> {
                if (!wanted.getFqdn().matches("(?=.{1,253}$)([a-z0-9_-]{1,63}\\.)+[a-z0-9-]{2,63}")) {
                    throw ApiError.invalid(
                            at + ".fqdn", wanted.getFqdn(), "A fully qualified domain name is required.");
                }
                without(at + ".instance", wanted.getInstance(), type);
                without(at + ".ipAddress", wanted.getIpAddress(), type);
            }
            default -> throw ApiError.invalid(at, "", "Groups of type " + type + " have no endpoints.");
        }
        return endpoint.build();
    }

    private static void without(String field, String value, String type) {
        if (!value.isEmpty()) {
            throw ApiError.invalid(field, value, "Cannot be set for " + type + ".");
        }
    }

    private static void inInstance(Store store, Link group, NetworkEndpoint.Builder endpoint, String at) {
        without(at + ".fqdn", endpoint.getFqdn(), "an endpoint in an instance");
        if (!endpoint.hasInstance()) {
            throw ApiError.required(at + ".instance");
        }
        var named = Link.parse(endpoint.getInstance(), group.project())
                .orElseGet(() -> new Link(group.project(), group.scope(), "instances", endpoint.getInstance()));
        if (!named.scope().equals(group.scope())) {
            throw ApiError.invalid(at + ".instance", endpoint.getInstance(), "The instance is in another zone.");
        }
        var address = store.message(named.url(), com.google.cloud.compute.v1.Instance.class)
                .getNetworkInterfaces(0)
                .getNetworkIP();
        if (endpoint.hasIpAddress() && !endpoint.getIpAddress().equals(address)) {
            throw ApiError.invalid(
                    at + ".ipAddress",
                    endpoint.getIpAddress(),
                    "The address does not belong to the instance '%s'.".formatted(named.name()));
        }
        endpoint.setInstance(named.url()).setIpAddress(address);
    }

    static Message list(Store store, Request request, Kind kind) {
        var there = store.get(request.target(kind));
        // Global and regional groups have no such field: it is not in their bodies.
        boolean healths = request.body(NetworkEndpointGroupsListEndpointsRequest.getDefaultInstance())
                .getHealthStatus()
                .equals("SHOW");
        var shown = there.members().stream()
                .<Message>map(member -> {
                    var item = NetworkEndpointWithHealthStatus.newBuilder().setNetworkEndpoint(member.endpoint());
                    if (healths) {
                        item.addHealths(HealthStatusForNetworkEndpoint.newBuilder()
                                .setHealthState(Health.state(store, member)));
                    }
                    return item.build();
                })
                .toList();
        return Pages.list(store, request, kind.type() + "sListNetworkEndpoints", shown);
    }
}
