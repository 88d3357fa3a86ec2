package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.AddressAggregatedList;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.BackendServiceAggregatedList;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.ForwardingRuleAggregatedList;
import com.google.cloud.compute.v1.HealthCheck;
import com.google.cloud.compute.v1.HealthChecksAggregatedList;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.cloud.compute.v1.NetworkEndpointGroupAggregatedList;
import com.google.cloud.compute.v1.SecurityPoliciesAggregatedList;
import com.google.cloud.compute.v1.SecurityPolicy;
import com.google.cloud.compute.v1.SslCertificate;
import com.google.cloud.compute.v1.SslCertificateAggregatedList;
import com.google.cloud.compute.v1.SslPoliciesAggregatedList;
import com.google.cloud.compute.v1.SslPolicy;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TargetHttpProxyAggregatedList;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetHttpsProxyAggregatedList;
import com.google.cloud.compute.v1.TargetSslProxy;
import com.google.cloud.compute.v1.TargetSslProxyList;
import com.google.cloud.compute.v1.TargetTcpProxy;
import com.google.cloud.compute.v1.TargetTcpProxyAggregatedList;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapsAggregatedList;
import com.google.protobuf.Message;
import dev.isobar.provider.Ref;
import java.util.Arrays;
import java.util.Optional;

/** What the API keeps in collections of its own. */
enum Kind {
    ADDRESS("Address", "addresses", Address.getDefaultInstance(), AddressAggregatedList.getDefaultInstance()),
    BACKEND_SERVICE(
            "BackendService",
            "backendServices",
            BackendService.getDefaultInstance(),
            BackendServiceAggregatedList.getDefaultInstance()),
    FORWARDING_RULE(
            "ForwardingRule",
            "forwardingRules",
            ForwardingRule.getDefaultInstance(),
            ForwardingRuleAggregatedList.getDefaultInstance()),
    HEALTH_CHECK(
            "HealthCheck",
            "healthChecks",
            HealthCheck.getDefaultInstance(),
            HealthChecksAggregatedList.getDefaultInstance()),
    NETWORK_ENDPOINT_GROUP(
            "NetworkEndpointGroup",
            "networkEndpointGroups",
            NetworkEndpointGroup.getDefaultInstance(),
            NetworkEndpointGroupAggregatedList.getDefaultInstance()),
    SECURITY_POLICY(
            "SecurityPolicy",
            "securityPolicies",
            SecurityPolicy.getDefaultInstance(),
            SecurityPoliciesAggregatedList.getDefaultInstance()),
    SSL_CERTIFICATE(
            "SslCertificate",
            "sslCertificates",
            SslCertificate.getDefaultInstance(),
            SslCertificateAggregatedList.getDefaultInstance()),
    SSL_POLICY(
            "SslPolicy", "sslPolicies", SslPolicy.getDefaultInstance(), SslPoliciesAggregatedList.getDefaultInstance()),
    TARGET_HTTP_PROXY(
            "TargetHttpProxy",
            "targetHttpProxies",
            TargetHttpProxy.getDefaultInstance(),
            TargetHttpProxyAggregatedList.getDefaultInstance()),
    TARGET_HTTPS_PROXY(
            "TargetHttpsProxy",
            "targetHttpsProxies",
            TargetHttpsProxy.getDefaultInstance(),
            TargetHttpsProxyAggregatedList.getDefaultInstance()),
    /** Always global: the one that has no list of all places. */
    TARGET_SSL_PROXY(
            "TargetSslProxy",
            "targetSslProxies",
            TargetSslProxy.getDefaultInstance(),
            TargetSslProxyList.getDefaultInstance()),
    TARGET_TCP_PROXY(
            "TargetTcpProxy",
            "targetTcpProxies",
            TargetTcpProxy.getDefaultInstance(),
            TargetTcpProxyAggregatedList.getDefaultInstance()),
    URL_MAP("UrlMap", "urlMaps", UrlMap.getDefaultInstance(), UrlMapsAggregatedList.getDefaultInstance());

    private final String word;
    private final String collection;
    private final Message prototype;
    private final Message list;

    Kind(String word, String collection, Message prototype, Message list) {
        this.word = word;
        this.collection = collection;
        this.prototype = prototype;
        this.list = list;
    }

    /** That of a resource with this reference. The endpoints of a group are a part of it. */
    static Kind of(Ref ref) {
        var word = ref.kind().equals("NetworkEndpoints") ? "NetworkEndpointGroup" : ref.kind();
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(ref + " is no resource of Google Cloud"));
    }

    /** Empty for what is not part of load balancing. */
    static Optional<Kind> of(String collection) {
        return Arrays.stream(values())
                .filter(kind -> kind.collection.equals(collection))
                .findFirst();
    }

    /** In references. */
    String word() {
        return word;
    }

    /** In URLs. */
    String collection() {
        return collection;
    }

    /** One with nothing in it. */
    Message prototype() {
        return prototype;
    }

    /** A page of the list with nothing in it. */
    Message list() {
        return list;
    }

    /** The place of the list below the project. */
    String listPath() {
        return (this == TARGET_SSL_PROXY ? "global/" : "aggregated/") + collection;
    }
}
