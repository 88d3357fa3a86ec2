package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.SslCertificateManagedSslCertificate;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.Address;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.HealthCheck;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.LoadBalancingScheme;
import dev.isobar.gcp.resources.NetworkEndpointGroup;
import dev.isobar.gcp.resources.NetworkEndpoints;
import dev.isobar.gcp.resources.NetworkEndpoints.NetworkEndpoint;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.ServerTls;
import dev.isobar.gcp.resources.SslCertificate;
import dev.isobar.gcp.resources.SslPolicy;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.provider.Pem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Resources in messages of the API, and messages as resources. */
final class Words {
    private static final Set<String> EXTERNAL = Set.of("EXTERNAL", "EXTERNAL_MANAGED");

    private final Links links;
    private final Marks marks;

    Words(Links links, Marks marks) {
        this.links = links;
        this.marks = marks;
    }

    /**
     * The message of a resource.
     *
     * @param before what is there, or nothing: what a model does not say stays
     */
    Message write(GcpResource resource, Message before) {
        return switch (resource) {
            case Address address -> write(address);
            case BackendService service ->
                new BackendServiceWords(links).write(service, (com.google.cloud.compute.v1.BackendService) before);
            case ForwardingRule rule -> write(rule);
            case HealthCheck check -> HealthCheckWords.write(check, (com.google.cloud.compute.v1.HealthCheck) before);
            case NetworkEndpointGroup group -> write(group);
            case NetworkEndpoints _ -> throw new IllegalArgumentException("endpoints are a part of their group");
            case SecurityPolicy policy -> SecurityPolicyWords.write(policy, Marks.written(policy.labels()));
            case SslCertificate certificate -> write(certificate);
            case SslPolicy policy -> write(policy, (com.google.cloud.compute.v1.SslPolicy) before);
            case TargetHttpProxy proxy -> write(proxy, (com.google.cloud.compute.v1.TargetHttpProxy) before);
            case TargetHttpsProxy proxy -> write(proxy, (com.google.cloud.compute.v1.TargetHttpsProxy) before);
            case TargetSslProxy proxy -> write(proxy, (com.google.cloud.compute.v1.TargetSslProxy) before);
            case TargetTcpProxy proxy -> write(proxy, (com.google.cloud.compute.v1.TargetTcpProxy) before);
            case UrlMap map -> new UrlMapWords(links).write(map, (com.google.cloud.compute.v1.UrlMap) before);
        };
    }

    private Message write(Address address) {
        var fixed = address.fixed();
        var written = com.google.cloud.compute.v1.Address.newBuilder()
                .setName(address.id().name())
                .setAddressType(fixed.addressType().name())
                .putAllLabels(Marks.written(address.labels()));
        // Global addresses are always of the premium tier, and the field is not taken for them.
        if (!(address.id().scope() instanceof dev.isobar.gcp.resources.Scope.Global)) {
            fixed.networkTier().ifPresent(tier -> written.setNetworkTier(tier.name()));
        }
        fixed.purpose().ifPresent(purpose -> written.setPurpose(purpose.name()));
        fixed.subnetwork().ifPresent(subnetwork -> written.setSubnetwork(links.full(subnetwork)));
        return written.build();
    }

    private Message write(ForwardingRule rule) {
        var fixed = rule.fixed();
        var written = com.google.cloud.compute.v1.ForwardingRule.newBuilder()
                .setName(rule.id().name())
                .setLoadBalancingScheme(fixed.loadBalancingScheme().name())
                .setIPAddress(links.path(fixed.ipAddress()))
                .setIPProtocol(fixed.port().ipProtocol().name())
                .putAllLabels(Marks.written(rule.labels()));
        switch (fixed.port()) {
            case ForwardingRule.Port.PortRange(var _, var range) -> written.setPortRange(range);
            case ForwardingRule.Port.Ports(var _, var port) -> written.addPorts(Integer.toString(port));
        }
        rule.target().ifPresent(target -> written.setTarget(links.path(target)));
        fixed.backendService().ifPresent(service -> written.setBackendService(links.path(service)));
        fixed.network().networkTier().ifPresent(tier -> written.setNetworkTier(tier.name()));
        fixed.network().network().ifPresent(network -> written.setNetwork(links.full(network)));
        fixed.network().subnetwork().ifPresent(subnetwork -> written.setSubnetwork(links.full(subnetwork)));
        return written.build();
    }

    private Message write(NetworkEndpointGroup group) {
        var written = com.google.cloud.compute.v1.NetworkEndpointGroup.newBuilder()
                .setName(group.id().name())
                .setDescription(group.description())
                .setNetworkEndpointType(group.fixed().networkEndpointType().name());
        group.fixed().network().ifPresent(network -> written.setNetwork(links.full(network)));
        group.fixed().subnetwork().ifPresent(subnetwork -> written.setSubnetwork(links.full(subnetwork)));
        return written.build();
    }

    /** Those that we have the key of come from {@link CertificateFiles}. */
    private static Message write(SslCertificate certificate) {
        var written = com.google.cloud.compute.v1.SslCertificate.newBuilder()
                .setName(certificate.id().name())
                .setDescription(certificate.description());
        return switch (certificate.type()) {
            case SslCertificate.Type.Managed(var domains) ->
                written.setType("MANAGED")
                        .setManaged(
                                SslCertificateManagedSslCertificate.newBuilder().addAllDomains(domains))
                        .build();
            case SslCertificate.Type.SelfManaged _ ->
                written.setType("SELF_MANAGED").build();
        };
    }

    private static Message write(SslPolicy policy, com.google.cloud.compute.v1.SslPolicy before) {
        return before.toBuilder()
                .setName(policy.id().name())
                .setDescription(policy.description())
                .setProfile(policy.profile().name())
                .setMinTlsVersion(policy.minTlsVersion().name())
                .build();
    }

    private Message write(TargetHttpProxy proxy, com.google.cloud.compute.v1.TargetHttpProxy before) {
        return before.toBuilder()
                .setName(proxy.id().name())
                .setDescription(proxy.description())
                .setUrlMap(links.path(proxy.urlMap()))
                .setHttpKeepAliveTimeoutSec(proxy.httpKeepAliveTimeoutSec())
                .build();
    }

    private Message write(TargetHttpsProxy proxy, com.google.cloud.compute.v1.TargetHttpsProxy before) {
        return before.toBuilder()
                .setName(proxy.id().name())
                .setDescription(proxy.description())
                .setUrlMap(links.path(proxy.urlMap()))
                .setHttpKeepAliveTimeoutSec(proxy.httpKeepAliveTimeoutSec())
                .clearSslCertificates()
                .addAllSslCertificates(certificates(proxy.tls()))
                .setSslPolicy(links.path(proxy.tls().sslPolicy()))
                .build();
    }

    private Message write(TargetSslProxy proxy, com.google.cloud.compute.v1.TargetSslProxy before) {
        return before.toBuilder()
                .setName(proxy.id().name())
                .setDescription(proxy.description())
                .setService(links.path(proxy.service()))
                .clearSslCertificates()
                .addAllSslCertificates(certificates(proxy.tls()))
                .setSslPolicy(links.path(proxy.tls().sslPolicy()))
                .build();
    }

    private Message write(TargetTcpProxy proxy, com.google.cloud.compute.v1.TargetTcpProxy before) {
        return before.toBuilder()
                .setName(proxy.id().name())
                .setDescription(proxy.description())
                .setService(links.path(proxy.service()))
                .build();
    }

    /** The URLs of the certificates of a proxy. */
    List<String> certificates(ServerTls tls) {
        return tls.sslCertificates().stream()
                .map(certificate -> switch (certificate) {
                    case ServerTls.Certificate.Uploaded(var ours) -> links.path(ours);
                    case ServerTls.Certificate.Existing(var id) -> links.path(Kind.SSL_CERTIFICATE, id);
                })
                .toList();
    }

    static com.google.cloud.compute.v1.NetworkEndpoint write(NetworkEndpoint endpoint) {
        var written = com.google.cloud.compute.v1.NetworkEndpoint.newBuilder();
        endpoint.instance().ifPresent(written::setInstance);
        endpoint.ipAddress().ifPresent(written::setIpAddress);
        endpoint.fqdn().ifPresent(written::setFqdn);
        endpoint.port().ifPresent(written::setPort);
        return written.build();
    }

    // Read.

    /** @throws IllegalArgumentException where it is as no model makes it */
    GcpResource read(Message message) {
        var id = links.id(Marks.text(message, "self_link"));
        return switch (message) {
            case com.google.cloud.compute.v1.Address address -> read(address, id);
            case com.google.cloud.compute.v1.BackendService service -> new BackendServiceWords(links).read(service, id);
            case com.google.cloud.compute.v1.ForwardingRule rule -> read(rule, id);
            case com.google.cloud.compute.v1.HealthCheck check -> HealthCheckWords.read(check, id);
            case com.google.cloud.compute.v1.NetworkEndpointGroup group -> read(group, id);
            case com.google.cloud.compute.v1.SecurityPolicy policy ->
                SecurityPolicyWords.read(policy, id, marks.read(policy));
            case com.google.cloud.compute.v1.SslCertificate certificate -> read(certificate, id);
            case com.google.cloud.compute.v1.SslPolicy policy ->
                new SslPolicy(
                        id,
                        Vocabulary.word(SslPolicy.Profile.class, policy.getProfile()),
                        Vocabulary.word(SslPolicy.MinTlsVersion.class, policy.getMinTlsVersion()),
                        policy.getDescription());
            case com.google.cloud.compute.v1.TargetHttpProxy proxy ->
                new TargetHttpProxy(
                        id, links.ref(proxy.getUrlMap()), proxy.getHttpKeepAliveTimeoutSec(), proxy.getDescription());
            case com.google.cloud.compute.v1.TargetHttpsProxy proxy ->
                new TargetHttpsProxy(
                        id,
                        links.ref(proxy.getUrlMap()),
                        tls(proxy.getSslCertificatesList(), proxy.getSslPolicy()),
                        proxy.getHttpKeepAliveTimeoutSec(),
                        proxy.getDescription());
            case com.google.cloud.compute.v1.TargetSslProxy proxy ->
                new TargetSslProxy(
                        id,
                        links.ref(proxy.getService()),
                        tls(proxy.getSslCertificatesList(), proxy.getSslPolicy()),
                        proxy.getDescription());
            case com.google.cloud.compute.v1.TargetTcpProxy proxy ->
                new TargetTcpProxy(id, links.ref(proxy.getService()), proxy.getDescription());
            case com.google.cloud.compute.v1.UrlMap map -> new UrlMapWords(links).read(map, id);
            default ->
                throw new IllegalStateException(
                        "no resource: " + message.getDescriptorForType().getFullName());
        };
    }

    private Address read(com.google.cloud.compute.v1.Address address, Id id) {
        boolean external = !address.getAddressType().equals("INTERNAL");
        return new Address(
                id,
                new Address.Fixed(
                        external ? Address.AddressType.EXTERNAL : Address.AddressType.INTERNAL,
                        external ? tier(address.getNetworkTier()) : Optional.empty(),
                        external || !address.hasPurpose()
                                ? Optional.empty()
                                : Optional.of(Vocabulary.word(Address.Purpose.class, address.getPurpose())),
                        external || !address.hasSubnetwork()
                                ? Optional.empty()
                                : Optional.of(links.partial(address.getSubnetwork()))),
                marks.read(address));
    }

    private static Optional<Address.NetworkTier> tier(String tier) {
        return Optional.of(
                tier.isEmpty() ? Address.NetworkTier.PREMIUM : Vocabulary.word(Address.NetworkTier.class, tier));
    }

    private ForwardingRule read(com.google.cloud.compute.v1.ForwardingRule rule, Id id) {
        var scheme = rule.getLoadBalancingScheme();
        boolean external = EXTERNAL.contains(scheme);
        boolean inNetwork = !external
                || (scheme.equals("EXTERNAL_MANAGED") && id.scope() instanceof dev.isobar.gcp.resources.Scope.Region);
        if (rule.getAllPorts()) {
            throw new IllegalArgumentException("it takes all ports; a listener has one");
        }
        var protocol = Vocabulary.word(ForwardingRule.IpProtocol.class, rule.getIPProtocol());
        return new ForwardingRule(
                id,
                new ForwardingRule.Fixed(
                        Vocabulary.word(LoadBalancingScheme.class, scheme),
                        links.address(id.scope(), rule.getIPAddress()),
                        rule.getPortsCount() > 0
                                ? new ForwardingRule.Port.Ports(protocol, Integer.parseInt(rule.getPorts(0)))
                                : new ForwardingRule.Port.PortRange(protocol, rule.getPortRange()),
                        rule.hasBackendService() ? Optional.of(links.ref(rule.getBackendService())) : Optional.empty(),
                        new ForwardingRule.Network(
                                external ? tier(rule.getNetworkTier()) : Optional.empty(),
                                inNetwork && rule.hasNetwork()
                                        ? Optional.of(links.partial(rule.getNetwork()))
                                        : Optional.empty(),
                                !external && rule.hasSubnetwork()
                                        ? Optional.of(links.partial(rule.getSubnetwork()))
                                        : Optional.empty())),
                rule.hasTarget() ? Optional.of(links.ref(rule.getTarget())) : Optional.empty(),
                marks.read(rule));
    }

    private NetworkEndpointGroup read(com.google.cloud.compute.v1.NetworkEndpointGroup group, Id id) {
        return new NetworkEndpointGroup(
                id,
                new NetworkEndpointGroup.Fixed(
                        Vocabulary.word(NetworkEndpointGroup.NetworkEndpointType.class, group.getNetworkEndpointType()),
                        group.hasNetwork() ? Optional.of(links.partial(group.getNetwork())) : Optional.empty(),
                        group.hasSubnetwork() ? Optional.of(links.partial(group.getSubnetwork())) : Optional.empty()),
                group.getDescription());
    }

    private static SslCertificate read(com.google.cloud.compute.v1.SslCertificate certificate, Id id) {
        SslCertificate.Type type = certificate.getType().equals("MANAGED")
                ? new SslCertificate.Type.Managed(
                        new TreeSet<>(certificate.getManaged().getDomainsList()))
                : new SslCertificate.Type.SelfManaged(
                        Pem.fingerprint(Pem.chain((certificate.getCertificate().isEmpty()
                                        ? certificate.getSelfManaged().getCertificate()
                                        : certificate.getCertificate())
                                .getBytes(StandardCharsets.US_ASCII))));
        return new SslCertificate(id, type, certificate.getDescription());
    }

    private ServerTls tls(List<String> certificates, String policy) {
        return new ServerTls(
                certificates.stream()
                        .<ServerTls.Certificate>map(url -> links.certificates().contains(links.ref(url))
                                ? new ServerTls.Certificate.Uploaded(links.ref(url))
                                : new ServerTls.Certificate.Existing(links.id(url)))
                        .toList(),
                links.ref(policy));
    }

    static NetworkEndpoint read(com.google.cloud.compute.v1.NetworkEndpoint endpoint) {
        var instance = endpoint.getInstance().substring(endpoint.getInstance().lastIndexOf('/') + 1);
        var name = endpoint.hasFqdn() ? endpoint.getFqdn() : instance;
        // Google adds the number of the machine.
        return new NetworkEndpoint(
                instance.isEmpty() ? Optional.empty() : Optional.of(instance),
                name.isEmpty() ? Optional.of(endpoint.getIpAddress()) : Optional.empty(),
                endpoint.hasFqdn() ? Optional.of(endpoint.getFqdn()) : Optional.empty(),
                endpoint.hasPort() && endpoint.getPort() > 0
                        ? OptionalInt.of(endpoint.getPort())
                        : OptionalInt.empty());
    }
}
