package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where clients connect. Only its target proxy and its labels can change.
 *
 * @param target a target proxy; absent for passthrough load balancers
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/forwardingRules">forwardingRules</a>
 */
public record ForwardingRule(Id id, Fixed fixed, Optional<Ref> target, SortedMap<String, String> labels)
        implements GcpResource {
    public ForwardingRule {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * What cannot change after creation.
     *
     * @param ipAddress an {@link Address}
     * @param backendService of passthrough load balancers
     */
    public record Fixed(
            LoadBalancingScheme loadBalancingScheme,
            Ref ipAddress,
            Port port,
            Optional<Ref> backendService,
            Network network) {}

    /** Of the two there is always one: {@code portRange} for proxies, {@code ports} for the others. */
    public sealed interface Port {
        IpProtocol ipProtocol();

        /** @param portRange {@code 443-443} */
        record PortRange(IpProtocol ipProtocol, String portRange) implements Port {}

        record Ports(IpProtocol ipProtocol, int ports) implements Port {}
    }

    public enum IpProtocol {
        TCP,
        UDP
    }

    /**
     * @param networkTier of external rules
     * @param network of regional rules
     * @param subnetwork of internal rules
     */
    public record Network(
            Optional<Address.NetworkTier> networkTier, Optional<String> network, Optional<String> subnetwork) {}

    @Override
    public Set<Ref> uses() {
        var used = new HashSet<Ref>();
        used.add(fixed.ipAddress());
        target.ifPresent(used::add);
        fixed.backendService().ifPresent(used::add);
        return Set.copyOf(used);
    }
}
