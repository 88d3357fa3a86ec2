package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A listener with its default action.
 *
 * @param attributes key to value, as {@code ModifyListenerAttributes} takes them
 * @param tags ours, by which it is known again
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html">
 *     CreateListener</a>
 */
public record Listener(
        Ref loadBalancer,
        Endpoint endpoint,
        Optional<Tls> tls,
        Action defaultAction,
        SortedMap<String, String> attributes,
        SortedMap<String, String> tags)
        implements AwsResource {
    public Listener {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** A listener whose attributes are all left to the service. */
    public Listener(
            Ref loadBalancer,
            Endpoint endpoint,
            Optional<Tls> tls,
            Action defaultAction,
            SortedMap<String, String> tags) {
        this(loadBalancer, endpoint, tls, defaultAction, new TreeMap<>(), tags);
    }

    public record Endpoint(Protocol protocol, int port) {}

    public enum Protocol {
        HTTP,
        HTTPS,
        TCP,
        TLS,
        UDP,
        TCP_UDP
    }

    /**
     * @param sslPolicy name of a security policy
     * @param certificates the default certificate first
     */
    public record Tls(
            String sslPolicy, List<CertificateSource> certificates, MutualAuthentication mutualAuthentication) {
        public Tls {
            certificates = List.copyOf(certificates);
        }

        /** Without certificates of clients. */
        public Tls(String sslPolicy, List<CertificateSource> certificates) {
            this(sslPolicy, certificates, new MutualAuthentication.Unverified(Mode.OFF));
        }
    }

    /**
     * What becomes of the certificates of clients.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html">
     *     MutualAuthenticationAttributes</a>
     */
    public sealed interface MutualAuthentication {
        /** Not verified. */
        record Unverified(Mode mode) implements MutualAuthentication {}

        /** Clients without a valid one are refused. */
        record Verify(TrustStoreSource trustStore, boolean ignoreClientCertificateExpiry)
                implements MutualAuthentication {}
    }

    public enum Mode {
        /** Clients are not asked for a certificate. */
        OFF,
        /** What clients show is told to the targets in header fields. */
        PASSTHROUGH
    }

    /** Where the trusted authorities are. */
    public sealed interface TrustStoreSource {
        /** There already, and not ours. */
        record Arn(String arn) implements TrustStoreSource {}

        /** A {@link TrustStore} of ours. */
        record Made(Ref trustStore) implements TrustStoreSource {}
    }

    /** Where a certificate is. */
    public sealed interface CertificateSource {
        /** In the store already, and not ours. */
        record Arn(String arn) implements CertificateSource {}

        /** An {@link ImportedCertificate} of ours. */
        record Imported(Ref certificate) implements CertificateSource {}
    }

    /** The reference of the listener of a load balancer on a port. */
    public static Ref ref(Ref loadBalancer, int port) {
        return new Ref("Listener", loadBalancer.name() + ":" + port);
    }

    @Override
    public Ref ref() {
        return ref(loadBalancer, endpoint.port());
    }

    @Override
    public Set<Ref> uses() {
        var used = new HashSet<>(defaultAction.uses());
        used.add(loadBalancer);
        tls.ifPresent(with -> {
            with.certificates().forEach(source -> {
                if (source instanceof CertificateSource.Imported(var certificate)) {
                    used.add(certificate);
                }
            });
            if (with.mutualAuthentication() instanceof MutualAuthentication.Verify(var source, boolean _)
                    && source instanceof TrustStoreSource.Made(var trustStore)) {
                used.add(trustStore);
            }
        });
        return Set.copyOf(used);
    }
}
