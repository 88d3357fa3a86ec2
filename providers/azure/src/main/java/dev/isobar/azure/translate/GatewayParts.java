package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Certificates;
import dev.isobar.azure.resources.ClientSide;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.Routing;
import dev.isobar.azure.resources.TargetSide;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parts of a gateway while they are found. A part may be found again, and is then the same. */
final class GatewayParts {
    final SortedMap<String, String> gatewayIPConfigurations = new TreeMap<>();
    final SortedMap<String, FrontendIPConfiguration> frontendIPConfigurations = new TreeMap<>();
    final SortedMap<String, Integer> frontendPorts = new TreeMap<>();
    final SortedMap<String, ClientSide.HttpListener> httpListeners = new TreeMap<>();
    final SortedMap<String, ClientSide.Listener> listeners = new TreeMap<>();
    final SortedMap<String, Certificates.SslCertificate> sslCertificates = new TreeMap<>();
    final SortedMap<String, String> trustedClientCertificates = new TreeMap<>();
    final SortedMap<String, String> trustedRootCertificates = new TreeMap<>();
    final SortedMap<String, Certificates.SslProfile> sslProfiles = new TreeMap<>();
    final SortedMap<String, Routing.UrlPathMap> urlPathMaps = new TreeMap<>();
    final SortedMap<String, Routing.RedirectConfiguration> redirectConfigurations = new TreeMap<>();
    final SortedMap<String, Routing.RewriteRuleSet> rewriteRuleSets = new TreeMap<>();
    final SortedMap<String, TargetSide.BackendAddressPool> backendAddressPools = new TreeMap<>();
    final SortedMap<String, TargetSide.BackendHttpSettings> backendHttpSettings = new TreeMap<>();
    final SortedMap<String, TargetSide.BackendSettings> backendSettings = new TreeMap<>();
    final SortedMap<String, TargetSide.Probe> probes = new TreeMap<>();
    final SortedMap<String, TargetSide.LoadDistributionPolicy> loadDistributionPolicies = new TreeMap<>();

    /** @throws IllegalStateException where there is another part with this name: two parts of the model got one name */
    static <T> void put(Map<String, T> parts, String name, T part) {
        var other = parts.putIfAbsent(name, part);
        if (other != null && !other.equals(part)) {
            throw new IllegalStateException("two parts are called " + name + ": " + other + " and " + part);
        }
    }

    ClientSide clientSide() {
        return new ClientSide(
                gatewayIPConfigurations, frontendIPConfigurations, frontendPorts, httpListeners, listeners);
    }

    Certificates certificates() {
        return new Certificates(sslCertificates, trustedClientCertificates, trustedRootCertificates, sslProfiles);
    }

    Routing routing(
            SortedMap<String, Routing.RequestRoutingRule> rules, SortedMap<String, Routing.RoutingRule> flowRules) {
        return new Routing(rules, urlPathMaps, redirectConfigurations, rewriteRuleSets, flowRules);
    }

    TargetSide targetSide() {
        return new TargetSide(
                backendAddressPools, backendHttpSettings, backendSettings, probes, loadDistributionPolicies);
    }
}
