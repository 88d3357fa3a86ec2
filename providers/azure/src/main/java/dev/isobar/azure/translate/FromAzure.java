package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.AzureResource;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.PublicIPAddress;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.provider.Imported;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * From resources on Azure to the model that they carry: the inverse of {@link ToAzure}. What we made comes back under the
 * names that it had, by the names of parts; what others made gets names from theirs. Whatever a model cannot say is listed.
 */
public final class FromAzure {
    private static final Duration UDP_IDLE = Duration.ofMinutes(4);

    private final Optional<ApplicationGateway> gateway;
    private final Optional<LoadBalancer> balancer;
    private final Known known;
    private final Losses losses = new Losses();
    private final OurNames names;

    private FromAzure(Optional<ApplicationGateway> gateway, Optional<LoadBalancer> balancer, Known known) {
        this.gateway = gateway;
        this.balancer = balancer;
        this.known = known;
        names = new OurNames(Optional.ofNullable(tags().get(Tags.OURS + "name")));
    }

    /**
     * What resources do not say of themselves.
     *
     * @param subnet of a gateway, where there is none; absent: one with a name made up
     */
    public record Known(String subscription, String resourceGroup, Optional<String> subnet) {}

    /**
     * Translates an Application Gateway, a Load Balancer, or one of each.
     *
     * @param observed these, with the public addresses that they use
     * @throws IllegalArgumentException where there is neither, there are two of a kind, or no listener could be carried over
     */
    public static Imported translate(Snapshot observed, Known known) {
        var gateways = all(observed, ApplicationGateway.class);
        var balancers = all(observed, LoadBalancer.class);
        if (gateways.size() > 1 || balancers.size() > 1 || gateways.size() + balancers.size() == 0) {
            throw new IllegalArgumentException(
                    "a model is one Application Gateway, one Load Balancer, or one of each, not "
                            + Stream.concat(gateways.stream(), balancers.stream())
                                    .map(AzureResource::ref)
                                    .toList());
        }
        return new FromAzure(gateways.stream().findFirst(), balancers.stream().findFirst(), known)
                .all(all(observed, PublicIPAddress.class));
    }

    private static <R extends AzureResource> List<R> all(Snapshot observed, Class<R> kind) {
        return observed.resources().values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Of the one that a model comes from first. */
    private AzureResource first() {
        return gateway.<AzureResource>map(Function.identity())
                .or(() -> balancer)
                .orElseThrow();
    }

    private SortedMap<String, String> tags() {
        return tags(first());
    }

    private static SortedMap<String, String> tags(AzureResource resource) {
        return switch (resource) {
            case ApplicationGateway one -> one.tags();
            case LoadBalancer one -> one.tags();
            case PublicIPAddress one -> one.tags();
            default -> throw new IllegalArgumentException(resource.ref() + " has no tags");
        };
    }

    private Imported all(List<PublicIPAddress> addresses) {
        var groups = new FromGroups(names, losses);
        var listeners = new TreeMap<String, Listener>();
        var fresh = new NewNames();
        var certificates = new FromCertificates(names, losses);
        gateway.ifPresent(one -> {
            groups.pools(one.targets().backendAddressPools());
            new FromGateway(one, names, groups, certificates, fresh, losses)
                    .listeners()
                    .forEach(listener -> listeners.put(listener.name(), listener));
        });
        balancer.ifPresent(one -> {
            groups.addressPools(one.rules().backendAddressPools());
            flows(one, groups, fresh).forEach(listener -> listeners.put(listener.name(), listener));
        });
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException(
                    "no listener of " + first().ref() + " can be carried over: " + losses.all());
        }
        var labels = new TreeMap<>(tags());
        labels.keySet().removeIf(key -> key.startsWith(Tags.OURS));
        Stream.concat(balancer.stream(), addresses.stream()).forEach(other -> differing(other, labels));
        var name = names.model().orElseGet(() -> new NewNames().of(first().ref().name()));
        return new Imported(
                new Model(
                        name,
                        labels,
                        new Model.Parts(listeners, groups.groups(first().ref()), certificates.all()),
                        List.of(),
                        place(addresses)),
                losses.all());
    }

    /** A model has labels for the whole. */
    private void differing(AzureResource other, SortedMap<String, String> labels) {
        tags(other).forEach((key, value) -> {
            if (!key.startsWith(Tags.OURS) && !value.equals(labels.get(key))) {
                losses.add(
                        other.ref(),
                        "tags." + key,
                        "is \"" + value + "\"; labels of a model are those of all its resources",
                        "labels");
            }
        });
    }

    /** Listeners of a Load Balancer: its rules. */
    private List<Listener> flows(LoadBalancer balancer, FromGroups groups, NewNames fresh) {
        return balancer.rules().loadBalancingRules().entrySet().stream()
                .<Listener>map(entry -> {
                    var rule = entry.getValue();
                    groups.rule(balancer, rule);
                    var name = fresh.of(names.first(entry.getKey()));
                    var forward = Action.Forward.to(groups.group(rule.backend().backendAddressPool()));
                    int port = rule.frontend().frontendPort();
                    return switch (rule.frontend().protocol()) {
                        case TCP ->
                            new Listener.Tcp(name, port, forward, Duration.ofMinutes(rule.idleTimeoutInMinutes()));
                        case UDP -> new Listener.Udp(name, port, forward, UDP_IDLE);
                    };
                })
                .toList();
    }

    private Place place(List<PublicIPAddress> addresses) {
        var frontends = Stream.concat(
                        gateway.stream().flatMap(one -> one.clients().frontendIPConfigurations().values().stream()),
                        balancer.stream().flatMap(one -> one.frontendIPConfigurations().values().stream()))
                .toList();
        boolean isPublic = frontends.stream().allMatch(FrontendIPConfiguration.Public.class::isInstance);
        var inside = balancer.stream()
                .flatMap(one -> one.frontendIPConfigurations().values().stream())
                .flatMap(FromAzure::subnet)
                .findFirst();
        var own = gateway.stream()
                .flatMap(one -> one.clients().frontendIPConfigurations().values().stream())
                .flatMap(address -> address instanceof FrontendIPConfiguration.Static(var _, var ip)
                        ? Stream.of(ip)
                        : Stream.empty())
                .findFirst();
        var azure = new Place.Azure(
                known.subscription(),
                known.resourceGroup(),
                location(),
                new Place.AzureNetwork(
                        isPublic ? Place.Scheme.PUBLIC : Place.Scheme.INTERNAL, gatewaySubnet(), inside, own),
                new Place.AzureGateway(
                        zones(addresses, frontends),
                        gateway.map(one -> one.deployment().autoscaleConfiguration())
                                .map(scale -> new Place.Capacity(scale.minCapacity(), scale.maxCapacity()))
                                .orElse(new Place.Capacity(2, 10)),
                        gateway.flatMap(one -> one.deployment().identity())));
        return new Place(
                Optional.empty(),
                Optional.empty(),
                Optional.of(azure),
                new Place.Local("127.0.0.1", Map.of(), Optional.empty(), new Place.AccessLog.Off()));
    }

    private String location() {
        return gateway.map(one -> one.deployment().location())
                .or(() -> balancer.map(LoadBalancer::location))
                .orElseThrow();
    }

    private static Stream<String> subnet(FrontendIPConfiguration address) {
        return switch (address) {
            case FrontendIPConfiguration.Public _ -> Stream.empty();
            case FrontendIPConfiguration.Static(var subnet, var _) -> Stream.of(subnet);
            case FrontendIPConfiguration.Dynamic(var subnet, var _) -> Stream.of(subnet);
        };
    }

    private String gatewaySubnet() {
        var own = gateway.stream()
                .flatMap(one -> one.clients().gatewayIPConfigurations().values().stream())
                .findFirst()
                .or(known::subnet);
        if (own.isPresent()) {
            return own.get();
        }
        var network = balancer.stream()
                .flatMap(one -> one.rules().backendAddressPools().values().stream())
                .map(LoadBalancer.BackendAddressPool::virtualNetwork)
                .findFirst()
                .orElse("/subscriptions/" + known.subscription() + "/resourceGroups/" + known.resourceGroup()
                        + "/providers/Microsoft.Network/virtualNetworks/network");
        var made = network + "/subnets/gateway";
        losses.add(
                first().ref(),
                "clients.gatewayIPConfigurations",
                "is not there, since there is no gateway; its subnet is made up, and names the network of the targets: "
                        + made,
                "place.azure.subnet");
        return made;
    }

    private SortedSet<String> zones(List<PublicIPAddress> addresses, List<FrontendIPConfiguration> frontends) {
        var zones = new TreeSet<String>();
        gateway.ifPresent(one -> zones.addAll(one.deployment().zones()));
        addresses.forEach(address -> zones.addAll(address.zones()));
        frontends.forEach(address -> {
            if (address instanceof FrontendIPConfiguration.Dynamic(var _, var own)) {
                zones.addAll(own);
            }
        });
        return zones;
    }
}
