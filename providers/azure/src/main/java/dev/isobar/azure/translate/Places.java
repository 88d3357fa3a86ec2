package dev.isobar.azure.translate;

import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.PublicIPAddress;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.provider.Report;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses and subnets.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-infrastructure">Virtual network
 *     and dedicated subnet</a>
 */
final class Places {
    private static final Pattern SUBNET = Pattern.compile(
            "(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Network/virtualNetworks/[^/]+)/subnets/[^/]+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUP = Pattern.compile("[-\\w.()]{0,89}[-\\w()]");
    private static final List<String> ZONES = List.of("1", "2", "3");

    private final Model model;
    private final Place.Azure place;
    private final Report report;

    Places(Model model, Place.Azure place, Report report) {
        this.model = model;
        this.place = place;
        this.report = report;
    }

    void check() {
        if (!GROUP.matcher(place.resourceGroup()).matches()) {
            report.refuse(
                    "place.azure.resourceGroup",
                    "is \"" + place.resourceGroup() + "\"; Azure takes 1 to 90 letters, digits, -, _, ( and ), and dots"
                            + " that are not at the end",
                    "write the name alone");
        }
        for (var zone : place.gateway().zones()) {
            if (!ZONES.contains(zone)) {
                report.refuse(
                        "place.azure.zones",
                        "has \"" + zone + "\"; Azure has the zones 1, 2 and 3 in a region",
                        "write zones: [\"1\", \"2\", \"3\"]");
            }
        }
        subnet(place.network().subnet(), "subnet");
        if (isPublic()) {
            place.network().privateAddress().ifPresent(_ -> inside("privateAddress"));
            place.network().loadBalancerSubnet().ifPresent(_ -> inside("loadBalancerSubnet"));
        }
        place.network().loadBalancerSubnet().ifPresent(subnet -> {
            subnet(subnet, "loadBalancerSubnet");
            if (subnet.equalsIgnoreCase(place.network().subnet())) {
                report.refuse(
                        "place.azure.loadBalancerSubnet",
                        "is that of the gateway, in which Azure has nothing but gateways",
                        "name another subnet");
            }
        });
    }

    private void inside(String key) {
        report.refuse(
                "place.azure." + key,
                "goes with scheme: internal; here clients come to a public address",
                "remove it, or write scheme: internal");
    }

    /** Says of what a file gives to one load balancer that there is only the other. */
    void unused(boolean gateway, boolean balancer) {
        if (!gateway) {
            place.network().privateAddress().ifPresent(_ -> unused("privateAddress", "Application Gateway"));
            place.gateway().identity().ifPresent(_ -> unused("identity", "Application Gateway"));
            if (report.written("place.azure.capacity")) {
                unused("capacity", "Application Gateway");
            }
        }
        if (!balancer) {
            place.network().loadBalancerSubnet().ifPresent(_ -> unused("loadBalancerSubnet", "Load Balancer"));
        }
    }

    private void unused(String key, String what) {
        report.emulated("place.azure." + key, "key that nothing uses", "the listeners of this file need no " + what);
    }

    private void subnet(String id, String key) {
        if (!SUBNET.matcher(id).matches()) {
            report.refuse(
                    "place.azure." + key,
                    "is \"" + id + "\"; Azure names subnets by resource id",
                    "write it as in /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/"
                            + "NETWORK/subnets/NAME");
        }
    }

    /** The resource id of the network of all targets. */
    String virtualNetwork() {
        var matcher = SUBNET.matcher(place.network().subnet());
        return matcher.matches() ? matcher.group(1) : place.network().subnet();
    }

    /** @param id of what has the address */
    PublicIPAddress publicAddress(String name, String id) {
        return new PublicIPAddress(name, place.location(), place.gateway().zones(), Tags.of(model, id + "/address"));
    }

    boolean isPublic() {
        return switch (place.scheme()) {
            case PUBLIC -> true;
            case INTERNAL -> false;
        };
    }

    /** @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-private-deployment">
     *     Private Application Gateway deployment</a> */
    FrontendIPConfiguration gatewayInside() {
        var address = place.network().privateAddress();
        if (address.isEmpty()) {
            report.refuse(
                    "place.azure",
                    "has scheme internal and no privateAddress; Azure gives a gateway inside a network no address of"
                            + " its own choice",
                    "add privateAddress: a free address of the subnet");
        }
        report.emulated(
                "place.azure.scheme",
                "gateway without a public address",
                "the subscription needs the feature EnableApplicationGatewayNetworkIsolation");
        return new FrontendIPConfiguration.Static(place.network().subnet(), address.orElse("10.0.0.4"));
    }

    FrontendIPConfiguration balancerInside() {
        var subnet = place.network().loadBalancerSubnet();
        if (subnet.isEmpty()) {
            report.refuse(
                    "place.azure",
                    "has scheme internal and no loadBalancerSubnet; the listeners for tcp and udp need an address in a"
                            + " subnet, and that of the gateway is for gateways alone",
                    "add loadBalancerSubnet: the resource id of another subnet");
        }
        return new FrontendIPConfiguration.Dynamic(
                subnet.orElse(place.network().subnet()), place.gateway().zones());
    }
}
