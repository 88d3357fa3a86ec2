package dev.isobar.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A certificate authority for one person on one machine: who trusts it trusts what {@code isobar run} serves there.
 *
 * @param key on the curve P-256; whoever has it can be anybody to those who trust the certificate
 */
public record DevelopmentAuthority(X509Certificate certificate, PrivateKey key) {
    /** By which everybody reaches their own machine. */
    public static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");

    private static final Duration VALID = Duration.ofDays(3650);
    /** Browsers refuse certificates that are valid for longer. */
    private static final Duration ISSUED_VALID = Duration.ofDays(397);

    /** @throws IllegalArgumentException where the certificate is not that of an authority with a key on the curve P-256 */
    public DevelopmentAuthority {
        if (certificate.getBasicConstraints() < 0
                || !(certificate.getPublicKey() instanceof ECPublicKey point)
                || point.getParams().getCurve().getField().getFieldSize() != 256) {
            throw new IllegalArgumentException("not an authority with a key on the curve P-256");
        }
    }

    /**
     * A new one, valid for ten years.
     *
     * @param name by which people tell it from others
     */
    public static DevelopmentAuthority create(String name, Instant now) {
        var keys = CertificateWriter.newKeys();
        var subject = new CertificateWriter.Subject(
                name,
                keys.getPublic(),
                now,
                VALID,
                List.of(
                        CertificateWriter.lastAuthority(),
                        CertificateWriter.signsCertificates(),
                        CertificateWriter.subjectKey(keys.getPublic())));
        return new DevelopmentAuthority(
                CertificateWriter.signed(subject, CertificateWriter.named(name), keys.getPrivate()), keys.getPrivate());
    }

    /**
     * A certificate that it signs, with a new key, valid for 397 days.
     *
     * @param hosts DNS names, wildcards and IP addresses; those of {@link #LOCAL} are added
     */
    public DevelopmentCertificate issue(List<String> hosts, Instant now) {
        var keys = CertificateWriter.newKeys();
        var names = Stream.concat(hosts.stream(), LOCAL.stream()).distinct().toList();
        var subject = new CertificateWriter.Subject(
                names.getFirst(),
                keys.getPublic(),
                now,
                ISSUED_VALID,
                List.of(
                        CertificateWriter.alternativeNames(names),
                        CertificateWriter.noAuthority(),
                        CertificateWriter.signsHandshakes(),
                        CertificateWriter.bothEnds(),
                        CertificateWriter.subjectKey(keys.getPublic()),
                        CertificateWriter.authorityKey(certificate.getPublicKey())));
        return new DevelopmentCertificate(
                CertificateWriter.signed(
                        subject, certificate.getSubjectX500Principal().getEncoded(), key),
                keys.getPrivate());
    }

    /** Whether it signed that certificate. */
    public boolean issued(X509Certificate other) {
        try {
            other.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
