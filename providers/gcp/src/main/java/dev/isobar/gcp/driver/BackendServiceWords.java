package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.BackendServiceHttpCookie;
import com.google.cloud.compute.v1.BackendServiceTlsSettings;
import com.google.cloud.compute.v1.CircuitBreakers;
import com.google.cloud.compute.v1.ConsistentHashLoadBalancerSettings;
import com.google.cloud.compute.v1.ConsistentHashLoadBalancerSettingsHttpCookie;
import com.google.cloud.compute.v1.Duration;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.BackendService.Affinity;
import dev.isobar.gcp.resources.BackendService.Backend;
import dev.isobar.gcp.resources.BackendService.Balancing;
import dev.isobar.gcp.resources.BackendService.BalancingMode;
import dev.isobar.gcp.resources.BackendService.ConsistentHash;
import dev.isobar.gcp.resources.BackendService.Group;
import dev.isobar.gcp.resources.BackendService.HttpCookie;
import dev.isobar.gcp.resources.BackendService.LocalityLbPolicy;
import dev.isobar.gcp.resources.BackendService.OutlierDetection;
import dev.isobar.gcp.resources.BackendService.Protection;
import dev.isobar.gcp.resources.BackendService.Protocol;
import dev.isobar.gcp.resources.BackendService.SessionAffinity;
import dev.isobar.gcp.resources.BackendService.Settings;
import dev.isobar.gcp.resources.BackendService.TlsSettings;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.LoadBalancingScheme;
import dev.isobar.provider.Ref;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Backend services in messages.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/backendServices">backendServices</a>
 */
final class BackendServiceWords {
    private static final Set<LoadBalancingScheme> PASSTHROUGH =
            Set.of(LoadBalancingScheme.EXTERNAL, LoadBalancingScheme.INTERNAL);
    private static final Set<Protocol> CONNECTIONS = Set.of(Protocol.TCP, Protocol.SSL, Protocol.UDP);

    private final Links links;

    BackendServiceWords(Links links) {
        this.links = links;
    }

    /**
     * Without the security policy, which has a call of its own.
     *
     * @param before what is there, or nothing: what a model does not say stays
     */
    com.google.cloud.compute.v1.BackendService write(
            BackendService service, com.google.cloud.compute.v1.BackendService before) {
        var written = before.toBuilder()
                .setName(service.id().name())
                .setDescription(service.description())
                .setLoadBalancingScheme(service.kind().loadBalancingScheme().name())
                .setProtocol(service.kind().protocol().name())
                .clearBackends()
                .clearHealthChecks();
        service.serving().backends().forEach(backend -> written.addBackends(write(backend, before)));
        service.serving().healthCheck().ifPresent(check -> written.addHealthChecks(links.path(check)));
        var settings = service.settings();
        settings.timeoutSec().ifPresent(written::setTimeoutSec);
        written.setConnectionDraining(
                before.getConnectionDraining().toBuilder().setDrainingTimeoutSec(settings.drainingTimeoutSec()));
        write(settings.affinity(), written);
        write(settings.protection(), written);
        settings.tlsSettings()
                .map(tls ->
                        before.getTlsSettings().toBuilder().setSni(tls.sni()).build())
                .ifPresentOrElse(written::setTlsSettings, written::clearTlsSettings);
        return written.build();
    }

    private com.google.cloud.compute.v1.Backend write(
            Backend backend, com.google.cloud.compute.v1.BackendService before) {
        var group = switch (backend.group()) {
            case Group.EndpointGroup(var ref) -> links.path(ref);
            case Group.InstanceGroup(var id) -> instanceGroup(id);
        };
        var written = before.getBackendsList().stream()
                .filter(there -> there.getGroup().endsWith(group))
                .findFirst()
                .map(com.google.cloud.compute.v1.Backend::toBuilder)
                .orElseGet(com.google.cloud.compute.v1.Backend::newBuilder)
                .setGroup(group)
                .clearMaxRatePerEndpoint()
                .clearMaxConnectionsPerEndpoint();
        backend.balancing().ifPresent(balancing -> {
            written.setBalancingMode(balancing.balancingMode().name())
                    .setCapacityScaler((float) balancing.capacityScaler());
            balancing.maxRatePerEndpoint().ifPresent(written::setMaxRatePerEndpoint);
            balancing.maxConnectionsPerEndpoint().ifPresent(written::setMaxConnectionsPerEndpoint);
        });
        return written.build();
    }

    private String instanceGroup(Id id) {
        return "projects/" + links.project() + "/" + id.scope().path() + "/instanceGroups/" + id.name();
    }

    private static void write(Affinity affinity, com.google.cloud.compute.v1.BackendService.Builder written) {
        written.setSessionAffinity(affinity.sessionAffinity().name());
        affinity.localityLbPolicy()
                .map(Enum::name)
                .ifPresentOrElse(written::setLocalityLbPolicy, written::clearLocalityLbPolicy);
        affinity.consistentHash()
                .map(BackendServiceWords::write)
                .ifPresentOrElse(written::setConsistentHash, written::clearConsistentHash);
        affinity.strongSessionAffinityCookie()
                .map(cookie -> BackendServiceHttpCookie.newBuilder()
                        .setName(cookie.name())
                        .setPath(cookie.path())
                        .setTtl(seconds(cookie.ttlSec()))
                        .build())
                .ifPresentOrElse(written::setStrongSessionAffinityCookie, written::clearStrongSessionAffinityCookie);
    }

    private static ConsistentHashLoadBalancerSettings write(ConsistentHash hash) {
        return switch (hash) {
            case ConsistentHash.HttpHeaderName(var name) ->
                ConsistentHashLoadBalancerSettings.newBuilder()
                        .setHttpHeaderName(name)
                        .build();
            case ConsistentHash.Cookie(var cookie) ->
                ConsistentHashLoadBalancerSettings.newBuilder()
                        .setHttpCookie(ConsistentHashLoadBalancerSettingsHttpCookie.newBuilder()
                                .setName(cookie.name())
                                .setPath(cookie.path())
                                .setTtl(seconds(cookie.ttlSec())))
                        .build();
        };
    }

    private static void write(Protection protection, com.google.cloud.compute.v1.BackendService.Builder written) {
        if (protection.maxRequestsPerConnection().isPresent()) {
            written.setCircuitBreakers(written.getCircuitBreakers().toBuilder()
                    .setMaxRequestsPerConnection(
                            protection.maxRequestsPerConnection().getAsInt()));
        } else {
            var others = written.getCircuitBreakers().toBuilder()
                    .clearMaxRequestsPerConnection()
                    .build();
            if (others.equals(CircuitBreakers.getDefaultInstance())) {
                written.clearCircuitBreakers();
            } else {
                written.setCircuitBreakers(others);
            }
        }
        protection
                .outlierDetection()
                .map(outliers -> written.getOutlierDetection().toBuilder()
                        .setConsecutiveErrors(outliers.consecutiveErrors())
                        .setInterval(seconds(outliers.intervalSec()))
                        .setBaseEjectionTime(seconds(outliers.baseEjectionTimeSec()))
                        .setMaxEjectionPercent(outliers.maxEjectionPercent())
                        .build())
                .ifPresentOrElse(written::setOutlierDetection, written::clearOutlierDetection);
    }

    private static Duration seconds(int seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    // Read.

    BackendService read(com.google.cloud.compute.v1.BackendService service, Id id) {
        var kind = new BackendService.Kind(
                Vocabulary.word(LoadBalancingScheme.class, service.getLoadBalancingScheme()),
                Vocabulary.word(Protocol.class, service.getProtocol()));
        boolean passes = PASSTHROUGH.contains(kind.loadBalancingScheme());
        return new BackendService(
                id,
                kind,
                new BackendService.Serving(
                        service.getBackendsList().stream()
                                .map(backend -> read(backend, passes))
                                .toList(),
                        service.getHealthChecksList().stream().findFirst().map(links::ref),
                        service.getSecurityPolicy().isEmpty()
                                ? Optional.<Ref>empty()
                                : Optional.of(links.ref(service.getSecurityPolicy()))),
                new Settings(
                        passes ? OptionalInt.empty() : OptionalInt.of(service.getTimeoutSec()),
                        service.getConnectionDraining().getDrainingTimeoutSec(),
                        affinity(service, passes || CONNECTIONS.contains(kind.protocol())),
                        protection(service),
                        service.getTlsSettings().equals(BackendServiceTlsSettings.getDefaultInstance())
                                ? Optional.empty()
                                : Optional.of(
                                        new TlsSettings(service.getTlsSettings().getSni()))),
                service.getDescription());
    }

    private Backend read(com.google.cloud.compute.v1.Backend backend, boolean passes) {
        var ref = links.ref(backend.getGroup());
        var group = ref.kind().equals(Kind.NETWORK_ENDPOINT_GROUP.word())
                ? new Group.EndpointGroup(ref)
                : new Group.InstanceGroup(links.id(backend.getGroup()));
        boolean onInternet = !ref.name().startsWith("zones/") && group instanceof Group.EndpointGroup;
        var mode = backend.getBalancingMode();
        return new Backend(
                group,
                onInternet || mode.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Balancing(
                                Vocabulary.word(BalancingMode.class, mode),
                                backend.hasCapacityScaler() ? rounded(backend.getCapacityScaler()) : 1.0,
                                backend.hasMaxRatePerEndpoint()
                                        ? OptionalInt.of((int) backend.getMaxRatePerEndpoint())
                                        : OptionalInt.empty(),
                                passes || !backend.hasMaxConnectionsPerEndpoint()
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(backend.getMaxConnectionsPerEndpoint()))));
    }

    /** The service keeps a float. */
    private static double rounded(float value) {
        return Math.round(value * 1000.0) / 1000.0;
    }

    private static Affinity affinity(com.google.cloud.compute.v1.BackendService service, boolean connections) {
        var hash = service.getConsistentHash();
        Optional<ConsistentHash> read = Optional.empty();
        if (hash.hasHttpHeaderName()) {
            read = Optional.of(new ConsistentHash.HttpHeaderName(hash.getHttpHeaderName()));
        } else if (hash.hasHttpCookie()) {
            var cookie = hash.getHttpCookie();
            read = Optional.of(new ConsistentHash.Cookie(new HttpCookie(
                    cookie.getName(), cookie.getPath(), (int) cookie.getTtl().getSeconds())));
        }
        var strong = service.getStrongSessionAffinityCookie();
        return new Affinity(
                service.hasSessionAffinity()
                        ? Vocabulary.word(SessionAffinity.class, service.getSessionAffinity())
                        : SessionAffinity.NONE,
                connections || !service.hasLocalityLbPolicy()
                        ? Optional.empty()
                        : Optional.of(Vocabulary.word(LocalityLbPolicy.class, service.getLocalityLbPolicy())),
                read,
                service.hasStrongSessionAffinityCookie()
                        ? Optional.of(new HttpCookie(strong.getName(), strong.getPath(), (int)
                                strong.getTtl().getSeconds()))
                        : Optional.empty());
    }

    private static Protection protection(com.google.cloud.compute.v1.BackendService service) {
        var outliers = service.getOutlierDetection();
        return new Protection(
                service.getCircuitBreakers().hasMaxRequestsPerConnection()
                        ? OptionalInt.of(service.getCircuitBreakers().getMaxRequestsPerConnection())
                        : OptionalInt.empty(),
                service.hasOutlierDetection()
                        ? Optional.of(new OutlierDetection(
                                outliers.getConsecutiveErrors(),
                                (int) outliers.getInterval().getSeconds(),
                                (int) outliers.getBaseEjectionTime().getSeconds(),
                                outliers.getMaxEjectionPercent()))
                        : Optional.empty());
    }
}
