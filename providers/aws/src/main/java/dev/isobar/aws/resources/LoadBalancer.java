package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An Application or Network Load Balancer.
 *
 * @param name unique in a region and account, at most 32 letters, digits and dashes; cannot change
 * @param attributes key to value, as {@code ModifyLoadBalancerAttributes} takes them
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">
 *     CreateLoadBalancer</a>
 */
public record LoadBalancer(
        String name, Kind kind, Network network, SortedMap<String, String> attributes, SortedMap<String, String> tags)
        implements AwsResource {
    public LoadBalancer {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public LoadBalancer(
            String name, Kind kind, Network network, Map<String, String> attributes, Map<String, String> tags) {
        this(name, kind, network, new TreeMap<>(attributes), new TreeMap<>(tags));
    }

    /** The {@code Type} and {@code Scheme} parameters: neither can change. */
    public record Kind(Type type, Scheme scheme) {}

    public enum Type {
        APPLICATION,
        NETWORK
    }

    public enum Scheme {
        INTERNET_FACING,
        INTERNAL
    }

    /**
     * @param subnets in two availability zones or more
     * @param ipAddressType what clients come by
     */
    public record Network(SortedSet<String> subnets, SortedSet<String> securityGroups, IpAddressType ipAddressType) {
        public Network {
            subnets = Collections.unmodifiableSortedSet(new TreeSet<>(subnets));
            securityGroups = Collections.unmodifiableSortedSet(new TreeSet<>(securityGroups));
        }

        public Network(SortedSet<String> subnets, SortedSet<String> securityGroups) {
            this(subnets, securityGroups, IpAddressType.IPV4);
        }
    }

    public enum IpAddressType {
        IPV4,
        /** IPv4 and IPv6. */
        DUALSTACK
    }

    /** The reference of a load balancer with this name. */
    public static Ref ref(String name) {
        return new Ref("LoadBalancer", name);
    }

    @Override
    public Ref ref() {
        return ref(name);
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }

    @Override
    public boolean hasAddress() {
        return true;
    }
}
