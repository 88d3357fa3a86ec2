package dev.isobar.azure.driver;

import dev.isobar.model.Certificate;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Pem;
import dev.isobar.provider.calls.CloudFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a model hold, found by the fingerprints that a plan has: a file that changed since then is not taken
 * for what was planned.
 *
 * @param authorities files
 */
record Secrets(List<PemFiles> certificates, List<String> authorities) {
    /** Of nobody, where nothing is written. */
    static final Secrets NONE = new Secrets(List.of(), List.of());

    private static final int OCTETS_OF_PASSWORD = 24;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

    Secrets {
        certificates = List.copyOf(certificates);
        authorities = List.copyOf(authorities);
    }

    static Secrets of(Model model) {
        return new Secrets(
                model.certificates().values().stream()
                        .map(Certificate::keyPair)
                        .flatMap(Optional::stream)
                        .filter(PemFiles.class::isInstance)
                        .map(PemFiles.class::cast)
                        .toList(),
                Stream.concat(
                                model.listeners().values().stream().flatMap(listener -> clients(listener).stream()),
                                model.targetGroups().values().stream().flatMap(group -> targets(group).stream()))
                        .toList());
    }

    /**
     * A certificate with its chain and its key, as the service takes it.
     *
     * @param data PKCS #12, in base64
     * @param password made for this once
     */
    record Archive(String data, String password) {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** @param fingerprint SHA-256 of the certificate, in hexadecimal */
    Archive archive(String fingerprint) {
        var files = certificates.stream()
                .filter(each -> Pem.fingerprint(Pem.chain(each.certificate()).subList(0, 1))
                        .equals(fingerprint))
                .findFirst()
                .orElseThrow(() -> changed(fingerprint));
        var random = new byte[OCTETS_OF_PASSWORD];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        return new Archive(Base64.getEncoder().encodeToString(archive(files, password)), password);
    }

    /** Of PKCS #8 without encryption, as models have it. What the file holds never reaches a message. */
    private static PrivateKey key(PemFiles files, String algorithm) {
        var matcher = KEY.matcher(new String(Pem.read(files.key()), StandardCharsets.ISO_8859_1));
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

    private static byte[] archive(PemFiles files, String password) {
        var chain = Pem.chain(files.certificate());
        var key = key(files, chain.getFirst().getPublicKey().getAlgorithm());
        var octets = new ByteArrayOutputStream();
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "certificate", key, password.toCharArray(), chain.toArray(java.security.cert.Certificate[]::new));
            store.store(octets, password.toCharArray());
            return octets.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("an archive in memory could not be written", e);
        }
    }

    /**
     * Certificates of authorities, in base64.
     *
     * @param fingerprint SHA-256 of the file, in hexadecimal
     */
    String authorities(String fingerprint) {
        return authorities.stream()
                .map(Pem::read)
                .filter(octets -> Pem.sha256(octets).equals(fingerprint))
                .findFirst()
                .map(octets -> Base64.getEncoder().encodeToString(octets))
                .orElseThrow(() -> changed(fingerprint));
    }

    private static Optional<String> clients(Listener listener) {
        var tls = switch (listener) {
            case Listener.Http http -> http.tls();
            case Listener.Tls end -> end.tls();
            case Listener.Tcp _, Listener.Udp _ -> Optional.<TlsTermination>empty();
        };
        return tls.flatMap(TlsTermination::clients).flatMap(TlsTermination.ClientCertificates::file);
    }

    private static Optional<String> targets(TargetGroup group) {
        return group.upstream().tls().flatMap(TargetGroup.TargetTls::ca);
    }

    private static CloudFailure changed(String fingerprint) {
        return new CloudFailure(
                "no file of the model holds the certificate with the fingerprint %s any more".formatted(fingerprint),
                "run plan again: the file changed since");
    }
}
