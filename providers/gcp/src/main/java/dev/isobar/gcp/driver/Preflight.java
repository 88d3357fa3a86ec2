package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Network;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.SubnetworkList;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.Address;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.gcp.resources.ServerTls;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.provider.Change;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What is known before to stand in the way of a plan. Reads the networks that the plan names. */
final class Preflight {
    private static final String PROXIES = "REGIONAL_MANAGED_PROXY";

    private final Plan plan;
    private final World world;
    private final Wire wire;
    private final Links links;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Preflight(Plan plan, World world, Wire wire, Links links) {
        this.plan = plan;
        this.world = world;
        this.wire = wire;
        this.links = links;
    }

    static List<Obstacle> of(Plan plan, World world, Wire wire, Links links) {
        var preflight = new Preflight(plan, world, wire, links);
        plan.changes().forEach(preflight::check);
        preflight.networks();
        preflight.obstacles.addAll(PlaceChecks.of(plan, wire));
        return List.copyOf(preflight.obstacles);
    }

    private void add(String what, String fix) {
        obstacles.add(new Obstacle(what, fix));
    }

    private void check(Change change) {
        switch (change) {
            case Change.Create(var made) -> {
                taken(made.ref());
                certificates(made);
            }
            case Change.Update(ForwardingRule before, ForwardingRule after) -> sameTarget(before, after);
            case Change.Update(var _, var after) -> certificates(after);
            case Change.Delete _ -> {}
        }
    }

    /** Certificates that a file names are there already: managed ones in the global scope only. */
    private void certificates(Resource proxy) {
        var tls = switch (proxy) {
            case TargetHttpsProxy https -> Optional.of(https.tls());
            case TargetSslProxy ssl -> Optional.of(ssl.tls());
            default -> Optional.<ServerTls>empty();
        };
        tls.stream().flatMap(end -> end.sslCertificates().stream()).forEach(certificate -> {
            if (certificate instanceof ServerTls.Certificate.Existing(var id)) {
                certificate(id);
            }
        });
    }

    private void certificate(Id id) {
        var ref = id.ref(Kind.SSL_CERTIFICATE.word());
        if (world.taken().contains(ref) || world.find(ref).isPresent()) {
            return;
        }
        var elsewhere = world.taken().stream()
                .filter(other -> other.kind().equals(ref.kind()) && other.name().endsWith("/" + id.name()))
                .map(other -> other.name().substring(0, other.name().lastIndexOf('/')))
                .sorted()
                .toList();
        add(
                "there is no SSL certificate %s in %s%s"
                        .formatted(
                                id.name(),
                                id.scope().path(),
                                elsewhere.isEmpty() ? "" : ", only in " + String.join(", ", elsewhere)),
                elsewhere.isEmpty()
                        ? "create it, or correct gcp: in certificates"
                        : "a load balancer presents certificates of its own scope, and managed ones are global: create"
                                + " one there, or correct place.gcp.scope");
    }

    private void taken(Ref made) {
        if (world.taken().contains(made)) {
            add(
                    made + " is there already, and not of this model",
                    "rename the model or the part, or remove the other one");
        }
    }

    /**
     * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/globalForwardingRules/setTarget">The new target
     *     should be of the same type as the old one</a>
     */
    private void sameTarget(ForwardingRule before, ForwardingRule after) {
        if (!before.target().map(Ref::kind).equals(after.target().map(Ref::kind))) {
            add(
                    "%s leads to a %s and cannot lead to a %s".formatted(before.ref(), kind(before), kind(after)),
                    "give the listener another name or port: what is there then goes, and clients wait for the moment"
                            + " between");
        }
    }

    private static String kind(ForwardingRule rule) {
        return rule.target().map(Ref::kind).orElse("BackendService");
    }

    private void networks() {
        var networks = new TreeSet<String>();
        var subnetworks = new TreeSet<String>();
        for (var made : made()) {
            switch (made) {
                case NetworkEndpointGroup group -> group.fixed().network().ifPresent(networks::add);
                case Address address -> address.fixed().subnetwork().ifPresent(subnetworks::add);
                case ForwardingRule rule -> {
                    rule.fixed().network().network().ifPresent(networks::add);
                    rule.fixed().network().subnetwork().ifPresent(subnetworks::add);
                }
                default -> {}
            }
        }
        networks.removeIf(network -> !exists("networks.get", network, Network.getDefaultInstance(), "network"));
        subnetworks.forEach(
                subnetwork -> exists("subnetworks.get", subnetwork, Subnetwork.getDefaultInstance(), "subnet"));
        var proxied = new TreeSet<String>();
        for (var made : made()) {
            if (made instanceof ForwardingRule rule
                    && rule.target().isPresent()
                    && rule.id().scope() instanceof Scope.Region(var region)) {
                rule.fixed()
                        .network()
                        .network()
                        .filter(networks::contains)
                        .filter(network -> proxied.add(region + " " + network))
                        .ifPresent(network -> proxyOnlySubnet(region, network));
            }
        }
    }

    private List<Resource> made() {
        return plan.changes().stream()
                .flatMap(change -> change instanceof Change.Create(var made)
                        ? Optional.of(made).stream()
                        : Optional.<Resource>empty().stream())
                .toList();
    }

    private boolean exists(String operation, String partial, Message prototype, String word) {
        try {
            wire.call(Rest.get(operation, links.full(partial)), prototype);
            return true;
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isMissing).isEmpty()) {
                throw e;
            }
            add(
                    "there is no %s %s in project %s".formatted(word, partial, wire.project()),
                    "create it, or correct place.gcp.%s".formatted(word));
            return false;
        }
    }

    /** @see <a href="https://cloud.google.com/load-balancing/docs/proxy-only-subnets">Proxy-only subnets</a> */
    private void proxyOnlySubnet(String region, String network) {
        var owner = links.full(network).replaceAll("/global/.*", "");
        var request = Rest.get("subnetworks.list", owner + "/regions/" + region + "/subnetworks")
                .with("maxResults", "500");
        String token = "";
        do {
            var page = wire.call(
                    token.isEmpty() ? request : request.with("pageToken", token), SubnetworkList.getDefaultInstance());
            if (page.getItemsList().stream()
                    .anyMatch(each -> each.getPurpose().equals(PROXIES)
                            && links.partial(each.getNetwork()).equals(network))) {
                return;
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        add(
                "%s has no subnet for Google's proxies in %s".formatted(network, region),
                "create one: gcloud compute networks subnets create proxies --purpose=%s --role=ACTIVE --region=%s --network=%s --range=10.129.0.0/23"
                        .formatted(PROXIES, region, network.substring(network.lastIndexOf('/') + 1)));
    }
}
