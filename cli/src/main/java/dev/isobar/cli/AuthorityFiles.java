package dev.isobar.cli;

import dev.isobar.cli.console.Failure;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The directory of a person's development authority: {@code ca.pem}, and {@code ca.key}, which only its owner may read. */
record AuthorityFiles(Path directory) {
    /** Names the directory; without it, it is among the data of the person. */
    static final String VARIABLE = "ISOBAR_DEV_CA";

    /** Empty where the environment says nothing of a home. */
    static Optional<AuthorityFiles> of(Map<String, String> environment) {
        return named(environment, VARIABLE, "")
                .or(() -> named(environment, "XDG_DATA_HOME", "isobar/dev-ca"))
                .or(() -> named(environment, "HOME", ".local/share/isobar/dev-ca"))
                .or(() -> named(environment, "LOCALAPPDATA", "isobar/dev-ca"))
                .map(AuthorityFiles::new);
    }

    private static Optional<Path> named(Map<String, String> environment, String variable, String below) {
        var value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value).resolve(below));
    }

    Path certificate() {
        return directory.resolve("ca.pem");
    }

    private Path key() {
        return directory.resolve("ca.key");
    }

    /**
     * The authority that is there; empty where there is none.
     *
     * @throws Failure where there is one that cannot be used
     */
    Optional<DevelopmentAuthority> read(Instant now) {
        if (!Files.exists(certificate()) && !Files.exists(key())) {
            return Optional.empty();
        }
        if (!PrivateFiles.isOfOwnerOnly(key())) {
            throw Failure.failed(
                    "the key \"" + key() + "\" may be read by others, who could then be anybody to you",
                    "make a new authority with: isobar dev-ca --new-authority; chmod 600 is enough only if nobody else"
                            + " uses this machine");
        }
        try (var in = Files.newInputStream(certificate())) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            certificate.checkValidity(java.util.Date.from(now));
            var octets = Pem.octets(Files.readString(key(), StandardCharsets.US_ASCII));
            var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(octets));
            return Optional.of(new DevelopmentAuthority(certificate, key));
        } catch (NoSuchFileException e) {
            throw unusable("\"" + e.getFile() + "\" is missing");
        } catch (InvalidKeySpecException e) {
            throw unusable("\"" + key() + "\" is not the key of an elliptic curve, in PKCS #8 form");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
    }

    private Failure unusable(String why) {
        return Failure.failed(
                "the authority in \"" + directory + "\" cannot be used: " + why,
                "make a new one with: isobar dev-ca --new-authority");
    }

    /**
     * Makes a new authority, in the place of the one that may be there.
     *
     * @throws Failure where the files cannot be written
     */
    DevelopmentAuthority create(Instant now) {
        var number = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        var made = DevelopmentAuthority.create("Isobar development authority " + number, now);
        try {
            PrivateFiles.createDirectory(directory);
            PrivateFiles.write(key(), Pem.key(made.key()));
            Files.writeString(certificate(), Pem.certificate(made.certificate()));
        } catch (IOException e) {
            throw Failure.failed(
                    "the authority cannot be written to \"" + directory + "\": " + e,
                    "name another directory in the environment variable " + VARIABLE);
        }
        return made;
    }
}
