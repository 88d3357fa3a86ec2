package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.Address;
import dev.isobar.gcp.resources.Address.AddressType;
import dev.isobar.gcp.resources.Address.NetworkTier;
import dev.isobar.gcp.resources.Address.Purpose;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.ForwardingRule.IpProtocol;
import dev.isobar.gcp.resources.ForwardingRule.Network;
import dev.isobar.gcp.resources.ForwardingRule.Port;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.provider.Ref;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses and forwarding rules: one address for each kind of load balancer, which its listeners share.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts">Forwarding rules overview</a>
 */
final class Frontends {
    private final Model model;
    private final Site site;
    private final Map<Carrier, Address> addresses = new EnumMap<>(Carrier.class);
    private final List<ForwardingRule> rules = new ArrayList<>();

    Frontends(Model model, Site site) {
        this.model = model;
        this.site = site;
    }

    List<GcpResource> resources() {
        var all = new ArrayList<GcpResource>(addresses.values());
        all.addAll(rules);
        return all;
    }

    /** @param targetProxy what the connections go to */
    void proxied(Listener listener, Carrier carrier, Ref targetProxy) {
        var range = listener.port() + "-" + listener.port();
        add(listener, carrier, new Port.PortRange(IpProtocol.TCP, range), Optional.empty(), Optional.of(targetProxy));
    }

    /** @param backendService what the packets go to */
    void passed(Listener listener, Ref backendService) {
        var protocol = listener instanceof Listener.Udp ? IpProtocol.UDP : IpProtocol.TCP;
        add(
                listener,
                Carrier.PASSTHROUGH,
                new Port.Ports(protocol, listener.port()),
                Optional.of(backendService),
                Optional.empty());
    }

    private void add(
            Listener listener, Carrier carrier, Port port, Optional<Ref> backendService, Optional<Ref> target) {
        var address = addresses.computeIfAbsent(carrier, this::address);
        var fixed = new ForwardingRule.Fixed(
                carrier.scheme(site.isInternal()), address.ref(), port, backendService, network(carrier));
        rules.add(new ForwardingRule(
                site.id(Names.of(model.name(), listener.name(), fixed)),
                fixed,
                target,
                Ownership.labels(model, "listeners/" + listener.name())));
    }

    private Address address(Carrier carrier) {
        var part = carrier.name().toLowerCase(Locale.ROOT);
        var fixed = site.isInternal()
                ? new Address.Fixed(
                        AddressType.INTERNAL,
                        Optional.empty(),
                        Optional.of(Purpose.SHARED_LOADBALANCER_VIP),
                        site.subnetwork())
                : new Address.Fixed(
                        AddressType.EXTERNAL, Optional.of(NetworkTier.PREMIUM), Optional.empty(), Optional.empty());
        return new Address(
                site.id(Names.of(model.name(), part, fixed)), fixed, Ownership.labels(model, "addresses/" + part));
    }

    /** Global rules have no network, and passthrough rules from outside take that of their targets. */
    private Network network(Carrier carrier) {
        if (site.isInternal()) {
            return new Network(Optional.empty(), Optional.of(site.network()), site.subnetwork());
        }
        boolean inNetwork = !site.isGlobal() && carrier != Carrier.PASSTHROUGH;
        return new Network(
                Optional.of(NetworkTier.PREMIUM),
                inNetwork ? Optional.of(site.network()) : Optional.empty(),
                Optional.empty());
    }
}
