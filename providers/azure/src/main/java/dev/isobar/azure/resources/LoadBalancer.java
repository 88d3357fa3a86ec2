package dev.isobar.azure.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A Load Balancer of the SKU {@code Standard}: one document, whose parts are maps by name.
 *
 * @param name unique in a resource group; cannot change
 * @param frontendIPConfigurations cannot move to another subnet
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/load-balancer/load-balancers/create-or-update">Load Balancers -
 *     Create Or Update</a>
 */
public record LoadBalancer(
        String name,
        String location,
        SortedMap<String, FrontendIPConfiguration> frontendIPConfigurations,
        Rules rules,
        SortedMap<String, String> tags)
        implements AzureResource {
    public LoadBalancer {
        frontendIPConfigurations = Named.copy(frontendIPConfigurations);
        tags = Named.copy(tags);
    }

    /** What traffic meets. */
    public record Rules(
            SortedMap<String, LoadBalancingRule> loadBalancingRules,
            SortedMap<String, BackendAddressPool> backendAddressPools,
            SortedMap<String, Probe> probes) {
        public Rules {
            loadBalancingRules = Named.copy(loadBalancingRules);
            backendAddressPools = Named.copy(backendAddressPools);
            probes = Named.copy(probes);
        }
    }

    public enum TransportProtocol {
        TCP,
        UDP
    }

    public enum LoadDistribution {
        /** By the addresses and ports of both ends and the protocol. */
        DEFAULT,
        /** By the addresses of both ends. */
        SOURCE_IP
    }

    /**
     * @param idleTimeoutInMinutes 4 to 30
     * @param probe name; absent: every target counts as healthy
     */
    public record LoadBalancingRule(
            Frontend frontend,
            Backend backend,
            LoadDistribution loadDistribution,
            int idleTimeoutInMinutes,
            Optional<String> probe) {}

    /** @param frontendIPConfiguration name */
    public record Frontend(String frontendIPConfiguration, TransportProtocol protocol, int frontendPort) {}

    /**
     * @param backendAddressPool name
     * @param backendPort of all targets
     */
    public record Backend(String backendAddressPool, int backendPort) {}

    /**
     * @param virtualNetwork resource id of the network of the addresses
     * @param drainPeriodInSeconds how long connections go on after their target is removed
     */
    public record BackendAddressPool(String virtualNetwork, SortedSet<String> ipAddresses, int drainPeriodInSeconds) {
        public BackendAddressPool {
            ipAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(ipAddresses));
        }
    }

    /**
     * @param requestPath absent: a connection is enough; only the status 200 is healthy
     * @param probeThreshold consecutive results that change the state, for better and for worse
     * @see <a href="https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-custom-probe-overview">Health
     *     probes</a>
     */
    public record Probe(
            ProbeProtocol protocol,
            int port,
            Optional<String> requestPath,
            int intervalInSeconds,
            int probeThreshold) {}

    public enum ProbeProtocol {
        TCP,
        HTTP,
        HTTPS
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
        var used = new HashSet<Ref>();
        frontendIPConfigurations.values().forEach(address -> {
            if (address instanceof FrontendIPConfiguration.Public(var reference)) {
                used.add(reference);
            }
        });
        return Set.copyOf(used);
    }

    /** An internal one has its address itself, and not from a {@link PublicIPAddress}. */
    @Override
    public boolean hasAddress() {
        return frontendIPConfigurations.values().stream()
                .anyMatch(address -> !(address instanceof FrontendIPConfiguration.Public));
    }
}
