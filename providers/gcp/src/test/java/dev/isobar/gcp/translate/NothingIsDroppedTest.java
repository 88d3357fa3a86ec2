package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.provider.testkit.NothingIsDropped;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NothingIsDroppedTest {
    private static final Set<String> SOMETIMES_THE_SAME = Set.of(
            // Our own marks, and names beside which there are marks; the model knows them as names.
            "Address.labels",
            "ForwardingRule.labels",
            "HealthCheck.description",
            "Id.name",
            "NetworkEndpointGroup.description",
            "SecurityPolicy.labels",
            "SslPolicy.description",
            "TargetHttpProxy.description",
            "TargetHttpsProxy.description",
            "TargetSslProxy.description",
            "TargetTcpProxy.description",
            "UrlMap.description",
            // What Google takes where nothing is said, and always says.
            "Address.Fixed.networkTier",
            "BackendService.Affinity.localityLbPolicy",
            "BackendService.Settings.timeoutSec",
            "ForwardingRule.Network.networkTier",
            "SecurityPolicy.rules",
            // One of several that all say it.
            "Address.Fixed.subnetwork",
            "ForwardingRule.Network.network",
            "ForwardingRule.Network.subnetwork",
            "NetworkEndpointGroup.Fixed.network",
            // The file reserves an address of its own.
            "Address.Fixed.purpose",
            // What Google lets be nothing else, by what it belongs to.
            "Address.Fixed.addressType",
            "BackendService.Affinity.sessionAffinity",
            "BackendService.Backend.balancing",
            "BackendService.Balancing.balancingMode",
            "BackendService.Balancing.maxConnectionsPerEndpoint",
            "BackendService.Balancing.maxRatePerEndpoint",
            "BackendService.Kind.loadBalancingScheme",
            "ForwardingRule.Fixed.loadBalancingScheme",
            "ForwardingRule.Port.PortRange.ipProtocol",
            "NetworkEndpointGroup.Fixed.networkEndpointType",
            "NetworkEndpoints.NetworkEndpoint.fqdn",
            "NetworkEndpoints.NetworkEndpoint.ipAddress",
            "SecurityPolicy.Action.Throttle.enforceOnKeyName",
            "SecurityPolicy.Match.SrcIpRanges.srcIpRanges",
            // Only their order counts.
            "SecurityPolicy.Rule.priority",
            "UrlMap.HttpRouteRule.priority",
            // What a header that is not there does stands in a match of its own, since Google does not say it.
            "UrlMap.HttpRouteRule.matchRules",
            // With a slash in front, and without.
            "UrlMap.UrlMapTest.path",
            // With a port and without, it is one host of a model.
            "UrlMap.HostRule.hosts");
    private static final Set<String> UNSEEN = Set.of(
            // By what uses them, Google lets them be nothing else.
            "Address.Fixed.addressType",
            "BackendService.Balancing.balancingMode",
            "NetworkEndpointGroup.Fixed.networkEndpointType",
            // The file reserves an address of its own.
            "Address.Fixed.purpose",
            // We make none of these; the golden files of imports have them.
            "SslCertificate.Type.Managed.domains",
            "UrlMap.PathMatcher.pathRules",
            "UrlMap.PathRule.paths");

    @Test
    void everyFieldOfAResourceIsSeenInTheModelOrAmongTheLosses() throws IOException {
        new NothingIsDropped(
                        "gcp",
                        GcpResource.class,
                        Cases::translate,
                        snapshot -> FromGcp.translate(snapshot, "shop-prod"),
                        new NothingIsDropped.Exceptions(SOMETIMES_THE_SAME, UNSEEN))
                .verify();
    }
}
