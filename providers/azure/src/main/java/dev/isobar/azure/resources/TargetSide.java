package dev.isobar.azure.resources;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The targets and how they are reached.
 *
 * @param backendAddressPools by name
 * @param backendHttpSettingsCollection for HTTP and HTTPS
 * @param backendSettingsCollection for TCP and TLS
 */
public record TargetSide(
        SortedMap<String, BackendAddressPool> backendAddressPools,
        SortedMap<String, BackendHttpSettings> backendHttpSettingsCollection,
        SortedMap<String, BackendSettings> backendSettingsCollection,
        SortedMap<String, Probe> probes,
        SortedMap<String, LoadDistributionPolicy> loadDistributionPolicies) {
    public TargetSide {
        backendAddressPools = Named.copy(backendAddressPools);
        backendHttpSettingsCollection = Named.copy(backendHttpSettingsCollection);
        backendSettingsCollection = Named.copy(backendSettingsCollection);
        probes = Named.copy(probes);
        loadDistributionPolicies = Named.copy(loadDistributionPolicies);
    }

    /** IP addresses and DNS names; the port is in the settings. */
    public record BackendAddressPool(SortedSet<String> ipAddresses, SortedSet<String> fqdns) {
        public BackendAddressPool {
            ipAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(ipAddresses));
            fqdns = Collections.unmodifiableSortedSet(new TreeSet<>(fqdns));
        }
    }

    public enum Protocol {
        HTTP,
        HTTPS,
        TCP,
        TLS
    }

    /** @param port of all targets */
    public record Connection(Protocol protocol, int port, Optional<Verification> verification) {}

    /**
     * How the certificate of a target is looked at.
     *
     * @param trustedRootCertificates names; none: well-known authorities
     * @param sniName asked for and verified; absent: the Host of the request
     */
    public record Verification(
            boolean validateCertChainAndExpiry,
            boolean validateSNI,
            Optional<String> sniName,
            SortedSet<String> trustedRootCertificates) {
        public Verification {
            trustedRootCertificates = Collections.unmodifiableSortedSet(new TreeSet<>(trustedRootCertificates));
        }
    }

    /**
     * @param requestTimeout in seconds, 1 to 86,400
     * @param affinityCookieName absent: {@code cookieBasedAffinity} is {@code Disabled}
     * @param drainTimeoutInSec 1 to 3,600
     * @param hostName the Host that targets see; absent: that of the client
     * @param probe name; absent: the default probe
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-http-settings">HTTP
     *     settings</a>
     */
    public record BackendHttpSettings(
            Connection connection,
            int requestTimeout,
            Optional<String> affinityCookieName,
            int drainTimeoutInSec,
            Optional<String> hostName,
            Optional<String> probe) {}

    /** @param timeout of idle connections, in seconds */
    public record BackendSettings(Connection connection, int timeout, Optional<String> probe) {}

    /**
     * @param interval in seconds, 1 to 86,400
     * @param timeout in seconds, 1 to 86,400
     * @param unhealthyThreshold 1 to 20 consecutive failures
     * @param port absent: that of the settings
     * @param request absent for TCP and TLS
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-probe-overview">
     *     Health monitoring</a>
     */
    public record Probe(
            Protocol protocol,
            int interval,
            int timeout,
            int unhealthyThreshold,
            OptionalInt port,
            Optional<ProbeRequest> request) {}

    /** @param statusCodes single ones and ranges, such as {@code 200-399} */
    public record ProbeRequest(String host, String path, List<String> statusCodes) {
        public ProbeRequest {
            statusCodes = List.copyOf(statusCodes);
        }
    }

    public enum LoadDistributionAlgorithm {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        IP_HASH
    }

    /**
     * @param loadDistributionTargets by the name of a pool, the {@code weightPerServer}, 1 to 100
     * @see <a
     *     href="https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/applicationgatewayloaddistributiontarget">
     *     ApplicationGatewayLoadDistributionTarget</a>
     */
    public record LoadDistributionPolicy(
            LoadDistributionAlgorithm algorithm, SortedMap<String, Integer> loadDistributionTargets) {
        public LoadDistributionPolicy {
            loadDistributionTargets = Named.copy(loadDistributionTargets);
        }
    }
}
