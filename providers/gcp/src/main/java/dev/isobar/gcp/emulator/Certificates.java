package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.SslCertificate;
import com.google.cloud.compute.v1.SslCertificateManagedSslCertificate;
import com.google.cloud.compute.v1.SslCertificateSelfManagedSslCertificate;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.TargetSslProxy;
import com.google.protobuf.Message;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules for certificates, which cannot change.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/ssl-certificates/troubleshooting">Troubleshoot SSL
 *     certificates</a>
 */
final class Certificates {
    private static final int MOST_IN_CHAIN = 5;
    private static final int MOST_DOMAINS = 100;
    private static final int DNS_NAME = 2;

    private Certificates() {}

    static Message accept(Draft draft) {
        var wanted = draft.wanted(SslCertificate.class);
        var certificate = wanted.toBuilder().clearExpireTime().clearSubjectAlternativeNames();
        if (wanted.getType().equals("MANAGED")) {
            return managed(draft, wanted, certificate);
        }
        var given = wanted.hasSelfManaged()
                ? wanted.getSelfManaged()
                : SslCertificateSelfManagedSslCertificate.newBuilder()
                        .setCertificate(wanted.getCertificate())
                        .setPrivateKey(wanted.getPrivateKey())
                        .build();
        var chain = parsed(given.getCertificate());
        PrivateKeys.check(given.getPrivateKey(), chain.getFirst().getPublicKey());
        var shown = SslCertificateSelfManagedSslCertificate.newBuilder().setCertificate(given.getCertificate());
        return certificate
                .clearPrivateKey()
                .setType("SELF_MANAGED")
                .setCertificate(given.getCertificate())
                .setSelfManaged(shown)
                .setExpireTime(Times.at(chain.getFirst().getNotAfter().toInstant()))
                .addAllSubjectAlternativeNames(names(chain.getFirst()))
                .build();
    }

    private static List<X509Certificate> parsed(String pem) {
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (!read.isEmpty() && read.size() <= MOST_IN_CHAIN) {
                return read.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException e) {
            // Refused below, as an empty text is.
        }
        throw ApiError.of(400, "sslCertificateCouldNotParseCert", "The SSL certificate could not be parsed.");
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> (String) name.get(1))
                            .toList();
        } catch (CertificateParsingException e) {
            throw ApiError.of(400, "sslCertificateCouldNotParseCert", "The SSL certificate could not be parsed.");
        }
    }

    private static Message managed(Draft draft, SslCertificate wanted, SslCertificate.Builder certificate) {
        if (!draft.global()) {
            throw ApiError.invalid("resource.type", "MANAGED", "Regional certificates cannot be managed by Google.");
        }
        if (wanted.hasCertificate() || wanted.hasPrivateKey() || wanted.hasSelfManaged()) {
            throw ApiError.invalid("resource.certificate", "", "A managed certificate is not given.");
        }
        var domains = wanted.getManaged().getDomainsList();
        if (domains.isEmpty() || domains.size() > MOST_DOMAINS) {
            throw ApiError.invalid(
                    "resource.managed.domains", domains.size(), "A managed certificate has from 1 to 100 domains.");
        }
        for (var domain : domains) {
            if (!domain.matches("(?=.{1,64}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z][-a-z0-9]*[a-z0-9]\\.?")) {
                throw ApiError.invalid("resource.managed.domains", domain, "Must be a fully qualified domain name.");
            }
        }
        return certificate
                .setManaged(SslCertificateManagedSslCertificate.newBuilder().addAllDomains(domains))
                .build();
    }

    /** A managed certificate with its status, which goes on where a proxy presents it and its domains are visible. */
    static Message shown(Store store, Link link, SslCertificate certificate) {
        boolean presented = Stream.concat(
                        store.all(TargetHttpsProxy.class).map(TargetHttpsProxy::getSslCertificatesList),
                        store.all(TargetSslProxy.class).map(TargetSslProxy::getSslCertificatesList))
                .anyMatch(urls -> urls.contains(link.url()));
        boolean due = presented
                && Times.since(certificate.getCreationTimestamp(), store.now())
                        > store.settings().pace().untilActive();
        var managed = certificate.getManaged().toBuilder();
        boolean visible = true;
        for (var domain : managed.getDomainsList()) {
            visible &= store.healthy(domain);
            managed.putDomainStatus(
                    domain, !due ? "PROVISIONING" : store.healthy(domain) ? "ACTIVE" : "FAILED_NOT_VISIBLE");
        }
        managed.setStatus(due && visible ? "ACTIVE" : "PROVISIONING");
        return certificate.toBuilder().setManaged(managed).build();
    }
}
