package dev.isobar.model;

import java.util.List;
import java.util.Optional;

/**
 * How a listener ends TLS.
 *
 * @param certificates names of certificates; the first answers clients that name no host or an unknown one
 * @param minVersion the oldest version that clients may speak
 * @param clients absent: clients are not asked for a certificate
 */
public record TlsTermination(
        List<String> certificates, Version minVersion, Profile profile, Optional<ClientCertificates> clients) {
    public TlsTermination {
        certificates = List.copyOf(certificates);
        InvalidValue.require(
                !certificates.isEmpty(),
                "tls names at least one certificate",
                "name one of the certificates of this file");
        InvalidValue.require(
                certificates.stream().distinct().count() == certificates.size(),
                "tls names a certificate twice",
                "remove the second one");
    }

    /** A version of the protocol; older ones are not supported anywhere. */
    public enum Version {
        /** RFC 5246. */
        TLS_1_2,
        /** RFC 8446. */
        TLS_1_3
    }

    /** A named set of cipher suites, which every cloud has a nearest policy for. */
    public enum Profile {
        /** Forward secrecy and authenticated encryption only. */
        MODERN,
        /** Also what older clients need. */
        COMPATIBLE,
        /** Only what FIPS 140 approves. */
        FIPS
    }

    /** What becomes of the certificates that clients are asked for. */
    public sealed interface ClientCertificates {
        /**
         * Verified by the load balancer: a certificate that no trusted authority signed is refused.
         *
         * @param required whether a client without a certificate is refused
         * @param ca file with the PEM certificates of the authorities that are trusted; what local-proxy reads
         * @param aws where AWS has these authorities
         */
        record Verified(boolean required, Optional<String> ca, Optional<AwsTrustStore> aws)
                implements ClientCertificates {
            public Verified {
                InvalidValue.require(
                        ca.isPresent() || aws.isPresent(),
                        "certificates of clients are verified against ca, or the trust store of a cloud",
                        "add ca: FILE, or aws: ARN, or use mode: passthrough");
            }
        }

        /** Passed on to the targets, which verify them; clients without one are let in. */
        record Passed() implements ClientCertificates {}

        /** The file with the authorities; empty where none is named. */
        default Optional<String> file() {
            return switch (this) {
                case Verified(boolean _, var ca, var _) -> ca;
                case Passed() -> Optional.empty();
            };
        }
    }

    /** The authorities that clients' certificates are verified against, in Amazon Web Services. */
    public sealed interface AwsTrustStore {
        /** A trust store that is there, and not ours. */
        record Existing(String arn) implements AwsTrustStore {}

        /**
         * A trust store made from PEM certificates in S3.
         *
         * @param version of the object; absent: the newest when the trust store is made
         */
        record Bundle(String bucket, String key, Optional<String> version) implements AwsTrustStore {}
    }
}
