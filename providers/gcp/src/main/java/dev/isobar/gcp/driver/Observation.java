package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.NetworkEndpointGroupsListEndpointsRequest;
import com.google.cloud.compute.v1.NetworkEndpointGroupsListNetworkEndpoints;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.NetworkEndpoints.NetworkEndpoint;
import dev.isobar.provider.Ref;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One reading of what is there of a model: a list of each kind in all places, side by side, then the endpoints of our
 * groups.
 */
final class Observation {
    private static final String PAGE = "500";

    private final Wire wire;
    private final Marks marks;

    Observation(Wire wire, Marks marks) {
        this.wire = wire;
        this.marks = marks;
    }

    /** All that is ours. */
    World all() {
        var ours = new ArrayList<Message>();
        var taken = new HashSet<Ref>();
        var plain = new Links(wire.project(), java.util.Map.of(), Set.of());
        for (var message : lists(wire)) {
            if (marks.isOurs(message)) {
                ours.add(message);
            } else {
                taken.add(plain.ref(Marks.text(message, "self_link")));
            }
        }
        return world(ours, taken, plain);
    }

    /** All of the project, whoever made it. */
    static List<Message> lists(Wire wire) {
        return wire
                .<List<Message>>all(Arrays.stream(Kind.values())
                        .<Supplier<List<Message>>>map(kind -> () -> list(wire, kind))
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private World world(List<Message> ours, Set<Ref> taken, Links plain) {
        var numbers = new HashMap<Ref, String>();
        var byNumber = new HashMap<String, Ref>();
        var certificates = new HashSet<Ref>();
        for (var message : ours) {
            var ref = plain.ref(Marks.text(message, "self_link"));
            if (message instanceof com.google.cloud.compute.v1.Address address) {
                numbers.put(ref, address.getAddress());
                byNumber.put(plain.id(address.getSelfLink()).scope().path() + "/" + address.getAddress(), ref);
            } else if (message instanceof com.google.cloud.compute.v1.SslCertificate) {
                certificates.add(ref);
            }
        }
        var links = new Links(wire.project(), byNumber, certificates);
        var words = new Words(links, marks);
        var world = new World(numbers, taken);
        ours.forEach(message -> world.put(read(words, message)));
        var groups = world.snapshot().resources().values().stream()
                .filter(dev.isobar.gcp.resources.NetworkEndpointGroup.class::isInstance)
                .map(dev.isobar.gcp.resources.NetworkEndpointGroup.class::cast)
                .toList();
        var endpoints = wire.<NetworkEndpoints>all(groups.stream()
                .<Supplier<NetworkEndpoints>>map(
                        group -> () -> new NetworkEndpoints(group.id(), endpoints(wire, links, group.ref())))
                .toList());
        endpoints.stream().filter(each -> !each.networkEndpoints().isEmpty()).forEach(world::put);
        return world;
    }

    private static GcpResource read(Words words, Message message) {
        try {
            return words.read(message);
        } catch (IllegalArgumentException e) {
            throw new CloudFailure(
                    "somebody changed %s to what no model asks for: %s"
                            .formatted(Marks.text(message, "self_link"), e.getMessage()),
                    "change it back, or delete it",
                    e);
        }
    }

    private static List<Message> list(Wire wire, Kind kind) {
        var items = new ArrayList<Message>();
        var operation = kind.collection() + ".list";
        var request = Rest.get(operation, "projects/" + wire.project() + "/" + kind.listPath())
                .with("maxResults", PAGE);
        String token = "";
        do {
            var page = wire.call(token.isEmpty() ? request : request.with("pageToken", token), kind.list());
            complete(operation, page);
            collect(page, kind, items);
            token = Marks.text(page, "next_page_token");
        } while (!token.isEmpty());
        return items;
    }

    /** Places that cannot be read now do not count as empty. */
    private static void complete(String operation, Message page) {
        var field = page.getDescriptorForType().findFieldByName("unreachables");
        if (field != null && page.getRepeatedFieldCount(field) > 0) {
            throw new CloudFailure(
                    "%s is not complete: Google says %s cannot be reached".formatted(operation, page.getField(field)),
                    "try again later");
        }
        var warning = page.getDescriptorForType().findFieldByName("warning");
        if (warning != null
                && page.getField(warning) instanceof com.google.cloud.compute.v1.Warning said
                && said.getCode().equals("UNREACHABLE")) {
            throw new CloudFailure(
                    "%s is not complete: Google says %s".formatted(operation, said.getMessage()), "try again later");
        }
    }

    /** Of a list for all places, each place has a list of its own. */
    private static void collect(Message page, Kind kind, List<Message> items) {
        for (var field : page.getDescriptorForType().getFields()) {
            if (!field.isRepeated()
                    || field.getJavaType() != com.google.protobuf.Descriptors.FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            for (int i = 0; i < page.getRepeatedFieldCount(field); i++) {
                var item = (Message) page.getRepeatedField(field, i);
                if (kind.prototype().getClass().isInstance(item)) {
                    items.add(item);
                } else if (field.isMapField()) {
                    var list =
                            (Message) item.getField(item.getDescriptorForType().findFieldByName("value"));
                    complete(kind.collection() + ".list", list);
                    collect(list, kind, items);
                }
            }
        }
    }

    static SortedSet<NetworkEndpoint> endpoints(Wire wire, Links links, Ref group) {
        var all = new TreeSet<NetworkEndpoint>();
        var request = Rest.post(
                        "networkEndpointGroups.listNetworkEndpoints",
                        links.path(group) + "/listNetworkEndpoints",
                        NetworkEndpointGroupsListEndpointsRequest.getDefaultInstance())
                .with("maxResults", PAGE);
        String token = "";
        do {
            var page = wire.call(
                    token.isEmpty() ? request : request.with("pageToken", token),
                    NetworkEndpointGroupsListNetworkEndpoints.getDefaultInstance());
            page.getItemsList().forEach(item -> all.add(Words.read(item.getNetworkEndpoint())));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }
}
