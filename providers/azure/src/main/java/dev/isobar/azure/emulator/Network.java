package dev.isobar.azure.emulator;

import dev.isobar.model.Cidr;
import java.util.List;

/** The networks that are there, and what is in and before them: they are given, no call changes them. */
public record Network(
        List<VirtualNetwork> virtualNetworks,
        List<NetworkInterface> interfaces,
        List<FirewallPolicy> firewallPolicies) {
    public Network {
        virtualNetworks = List.copyOf(virtualNetworks);
        interfaces = List.copyOf(interfaces);
        firewallPolicies = List.copyOf(firewallPolicies);
    }

    public record VirtualNetwork(String group, String name, String location, Cidr cidr, List<Subnet> subnets) {
        public VirtualNetwork {
            subnets = List.copyOf(subnets);
        }
    }

    public record Subnet(String name, Cidr cidr) {}

    /**
     * What a machine is in a subnet with.
     *
     * @param network the name of a virtual network of the same group
     */
    public record NetworkInterface(String group, String name, String network, String subnet, String address) {}

    /** A policy of the web application firewall. */
    public record FirewallPolicy(String group, String name, String location) {}

    /** The same with policies. */
    public Network with(FirewallPolicy... policies) {
        return new Network(virtualNetworks, interfaces, List.of(policies));
    }

    /** One network with a subnet for gateways and one for machines, with one machine. */
    static Network usual(String group, String location) {
        return new Network(
                List.of(new VirtualNetwork(
                        group,
                        "net",
                        location,
                        Cidr.parse("10.0.0.0/16"),
                        List.of(
                                new Subnet("gateways", Cidr.parse("10.0.0.0/24")),
                                new Subnet("machines", Cidr.parse("10.0.1.0/24"))))),
                List.of(new NetworkInterface(group, "machine-1", "net", "machines", "10.0.1.4")),
                List.of());
    }
}
