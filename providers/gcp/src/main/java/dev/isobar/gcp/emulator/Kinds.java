package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.BackendBucket;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.HealthCheck;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstanceGroup;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.cloud.compute.v1.SecurityPolicy;
import com.google.cloud.compute.v1.SslCertificate;
import com.google.cloud.compute.v1.SslPolicy;
import com.google.cloud.compute.v1.Subnetwork;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetSslProxy;
import com.google.cloud.compute.v1.TargetTcpProxy;
import com.google.cloud.compute.v1.UrlMap;
import com.google.protobuf.Message;
import dev.isobar.gcp.emulator.Scope.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All kinds of resources. */
final class Kinds {
    private static final Kind.Rules GIVEN = draft -> {
        throw ApiError.unsupported("A change of " + draft.self().collection());
    };

    static final List<Kind> ALL = List.of(
            new Kind(
                    "healthChecks",
                    globalAndRegional("HealthChecks"),
                    HealthCheck.getDefaultInstance(),
                    Set.of(),
                    HealthChecks::accept),
            new Kind(
                    "networkEndpointGroups",
                    Map.of(
                            Level.GLOBAL, "GlobalNetworkEndpointGroups",
                            Level.REGION, "RegionNetworkEndpointGroups",
                            Level.ZONE, "NetworkEndpointGroups"),
                    NetworkEndpointGroup.getDefaultInstance(),
                    Set.of(),
                    NetworkEndpointGroups::accept),
            new Kind(
                    "instanceGroups",
                    Map.of(Level.ZONE, "InstanceGroups"),
                    InstanceGroup.getDefaultInstance(),
                    Set.of(),
                    InstanceGroups::accept),
            new Kind(
                    "backendServices",
                    globalAndRegional("BackendServices"),
                    BackendService.getDefaultInstance(),
                    Set.of("load_balancing_scheme", "network"),
                    BackendServices::accept),
            new Kind(
                    "backendBuckets",
                    Map.of(Level.GLOBAL, "BackendBuckets"),
                    BackendBucket.getDefaultInstance(),
                    Set.of(),
                    Kinds::bucket),
            new Kind("urlMaps", globalAndRegional("UrlMaps"), UrlMap.getDefaultInstance(), Set.of(), UrlMaps::accept),
            new Kind(
                    "targetHttpProxies",
                    globalAndRegional("TargetHttpProxies"),
                    TargetHttpProxy.getDefaultInstance(),
                    Set.of("description"),
                    TargetProxies::http),
            new Kind(
                    "targetHttpsProxies",
                    globalAndRegional("TargetHttpsProxies"),
                    TargetHttpsProxy.getDefaultInstance(),
                    Set.of("description"),
                    TargetProxies::https),
            new Kind(
                    "targetTcpProxies",
                    globalAndRegional("TargetTcpProxies"),
                    TargetTcpProxy.getDefaultInstance(),
                    Set.of(),
                    TargetProxies::tcp),
            new Kind(
                    "targetSslProxies",
                    Map.of(Level.GLOBAL, "TargetSslProxies"),
                    TargetSslProxy.getDefaultInstance(),
                    Set.of(),
                    TargetProxies::ssl),
            new Kind(
                    "sslCertificates",
                    globalAndRegional("SslCertificates"),
                    SslCertificate.getDefaultInstance(),
                    Set.of(),
                    Certificates::accept),
            new Kind(
                    "sslPolicies",
                    globalAndRegional("SslPolicies"),
                    SslPolicy.getDefaultInstance(),
                    Set.of("description"),
                    SslPolicies::accept),
            new Kind(
                    "addresses",
                    Map.of(Level.GLOBAL, "GlobalAddresses", Level.REGION, "Addresses"),
                    Address.getDefaultInstance(),
                    Set.of(),
                    Addresses::accept),
            new Kind(
                    "forwardingRules",
                    Map.of(Level.GLOBAL, "GlobalForwardingRules", Level.REGION, "ForwardingRules"),
                    ForwardingRule.getDefaultInstance(),
                    ForwardingRules.FIXED,
                    ForwardingRules::accept),
            new Kind(
                    "securityPolicies",
                    globalAndRegional("SecurityPolicies"),
                    SecurityPolicy.getDefaultInstance(),
                    Set.of("type", "rules", "labels"),
                    SecurityPolicies::accept),
            new Kind(
                    "networks",
                    Map.of(Level.GLOBAL, "Networks"),
                    com.google.cloud.compute.v1.Network.getDefaultInstance(),
                    Set.of(),
                    GIVEN),
            new Kind(
                    "subnetworks",
                    Map.of(Level.REGION, "Subnetworks"),
                    Subnetwork.getDefaultInstance(),
                    Set.of(),
                    GIVEN),
            new Kind("instances", Map.of(Level.ZONE, "Instances"), Instance.getDefaultInstance(), Set.of(), GIVEN));

    private Kinds() {}

    private static Map<Level, String> globalAndRegional(String service) {
        return Map.of(Level.GLOBAL, service, Level.REGION, "Region" + service);
    }

    private static Message bucket(Draft draft) {
        var bucket = draft.wanted(BackendBucket.class);
        if (!bucket.hasBucketName()) {
            throw ApiError.required("resource.bucketName");
        }
        return bucket;
    }

    /** The kind that a service serves. */
    static Optional<Kind> of(String service) {
        return ALL.stream()
                .filter(kind -> kind.services().containsValue(service))
                .findFirst();
    }
}
