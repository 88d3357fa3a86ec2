package dev.isobar.provider;

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
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The certificates that the files of a model hold now, and those that a cloud shows. */
public final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** @throws IllegalArgumentException where the certificate does not come in files */
    public static PemFiles files(Certificate certificate) {
        if (certificate.keyPair().orElse(null) instanceof PemFiles files) {
            return files;
        }
        throw new IllegalArgumentException("certificate " + certificate.name() + " has no files");
    }

    /** @throws UncheckedIOException where the file cannot be read */
    public static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** @throws UncheckedIOException where the file cannot be read */
    public static String text(String file) {
        return new String(read(file), StandardCharsets.US_ASCII);
    }

    /**
     * A certificate, and those that vouch for it behind it.
     *
     * @throws UncheckedIOException where the file cannot be read, or holds none
     */
    public static List<X509Certificate> chain(String file) {
        try {
            return chain(read(file));
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException("no certificate can be read from " + file, e));
        }
    }

    /**
     * All certificates in a text, at least one.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static List<X509Certificate> chain(byte[] octets) {
        try {
            var chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(octets))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("no certificate");
            }
            return chain;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificate that can be read", e);
        }
    }

    /** The certificates one after the other. */
    public static String text(List<X509Certificate> chain) {
        var text = new StringBuilder();
        for (var certificate : chain) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(LINES.encodeToString(encoded(certificate)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    /**
     * That of all certificates in the file.
     *
     * @throws UncheckedIOException where the file cannot be read, or holds none
     * @throws IllegalArgumentException where the certificate does not come in files
     */
    public static String fingerprint(Certificate certificate) {
        return fingerprint(chain(files(certificate).certificate()));
    }

    /**
     * SHA-256 of all certificates, one after the other: of one alone, its usual fingerprint. A new chain counts as well as
     * a new certificate.
     *
     * @return in hexadecimal
     */
    public static String fingerprint(List<X509Certificate> chain) {
        var sha = sha256();
        chain.forEach(each -> sha.update(encoded(each)));
        return HexFormat.of().formatHex(sha.digest());
    }

    /** @return in hexadecimal */
    public static String sha256(byte[] octets) {
        return HexFormat.of().formatHex(sha256().digest(octets));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
    }
}
