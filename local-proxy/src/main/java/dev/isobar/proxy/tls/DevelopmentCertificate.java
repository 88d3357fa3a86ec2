package dev.isobar.proxy.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A certificate that signs itself, with a fresh key on the curve P-256. Nobody trusts it unless told to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4">RFC 5280 §4</a>
 */
record DevelopmentCertificate(X509Certificate certificate, PrivateKey key) {
    private static final Duration VALID = Duration.ofDays(90);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
    private static final String COMMON_NAME = "550403";
    private static final String SUBJECT_ALTERNATIVE_NAME = "551d11";
    private static final String BASIC_CONSTRAINTS = "551d13";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    /**
     * @param hosts DNS names, wildcards and IP addresses; at least one
     * @param now when it becomes valid, less an hour for clocks that are slow
     */
    static DevelopmentCertificate of(List<String> hosts, Instant now) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            var algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
            var name = Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(hosts.getFirst()))));
            var body = Der.sequence(
                    Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                    Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                    algorithm,
                    name,
                    Der.sequence(
                            Der.time(TIME.format(now.minus(Duration.ofHours(1)))),
                            Der.time(TIME.format(now.plus(VALID)))),
                    name,
                    keys.getPublic().getEncoded(),
                    Der.tagged(0xa3, Der.sequence(names(hosts), constraints())));
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            var whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
            var certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
            return new DevelopmentCertificate(certificate, keys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256, ECDSA and X.509", e);
        }
    }

    private static byte[] names(List<String> hosts) {
        var names = hosts.stream().map(DevelopmentCertificate::name).toArray(byte[][]::new);
        return Der.sequence(Der.oid(SUBJECT_ALTERNATIVE_NAME), Der.octets(Der.sequence(names)));
    }

    private static byte[] name(String host) {
        var plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (plain.contains(":") || plain.matches("[0-9.]+")) {
            return Der.tagged(IP_ADDRESS, InetAddress.ofLiteral(plain).getAddress());
        }
        return Der.tagged(DNS_NAME, plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** Of an authority, so that a client can be told to trust it. */
    private static byte[] constraints() {
        return Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octets(Der.sequence(Der.yes())));
    }
}
