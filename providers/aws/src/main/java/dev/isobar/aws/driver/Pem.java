package dev.isobar.aws.driver;

import dev.isobar.model.Certificate;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** The certificates that the files of a model hold now. */
public final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /**
     * SHA-256 of all certificates in the file, one after the other: of a file with one, its usual fingerprint. A new chain
     * counts as well as a new certificate.
     *
     * @return in hexadecimal
     * @throws UncheckedIOException where the file cannot be read, or holds none
     * @throws IllegalArgumentException where the certificate does not come in files
     */
    public static String fingerprint(Certificate certificate) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var each : chain(files(certificate))) {
                sha.update(each.getEncoded());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java has SHA-256, and what was decoded can be encoded", e);
        }
    }

    static PemFiles files(Certificate certificate) {
        if (certificate.keyPair().orElse(null) instanceof PemFiles files) {
            return files;
        }
        throw new IllegalArgumentException("certificate " + certificate.name() + " has no files");
    }

    /** The certificate itself first. */
    static List<java.security.cert.X509Certificate> chain(PemFiles files) {
        try {
            Collection<? extends java.security.cert.Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(files.certificate()))));
            if (chain.isEmpty()) {
                throw new IOException(files.certificate() + " holds no certificate");
            }
            return chain.stream()
                    .map(java.security.cert.X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new UncheckedIOException(
                    new IOException(files.certificate() + " holds no PEM certificate that can be read", e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String key(PemFiles files) {
        try {
            return Files.readString(Path.of(files.key()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(List<java.security.cert.X509Certificate> certificates) {
        var text = new StringBuilder();
        try {
            for (var certificate : certificates) {
                text.append("-----BEGIN CERTIFICATE-----\n")
                        .append(LINES.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
        return text.toString();
    }
}
