package dev.isobar.cli;

import dev.isobar.model.Certificate;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code curl} must be told to believe a listener. */
sealed interface Trust {
    /** Nobody vouches for certificates that are made here. */
    record InNobody() implements Trust {}

    /** @param file with the certificate of the authority */
    record InAuthority(DevelopmentAuthority authority, Path file) implements Trust {}

    /** The option for a listener. */
    default String option(TlsTermination tls, Map<String, Certificate> certificates) {
        return switch (this) {
            case InNobody() -> "-k";
            case InAuthority(var authority, var file) ->
                tls.certificates().stream().allMatch(name -> isIssued(certificates.get(name), authority))
                        ? "--cacert " + Curl.quoted(file.toString())
                        : "-k";
        };
    }

    private static boolean isIssued(@Nullable Certificate certificate, DevelopmentAuthority authority) {
        var pair = Optional.ofNullable(certificate).flatMap(Certificate::keyPair);
        return pair.isPresent()
                && switch (pair.get()) {
                    case Certificate.KeyPair.SelfSigned _ -> true;
                    case Certificate.KeyPair.PemFiles(var chain, var _) -> isIssued(Path.of(chain), authority);
                };
    }

    private static boolean isIssued(Path chain, DevelopmentAuthority authority) {
        try (var in = new BufferedInputStream(Files.newInputStream(chain))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in) instanceof X509Certificate first
                    && authority.issued(first);
        } catch (IOException | CertificateException e) {
            // It was read a moment ago; what it is now, the next reload says.
            return false;
        }
    }
}
