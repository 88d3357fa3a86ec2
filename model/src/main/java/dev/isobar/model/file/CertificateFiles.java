package dev.isobar.model.file;

import dev.isobar.model.Certificate;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Model;
import dev.isobar.model.OcspResponse;
import dev.isobar.model.PemKey;
import dev.isobar.model.TlsTermination;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into the files that certificates and authorities are in. What a key file holds never reaches a message. */
final class CertificateFiles {
    private static final Duration SOON = Duration.ofDays(30);

    private final Positions positions;
    private final Problems problems;

    private CertificateFiles(Positions positions, Problems problems) {
        this.positions = positions;
        this.problems = problems;
    }

    static void check(Model model, Positions positions, Problems problems) {
        var files = new CertificateFiles(positions, problems);
        var ocsp = model.place().local().tls().ocsp();
        for (var certificate : model.certificates().values()) {
            var chain = files.certificate(certificate);
            var file = ocsp.get(certificate.name());
            if (file != null && !chain.isEmpty()) {
                files.ocsp(file, chain, "place.local.tls.ocsp." + certificate.name());
            }
        }
        for (var listener : model.listeners().values()) {
            listener.termination()
                    .flatMap(TlsTermination::clients)
                    .flatMap(TlsTermination.ClientCertificates::file)
                    .ifPresent(file -> files.chain(file, "listeners." + listener.name() + ".tls.clients.ca"));
        }
        for (var group : model.targetGroups().values()) {
            group.upstream()
                    .tls()
                    .flatMap(tls -> tls.ca())
                    .ifPresent(ca -> files.chain(ca, "targetGroups." + group.name() + ".tls.ca"));
        }
    }

    /** @return empty where it has none, or none that can be used */
    private List<X509Certificate> certificate(Certificate certificate) {
        if (!(certificate.keyPair().orElse(null) instanceof Certificate.KeyPair.PemFiles(var chainFile, var keyFile))) {
            return List.of();
        }
        var path = "certificates." + certificate.name();
        var chain = chain(chainFile, path + ".certificate");
        var key = key(
                keyFile,
                path + ".key",
                chain.isEmpty() ? null : chain.getFirst().getPublicKey());
        if (!chain.isEmpty()
                && key != null
                && !PemKey.belongTogether(chain.getFirst().getPublicKey(), key)) {
            problems.error(
                    positions.of(path + ".key"),
                    "the key \"%s\" does not belong to the certificate \"%s\"".formatted(keyFile, chainFile),
                    "use the key that the certificate was made for");
        }
        return chain;
    }

    private void ocsp(String file, List<X509Certificate> chain, String path) {
        var text = read(file, path);
        if (text == null) {
            return;
        }
        try {
            var response = OcspResponse.read(text.getBytes(StandardCharsets.ISO_8859_1), chain);
            if (!response.isFresh(Instant.now())) {
                problems.warning(
                        positions.of(path),
                        "the OCSP response \"%s\" was good until %s, and is not stapled"
                                .formatted(file, response.until()),
                        "ask the authority for a new one");
            }
        } catch (InvalidValue e) {
            problems.error(positions.of(path), "the OCSP response \"%s\": %s".formatted(file, e.getMessage()), e.fix());
        }
    }

    private List<X509Certificate> chain(String file, String path) {
        var text = read(file, path);
        if (text == null) {
            return List.of();
        }
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            validity(chain.getFirst(), file, path);
            return chain;
        } catch (CertificateException e) {
            problems.error(
                    positions.of(path),
                    "the file \"" + file + "\" has no PEM certificate that can be read",
                    "put a PEM certificate (BEGIN CERTIFICATE) and its chain there");
            return List.of();
        }
    }

    private void validity(X509Certificate certificate, String file, String path) {
        var now = Instant.now();
        var end = certificate.getNotAfter().toInstant();
        var start = certificate.getNotBefore().toInstant();
        if (end.isBefore(now)) {
            problems.error(
                    positions.of(path), "the certificate \"%s\" expired on %s".formatted(file, day(end)), "renew it");
        } else if (start.isAfter(now)) {
            problems.error(
                    positions.of(path),
                    "the certificate \"%s\" is valid only from %s".formatted(file, day(start)),
                    "check the clock, or use a certificate that is valid now");
        } else if (end.isBefore(now.plus(SOON))) {
            problems.warning(
                    positions.of(path),
                    "the certificate \"%s\" expires on %s".formatted(file, day(end)),
                    "renew it soon");
        }
    }

    private static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private @Nullable PrivateKey key(String file, String path, @Nullable PublicKey publicKey) {
        var text = read(file, path);
        if (text == null) {
            return null;
        }
        if (!PemKey.isIn(text)) {
            boolean encrypted = text.contains("ENCRYPTED");
            problems.error(
                    positions.of(path),
                    "the file \"%s\" has no unencrypted PEM private key in PKCS #8 form (BEGIN PRIVATE KEY)"
                            .formatted(file),
                    encrypted
                            ? "decrypt it: openssl pkey -in FILE -out NEW"
                            : "convert it: openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW");
            return null;
        }
        var found = PemKey.read(text, publicKey == null ? "RSA" : publicKey.getAlgorithm());
        if (found.isEmpty() && publicKey != null) {
            problems.error(
                    positions.of(path),
                    "the key in \"%s\" is not of the kind of its certificate (%s)"
                            .formatted(file, publicKey.getAlgorithm()),
                    "use the key that the certificate was made for");
        }
        return found.orElse(null);
    }

    private @Nullable String read(String file, String path) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            problems.error(
                    positions.of(path),
                    "the file \"" + file + "\" does not exist",
                    "create it, or correct the name; names are relative to the file that they stand in");
            return null;
        } catch (IOException e) {
            boolean directory = Files.isDirectory(Path.of(file));
            problems.error(
                    positions.of(path),
                    "the file \"" + file + "\" cannot be read" + (directory ? ": it is a directory" : ""),
                    directory ? "name the PEM file itself" : "check its permissions");
            return null;
        }
    }
}
