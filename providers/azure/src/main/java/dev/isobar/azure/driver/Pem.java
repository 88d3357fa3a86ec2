package dev.isobar.azure.driver;

import dev.isobar.model.Certificate.KeyPair.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Files with certificates and keys. What a key file holds never reaches a message. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

    private Pem() {}

    /**
     * A certificate with those that vouch for it.
     *
     * @throws UncheckedIOException where the file cannot be read
     */
    static List<X509Certificate> chain(String file) {
        try {
            return certificates(read(file));
        } catch (CertificateException e) {
            throw new UncheckedIOException(new IOException("no certificate can be read from " + file, e));
        }
    }

    private static List<X509Certificate> certificates(byte[] octets) throws CertificateException {
        var chain =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(octets)).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return chain;
    }

    /** Of PKCS #8 without encryption, as models have it. */
    static PrivateKey key(PemFiles files, String algorithm) {
        var matcher = KEY.matcher(new String(read(files.key()), StandardCharsets.ISO_8859_1));
        try {
            if (matcher.find()) {
                var octets = Base64.getMimeDecoder().decode(matcher.group(1));
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets));
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Said below, without what is in the file.
        }
        throw new UncheckedIOException(
                new IOException("no private key for " + algorithm + " can be read from " + files.key()));
    }

    static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static String fingerprint(Certificate certificate) {
        try {
            return sha256(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
    }

    /**
     * Of what the service shows of a certificate with its chain, in any order: that which vouches for no other.
     *
     * @throws IllegalArgumentException where it holds no certificate
     */
    static String fingerprintOfPublic(byte[] octets) {
        try {
            var chain = certificates(octets);
            return chain.stream()
                    .filter(each -> chain.stream()
                            .noneMatch(other -> !other.equals(each)
                                    && other.getIssuerX500Principal().equals(each.getSubjectX500Principal())))
                    .findFirst()
                    .or(() -> chain.stream().findFirst())
                    .map(Pem::fingerprint)
                    .orElseThrow();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("its certificate cannot be read", e);
        }
    }

    static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
