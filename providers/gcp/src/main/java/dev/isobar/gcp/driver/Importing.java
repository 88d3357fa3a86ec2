package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Address;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.SslCertificate;
import dev.isobar.gcp.translate.FromGcp;
import dev.isobar.provider.Access;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Losses;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads load balancers that are there already, whoever made them. */
public final class Importing {
    private static final String LABELS = "isobar-labels";
    private static final String NAME = "isobar-name";

    private final Wire wire;
    private final List<String> names;
    private final Losses losses = new Losses();
    private final Map<Ref, Message> messages = new TreeMap<>();
    private final Map<Ref, GcpResource> resources = new TreeMap<>();

    private Importing(Wire wire, List<String> names) {
        this.wire = wire;
        this.names = List.copyOf(names);
    }

    /**
     * The model of forwarding rules with all that they lead to.
     *
     * @param names of what Google calls a load balancer: a forwarding rule, or what it leads to, which is a target proxy, a
     *     URL map or a backend service; or of a model of ours
     * @throws CloudFailure where there is none of that name, where it is not said which project, and where nothing of them
     *     can be carried over
     */
    public static Imported of(Access access, List<String> names) {
        var project = access.project()
                .or(() -> Optional.ofNullable(System.getenv("GOOGLE_CLOUD_PROJECT")))
                .orElseThrow(() -> new CloudFailure(
                        "it is not said which project of Google Cloud", "use --project, or set GOOGLE_CLOUD_PROJECT"));
        boolean local = access.endpoint().filter(Clients::isLoopback).isPresent();
        try (var clients = Clients.open(access.endpoint())) {
            var calls = new Calls(local ? GcpAccount.LOCAL : GcpAccount.LIMITS, access.cancellation());
            return new Importing(new Wire(clients, calls, project, local), names).all();
        }
    }

    private Imported all() {
        var words = read(Observation.lists(wire));
        var chosen = new TreeMap<Ref, GcpResource>();
        for (var name : names) {
            var rules = resources.values().stream()
                    .filter(ForwardingRule.class::isInstance)
                    .filter(rule -> isNamed(rule, name))
                    .toList();
            if (rules.isEmpty()) {
                unreadable(name);
                throw new CloudFailure(
                        "there is no load balancer \"%s\" in project %s".formatted(name, wire.project()),
                        "name a forwarding rule, URL map, target proxy or backend service; check the project, and whose"
                                + " credentials are used");
            }
            rules.forEach(rule -> reached(rule).forEach(each -> chosen.put(each.ref(), each)));
        }
        endpoints(chosen);
        chosen.keySet().forEach(ref -> unread(ref, words));
        try {
            var imported = FromGcp.translate(WarmUp.without(Snapshot.of(chosen.values())), wire.project());
            return new Imported(
                    imported.model(),
                    Stream.concat(
                                    imported.losses().stream(),
                                    losses.all().stream().filter(loss -> isOf(loss.resource(), chosen.keySet())))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new CloudFailure(
                    String.valueOf(e.getMessage()), "name load balancers that are in one place, one for each port", e);
        }
    }

    /** Forwarding rules that are there, and that no model has. */
    private void unreadable(String name) {
        losses.all().stream()
                .filter(loss -> loss.resource().kind().equals(Kind.FORWARDING_RULE.word())
                        && loss.resource().name().endsWith("/" + name)
                        && !resources.containsKey(loss.resource()))
                .findFirst()
                .ifPresent(loss -> {
                    throw new CloudFailure(
                            "%s %s".formatted(loss.resource(), loss.what()), "name other load balancers");
                });
    }

    /** Also what those that were chosen use, and could not be read. */
    private boolean isOf(Ref ref, Set<Ref> chosen) {
        return chosen.contains(ref)
                || chosen.stream()
                        .flatMap(each -> Optional.ofNullable(resources.get(each)).stream())
                        .anyMatch(each -> each.uses().contains(ref))
                || leadsTo(ref, chosen);
    }

    /** Whether it is a forwarding rule that leads to what was chosen. */
    private boolean leadsTo(Ref ref, Set<Ref> chosen) {
        var plain = new Links(wire.project(), Map.of(), Set.of());
        return messages.get(ref) instanceof com.google.cloud.compute.v1.ForwardingRule rule
                && (chosen.contains(plain.ref(rule.getTarget()))
                        || chosen.contains(plain.ref(rule.getBackendService())));
    }

    // What is there.

    /** @return the words that they were read with */
    private Words read(List<Message> all) {
        var plain = new Links(wire.project(), Map.of(), Set.of());
        var byNumber = new HashMap<String, Ref>();
        var certificates = new HashSet<Ref>();
        var keys = new HashSet<String>();
        for (var message : all) {
            var ref = plain.ref(Marks.text(message, "self_link"));
            messages.put(ref, message);
            if (message instanceof Address address) {
                byNumber.put(plain.id(address.getSelfLink()).scope().path() + "/" + address.getAddress(), ref);
            } else if (message instanceof com.google.cloud.compute.v1.SslCertificate certificate
                    && certificate.getDescription().startsWith("isobar/")) {
                certificates.add(ref);
            }
            if (message.getDescriptorForType().findFieldByName("labels") != null) {
                keys.addAll(Marks.all(message).keySet());
            }
        }
        keys.remove(LABELS);
        var links = new Links(wire.project(), byNumber, certificates);
        var words = new Words(links, new Marks("", keys));
        messages.replaceAll((ref, message) -> Foreign.known(message, new Losses.Place(ref, "", ""), losses));
        messages.forEach((ref, message) -> {
            try {
                resources.put(ref, words.read(message));
            } catch (IllegalArgumentException e) {
                losses.add(
                        new Losses.Place(ref, "", ""),
                        "",
                        "cannot be said by a model, and is left out: " + e.getMessage());
            }
        });
        return words;
    }

    private boolean isNamed(GcpResource rule, String name) {
        return reached(rule).stream().anyMatch(each -> switch (each) {
            case BackendService _ ->
                isDirect((ForwardingRule) rule, each.ref()) && each.id().name().equals(name);
            case ForwardingRule own ->
                own.id().name().equals(name) || name.equals(own.labels().get(NAME));
            case dev.isobar.gcp.resources.UrlMap _,
                    dev.isobar.gcp.resources.TargetHttpProxy _,
                    dev.isobar.gcp.resources.TargetHttpsProxy _,
                    dev.isobar.gcp.resources.TargetSslProxy _,
                    dev.isobar.gcp.resources.TargetTcpProxy _ ->
                each.id().name().equals(name);
            default -> false;
        });
    }

    /** Whether connections go to a backend service, not requests by a URL map. */
    private boolean isDirect(ForwardingRule rule, Ref service) {
        return rule.fixed().backendService().equals(Optional.of(service))
                || rule.target().flatMap(target -> Optional.ofNullable(resources.get(target))).stream()
                        .anyMatch(proxy -> proxy.uses().contains(service));
    }

    private List<GcpResource> reached(GcpResource first) {
        var seen = new HashSet<Ref>();
        var all = new ArrayList<GcpResource>();
        var next = new ArrayDeque<GcpResource>(List.of(first));
        while (!next.isEmpty()) {
            var resource = next.poll();
            if (seen.add(resource.ref())) {
                all.add(resource);
                resource.uses().stream()
                        .sorted()
                        .forEach(ref -> Optional.ofNullable(resources.get(ref)).ifPresent(next::add));
            }
        }
        return all;
    }

    private void endpoints(Map<Ref, GcpResource> chosen) {
        var plain = new Links(wire.project(), Map.of(), Set.of());
        wire
                .<NetworkEndpoints>all(chosen.values().stream()
                        .filter(NetworkEndpointGroup.class::isInstance)
                        .<Supplier<NetworkEndpoints>>map(group ->
                                () -> new NetworkEndpoints(group.id(), Observation.endpoints(wire, plain, group.ref())))
                        .toList())
                .stream()
                .filter(each -> !each.networkEndpoints().isEmpty())
                .forEach(each -> chosen.put(each.ref(), each));
    }

    /** What somebody set, and what our words for a resource do not have. */
    private void unread(Ref ref, Words words) {
        var there = messages.get(ref);
        var resource = resources.get(ref);
        if (there != null && resource != null && !(resource instanceof SslCertificate)) {
            var known = words.write(resource, there.getDefaultInstanceForType());
            Foreign.difference(there, known, new Losses.Place(ref, "", ""), losses);
        }
    }
}
