package dev.isobar.proxy.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes certificates in the shapes that development needs, with keys on the curve P-256.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4">RFC 5280 §4</a>
 */
final class CertificateWriter {
    /** Clocks that are slow should believe a new certificate too. */
    private static final Duration EARLIER = Duration.ofHours(1);

    /** The two forms of a time; the second is for years from 2050 on. RFC 5280 §4.1.2.5. */
    private static final DateTimeFormatter SHORT_TIME = time("yyMMddHHmmss'Z'");

    private static final DateTimeFormatter LONG_TIME = time("yyyyMMddHHmmss'Z'");
    private static final Instant LONG_FROM = Instant.parse("2050-01-01T00:00:00Z");

    private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
    private static final String COMMON_NAME = "550403";
    private static final String SUBJECT_KEY = "551d0e";
    private static final String KEY_USAGE = "551d0f";
    private static final String ALTERNATIVE_NAMES = "551d11";
    private static final String BASIC_CONSTRAINTS = "551d13";
    private static final String AUTHORITY_KEY = "551d23";
    private static final String EXTENDED_KEY_USAGE = "551d25";
    private static final String SERVER = "2b06010505070301";
    private static final String CLIENT = "2b06010505070302";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    /** Octets of the digest of a key that tells it from others; RFC 7093 §2. */
    private static final int KEY_ID = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateWriter() {}

    /**
     * What is certified.
     *
     * @param name the common name
     * @param from when it becomes valid, less an hour
     */
    record Subject(String name, PublicKey key, Instant from, Duration valid, List<byte[]> extensions) {}

    private static DateTimeFormatter time(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    /**
     * @param issuer its encoded name
     * @param key of the issuer, on the curve P-256
     */
    static X509Certificate signed(Subject subject, byte[] issuer, PrivateKey key) {
        var algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        var from = subject.from().minus(EARLIER);
        var body = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, RANDOM).setBit(126)),
                algorithm,
                issuer,
                Der.sequence(time(from), time(subject.from().plus(subject.valid()))),
                named(subject.name()),
                subject.key().getEncoded(),
                Der.tagged(0xa3, Der.sequence(subject.extensions().toArray(byte[][]::new))));
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(body);
            var whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("every Java platform has P-256, ECDSA, SHA-256 and X.509", e);
    }

    private static byte[] time(Instant at) {
        return at.isBefore(LONG_FROM) ? Der.shortTime(SHORT_TIME.format(at)) : Der.time(LONG_TIME.format(at));
    }

    /** An encoded name with that common name alone. */
    static byte[] named(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(commonName))));
    }

    // ---- extensions

    /** @param hosts DNS names, wildcards and IP addresses */
    static byte[] alternativeNames(List<String> hosts) {
        return extension(
                ALTERNATIVE_NAMES,
                Der.sequence(hosts.stream().map(CertificateWriter::name).toArray(byte[][]::new)));
    }

    private static byte[] name(String host) {
        var plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (plain.contains(":") || plain.matches("[0-9.]+")) {
            return Der.tagged(IP_ADDRESS, InetAddress.ofLiteral(plain).getAddress());
        }
        return Der.tagged(DNS_NAME, plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** Of an authority. */
    static byte[] authority() {
        return critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes()));
    }

    /** Of an authority that certifies no other authority. */
    static byte[] lastAuthority() {
        return critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO)));
    }

    /** Of no authority. */
    static byte[] noAuthority() {
        return critical(BASIC_CONSTRAINTS, Der.sequence());
    }

    /** The key signs certificates and lists of revoked ones. */
    static byte[] signsCertificates() {
        return critical(KEY_USAGE, Der.tagged(0x03, new byte[] {1, 0x06}));
    }

    /** The key signs handshakes. */
    static byte[] signsHandshakes() {
        return critical(KEY_USAGE, Der.tagged(0x03, new byte[] {7, (byte) 0x80}));
    }

    /** For servers, and for clients that show a certificate. */
    static byte[] bothEnds() {
        return extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SERVER), Der.oid(CLIENT)));
    }

    static byte[] subjectKey(PublicKey key) {
        return extension(SUBJECT_KEY, Der.octets(id(key)));
    }

    static byte[] authorityKey(PublicKey issuer) {
        return extension(AUTHORITY_KEY, Der.sequence(Der.tagged(0x80, id(issuer))));
    }

    private static byte[] id(PublicKey key) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), KEY_ID);
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }
}
