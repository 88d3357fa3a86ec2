package dev.isobar.proxy.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate for development, with a fresh key on the curve P-256: one that signs itself, which nobody trusts unless
 * told to, or one that a {@link DevelopmentAuthority} signed.
 */
public record DevelopmentCertificate(X509Certificate certificate, PrivateKey key) {
    private static final Duration VALID = Duration.ofDays(90);

    /**
     * One that signs itself.
     *
     * @param hosts DNS names, wildcards and IP addresses; at least one
     * @param now when it becomes valid, less an hour for clocks that are slow
     */
    static DevelopmentCertificate of(List<String> hosts, Instant now) {
        var keys = CertificateWriter.newKeys();
        var name = hosts.getFirst();
        var subject = new CertificateWriter.Subject(
                name,
                keys.getPublic(),
                now,
                VALID,
                // Of an authority, so that a client can be told to trust it.
                List.of(CertificateWriter.alternativeNames(hosts), CertificateWriter.authority()));
        return new DevelopmentCertificate(
                CertificateWriter.signed(subject, CertificateWriter.named(name), keys.getPrivate()), keys.getPrivate());
    }
}
