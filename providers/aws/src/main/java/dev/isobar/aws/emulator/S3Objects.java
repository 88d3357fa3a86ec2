package dev.isobar.aws.emulator;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.Optional;

/** What trust stores read from S3. */
final class S3Objects {
    private S3Objects() {}

    /** Where an object is: the form of {@link Settings#objects()}. */
    static String location(String bucket, String key, Optional<String> version) {
        return bucket + "/" + key + version.map(text -> "@" + text).orElse("");
    }

    static Optional<String> text(Store store, String location) {
        return Optional.ofNullable(store.settings().objects().get(location));
    }

    /** A URL for ten minutes. There is no S3 here: it is for looking at. */
    static Tree url(Store store, String location) {
        var bucket = location.substring(0, location.indexOf('/'));
        return Tree.EMPTY.with(
                "Location",
                "https://%s.s3.%s.amazonaws.com/%s?X-Amz-Expires=600"
                        .formatted(
                                bucket, store.settings().account().region(), location.substring(bucket.length() + 1)));
    }

    /** @throws CertificateException where there is none, or something else */
    static int certificates(String pem) throws CertificateException {
        var certificates = factory().generateCertificates(stream(pem));
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return certificates.size();
    }

    /** The number of revoked certificates; 0 for an empty list. */
    static int revoked(String pem) throws CertificateException, CRLException {
        var lists = factory().generateCRLs(stream(pem));
        if (lists.isEmpty()) {
            throw new CRLException("no list");
        }
        return lists.stream()
                .map(list -> ((X509CRL) list).getRevokedCertificates())
                .mapToInt(entries -> entries == null ? 0 : entries.size())
                .sum();
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    private static ByteArrayInputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
    }
}
