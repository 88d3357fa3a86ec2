package dev.isobar.azure.resources;

import java.util.SortedMap;

/**
 * Certificates of a gateway and profiles of its listeners.
 *
 * @param trustedClientCertificates authorities of client certificates, by name the SHA-256 of the file, in hexadecimal
 * @param trustedRootCertificates authorities of target certificates, by name the SHA-256 of the file, in hexadecimal
 */
public record Certificates(
        SortedMap<String, SslCertificate> sslCertificates,
        SortedMap<String, String> trustedClientCertificates,
        SortedMap<String, String> trustedRootCertificates,
        SortedMap<String, SslProfile> sslProfiles) {
    public Certificates {
        sslCertificates = Named.copy(sslCertificates);
        trustedClientCertificates = Named.copy(trustedClientCertificates);
        trustedRootCertificates = Named.copy(trustedRootCertificates);
        sslProfiles = Named.copy(sslProfiles);
    }

    /** A certificate that listeners show. */
    public sealed interface SslCertificate {
        /** In a Key Vault already, and not ours. */
        record KeyVault(String keyVaultSecretId) implements SslCertificate {}

        /**
         * Put into the document as PFX. The key is not part of it: keys appear in no plan.
         *
         * @param fingerprint SHA-256 of the certificate, in hexadecimal
         */
        record Uploaded(String fingerprint) implements SslCertificate {}
    }

    /**
     * What a listener asks of TLS.
     *
     * @param verifiesClients whether clients must show a certificate that one of the authorities of the profile's own
     *     name has signed ({@code trustedClientCertificates})
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/mutual-authentication-overview">Mutual
     *     authentication</a>
     */
    public record SslProfile(SslPolicy sslPolicy, boolean verifiesClients) {}
}
