package dev.isobar.gcp.driver;

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
import java.util.HexFormat;

/** Certificates as PEM text: those that the files of a model hold now, and those that Google shows. */
public final class Pem {
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
        var files = files(certificate);
        try {
            return fingerprint(text(files.certificate()));
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(
                    new IOException(files.certificate() + " holds no PEM certificate that can be read", e));
        }
    }

    /** @throws IllegalArgumentException where the text holds no certificate */
    static String fingerprint(String pem) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("no certificate");
            }
            for (var each : chain) {
                sha.update(each.getEncoded());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no PEM certificate", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static PemFiles files(Certificate certificate) {
        if (certificate.keyPair().orElse(null) instanceof PemFiles files) {
            return files;
        }
        throw new IllegalArgumentException("certificate " + certificate.name() + " has no files");
    }

    static String text(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
