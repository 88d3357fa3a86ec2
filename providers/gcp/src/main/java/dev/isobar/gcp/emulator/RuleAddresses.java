package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.ForwardingRule;

/** Where forwarding rules are: their networks and addresses. */
final class RuleAddresses {
    private RuleAddresses() {}

    /** Checks both, and completes them. */
    static void accept(Draft draft, ForwardingRule wanted, ForwardingRule.Builder rule) {
        network(draft, wanted, rule);
        if (!internal(rule.getLoadBalancingScheme())) {
            external(draft, wanted, rule);
        } else if (draft.global()) {
            throw ApiError.unsupported("A global internal forwarding rule");
        } else {
            var literal = literal(draft, wanted.getIPAddress());
            rule.setIPAddress(Addresses.internal(draft.store(), rule.getSubnetwork(), literal, "resource.IPAddress"));
        }
    }

    private static boolean internal(String scheme) {
        return scheme.startsWith("INTERNAL");
    }

    private static void network(Draft draft, ForwardingRule wanted, ForwardingRule.Builder rule) {
        var scheme = rule.getLoadBalancingScheme();
        boolean placed = internal(scheme) || (!draft.global() && scheme.equals("EXTERNAL_MANAGED"));
        if (!placed && (wanted.hasNetwork() || wanted.hasSubnetwork())) {
            throw ApiError.invalid(
                    "resource.network",
                    wanted.getNetwork(),
                    "Network and subnetwork cannot be specified for load balancing scheme '%s'.".formatted(scheme));
        }
        if (placed && !wanted.hasNetwork()) {
            rule.setNetwork(Places.network(draft.self().project(), "default"));
        }
        boolean proxies = !draft.global() && scheme.endsWith("_MANAGED");
        if (proxies
                && draft.store().settings().network().subnetworks().stream()
                        .noneMatch(subnetwork -> subnetwork.purpose().equals("REGIONAL_MANAGED_PROXY")
                                && new Scope.Region(subnetwork.region())
                                        .equals(draft.self().scope())
                                && Places.network(draft.self().project(), subnetwork.network())
                                        .equals(rule.getNetwork()))) {
            throw ApiError.invalid(
                    "resource.network",
                    rule.getNetwork(),
                    "An active proxy-only subnetwork is required in the same region and VPC as the forwarding rule.");
        }
        if (internal(scheme) && !draft.global() && !wanted.hasSubnetwork()) {
            rule.setSubnetwork(new Link(draft.self().project(), draft.self().scope(), "subnetworks", "default").url());
        }
    }

    private static void external(Draft draft, ForwardingRule wanted, ForwardingRule.Builder rule) {
        var store = draft.store();
        var literal = literal(draft, wanted.getIPAddress());
        if (!wanted.hasNetworkTier()) {
            rule.setNetworkTier("PREMIUM");
        }
        if (draft.global() && !rule.getNetworkTier().equals("PREMIUM")) {
            throw ApiError.invalid(
                    "resource.networkTier",
                    rule.getNetworkTier(),
                    "Global forwarding rules are always of tier PREMIUM.");
        }
        if (!wanted.hasIpVersion()) {
            rule.setIpVersion("IPV4");
        }
        if (literal.isEmpty()) {
            rule.setIPAddress(Addresses.free(store, rule.getIpVersion()));
            return;
        }
        var address = store.all(Address.class)
                .filter(known -> known.getAddress().equals(literal)
                        && Link.parse(known.getSelfLink(), "")
                                .orElseThrow()
                                .scope()
                                .equals(draft.self().scope()))
                .findFirst()
                .orElseThrow(() -> ApiError.invalid(
                        "resource.IPAddress", literal, "The address is not reserved in this project and scope."));
        if (!address.getNetworkTier().equals(rule.getNetworkTier())) {
            throw ApiError.invalid(
                    "resource.networkTier",
                    rule.getNetworkTier(),
                    "The network tier of the address is %s.".formatted(address.getNetworkTier()));
        }
        rule.setIPAddress(literal).setIpVersion(address.getIpVersion());
    }

    /** The address that a URL, a name or a text means; empty where none is wanted. */
    private static String literal(Draft draft, String wanted) {
        if (!wanted.contains("/") || wanted.matches("[0-9a-f:]+/[0-9]+")) {
            return wanted;
        }
        var link = Link.parse(wanted, draft.self().project())
                .filter(parsed -> parsed.collection().equals("addresses"))
                .orElseThrow(() -> ApiError.invalid("resource.IPAddress", wanted, "The URL is malformed."));
        if (draft.store().get(link).state() == Stored.State.BUILDING) {
            throw ApiError.notReady(link);
        }
        return draft.store().message(link.url(), Address.class).getAddress();
    }
}
