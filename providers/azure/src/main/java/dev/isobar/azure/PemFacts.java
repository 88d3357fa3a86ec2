package dev.isobar.azure;

import dev.isobar.azure.translate.CertificateFacts;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
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
        var certificate = first(files.certificate());
        try {
            return new Facts(sha256(certificate.getEncoded()), hosts(certificate));
        } catch (CertificateException e) {
            throw unreadable(files.certificate(), e);
        }
    }

    /** @throws UncheckedIOException where the file cannot be read */
    @Override
    public String authorities(String file) {
        return sha256(read(file));
    }

    private static X509Certificate first(String file) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(read(file)));
        } catch (CertificateException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static UncheckedIOException unreadable(String file, CertificateException cause) {
        return new UncheckedIOException(new IOException("no certificate can be read from " + file, cause));
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

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
