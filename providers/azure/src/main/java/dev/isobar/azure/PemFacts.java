package dev.isobar.azure;

import dev.isobar.azure.translate.CertificateFacts;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.provider.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks into PEM files. Keys are not read. */
final class PemFacts implements CertificateFacts {
    private static final int DNS_NAME = 2;

    /** @throws UncheckedIOException where the certificate cannot be read */
    @Override
    public Facts of(PemFiles files) {
        var first = Pem.chain(files.certificate()).subList(0, 1);
        try {
            return new Facts(Pem.fingerprint(first), hosts(first.getFirst()));
        } catch (CertificateException e) {
            throw new UncheckedIOException(new IOException("names cannot be read from " + files.certificate(), e));
        }
    }

    /** @throws UncheckedIOException where the file cannot be read */
    @Override
    public String authorities(String file) {
        return Pem.sha256(Pem.read(file));
    }

    /** The DNS names among the alternative names; names that no rule could have are left out. */
    private static Set<HostPattern> hosts(X509Certificate certificate) throws CertificateException {
        var hosts = new TreeSet<HostPattern>();
        var names =
                Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        for (var name : names) {
            if (name.getFirst().equals(DNS_NAME)) {
                pattern(name.getLast().toString()).ifPresent(hosts::add);
            }
        }
        return hosts;
    }

    private static Optional<HostPattern> pattern(String name) {
        try {
            return Optional.of(HostPattern.parse(name));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }
}
