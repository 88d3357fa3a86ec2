package dev.isobar.azure.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Certificates of a gateway, with their keys. What is secret comes in and does not go out again: a document that was
 * read and is sent back without it keeps what is there.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/ssl-overview">TLS termination</a>
 */
final class GatewayCertificates {
    private static final int MOST_OCTETS = 16 * 1024;

    private GatewayCertificates() {}

    static void check(Draft draft, Part root) {
        for (var certificate : root.parts("sslCertificates")) {
            keep(draft, certificate);
            if (certificate.text("keyVaultSecretId").isPresent()) {
                vault(draft, certificate);
            } else {
                data(certificate);
            }
        }
        for (var list : List.of("trustedRootCertificates", "trustedClientCertificates")) {
            for (var certificate : root.parts(list)) {
                keepSecret(draft, certificate, "data");
                if (certificate.text("keyVaultSecretId").isPresent()) {
                    vault(draft, certificate);
                } else {
                    Checks.required(certificate, "data");
                    publicOnly(certificate);
                }
            }
        }
    }

    private static void keep(Draft draft, Part certificate) {
        if (!certificate.has("data") && !certificate.has("keyVaultSecretId")) {
            keepSecret(draft, certificate, "data");
            keepSecret(draft, certificate, "password");
        }
    }

    private static void keepSecret(Draft draft, Part certificate, String property) {
        draft.before()
                .flatMap(before -> before.root().part(certificate.id()))
                .flatMap(before -> before.text(property))
                .ifPresent(value -> certificate.fill(property, value));
    }

    private static void vault(Draft draft, Part certificate) {
        var secret = certificate.text("keyVaultSecretId").orElseThrow();
        boolean there = draft.store().settings().subscription().secrets().stream()
                .anyMatch(known -> secret.equals(known) || secret.startsWith(known + "/"));
        Checks.that(
                there && Json.text(draft.wanted(), "identity", "type").contains("UserAssigned"),
                "ApplicationGatewayKeyVaultSecretException",
                ("Problem occurred while accessing and validating KeyVault Secrets associated with Application Gateway"
                                + " '%s'. Secret '%s' does not exist, or the gateway has no user assigned identity.")
                        .formatted(draft.self(), secret));
    }

    /**
     * @see <a href="https://github.com/Azure/azure-rest-api-specs/issues/1027">What the service says of bad data</a>
     * @see <a href="https://github.com/Azure/azure-xplat-cli/issues/2866">What it says where there is no password</a>
     */
    private static void data(Part certificate) {
        Checks.that(
                certificate.has("data"),
                "ApplicationGatewaySslCertificateDataMustBeSpecified",
                "Data must be specified for Certificate %s.".formatted(certificate.id()));
        Checks.that(
                certificate.has("password"),
                "ApplicationGatewaySslCertificatePasswordMustBeSpecified",
                "Password not specified for certificate %s.".formatted(certificate.id()));
        var chain = read(certificate)
                .orElseThrow(() -> ApiError.of(
                        "ApplicationGatewaySslCertificateInvalidData",
                        "Data or Password for certificate %s is invalid.".formatted(certificate.id())));
        Checks.that(
                !chain.isEmpty(),
                "ApplicationGatewaySslCertificateDoesNotHavePrivateKey",
                "Certificate %s does not have Private Key.".formatted(certificate.id()));
    }

    /** The certificates of the key in the archive; none where it has no key; nothing where it cannot be read. */
    private static Optional<List<Certificate>> read(Part certificate) {
        try {
            var octets = Base64.getDecoder().decode(certificate.text("data").orElseThrow());
            if (octets.length > MOST_OCTETS) {
                return Optional.empty();
            }
            var password = certificate.text("password").orElseThrow().toCharArray();
            var archive = KeyStore.getInstance("PKCS12");
            archive.load(new ByteArrayInputStream(octets), password);
            for (var alias : Collections.list(archive.aliases())) {
                if (archive.isKeyEntry(alias) && archive.getKey(alias, password) != null) {
                    return Optional.of(Arrays.asList(archive.getCertificateChain(alias)));
                }
            }
            return Optional.of(List.of());
        } catch (IllegalArgumentException | GeneralSecurityException | IOException _) {
            return Optional.empty();
        }
    }

    /** Trusted certificates are without keys, as DER or PEM. */
    private static void publicOnly(Part certificate) {
        try {
            var octets = Base64.getDecoder().decode(certificate.text("data").orElseThrow());
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
        } catch (IllegalArgumentException | CertificateException _) {
            throw ApiError.of(
                    "ApplicationGatewayTrustedCertificateInvalidData",
                    "Data for certificate %s is invalid.".formatted(certificate.id()));
        }
    }

    /** Takes away what is secret, and says instead what is public. */
    static void hide(Part root) {
        for (var certificate : root.parts("sslCertificates")) {
            if (certificate.has("data")) {
                read(certificate).ifPresent(chain -> certificate.properties().put("publicCertData", pkcs7(chain)));
            }
            certificate.properties().remove("data");
            certificate.properties().remove("password");
        }
    }

    private static String pkcs7(List<Certificate> chain) {
        try {
            var path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            return Base64.getEncoder().encodeToString(path.getEncoded("PKCS7"));
        } catch (CertificateException e) {
            throw new IllegalStateException("certificates that were read cannot be written", e);
        }
    }
}
