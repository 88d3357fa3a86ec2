package dev.isobar.model;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Private keys in PEM, unencrypted, in PKCS #8 form. What a key holds never reaches a message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-10">RFC 7468 §10</a>
 */
public final class PemKey {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<kind>[A-Z ]*)PRIVATE KEY-----(?<body>[A-Za-z0-9+/=\\s]*)-----END [A-Z ]*PRIVATE KEY-----");

    /** Octets of a point before its coordinates: that no bit is unused, and that both are there (SEC 1 §2.3.3). */
    private static final int UNCOMPRESSED = 2;

    private PemKey() {}

    /** Whether there is a key in that form. */
    public static boolean isIn(String text) {
        var pem = BLOCK.matcher(text);
        return pem.find() && pem.group("kind").isEmpty();
    }

    /**
     * @param algorithm as Java names it, {@code RSA} or {@code EC}
     * @return empty where there is none of that kind
     */
    public static Optional<PrivateKey> read(String text, String algorithm) {
        var pem = BLOCK.matcher(text);
        if (!pem.find() || !pem.group("kind").isEmpty()) {
            return Optional.empty();
        }
        try {
            var octets = Base64.getMimeDecoder().decode(pem.group("body"));
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether they are a pair. RSA's have the same modulus, keys of elliptic curves usually say what their public point is,
     * and of all others what one signs the other verifies. In Java the first signature takes a tenth of a second.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915 §3</a>
     */
    public static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        if (publicKey instanceof RSAPublicKey known && privateKey instanceof RSAPrivateCrtKey secret) {
            return known.getModulus().equals(secret.getModulus())
                    && known.getPublicExponent().equals(secret.getPublicExponent());
        }
        return (publicKey instanceof ECPublicKey point && says(privateKey, point)) || verifies(publicKey, privateKey);
    }

    /** Whether the key ends with the point, as OpenSSL writes it. */
    private static boolean says(PrivateKey key, ECPublicKey point) {
        var whole = key.getEncoded();
        // The last part of SubjectPublicKeyInfo is that BIT STRING too (RFC 5480 §2).
        var known = point.getEncoded();
        int length =
                UNCOMPRESSED + 2 * ((point.getParams().getCurve().getField().getFieldSize() + 7) / 8);
        return whole.length > length
                && known.length > length
                && Arrays.equals(
                        whole, whole.length - length, whole.length, known, known.length - length, known.length);
    }

    /** @return false also where one cannot be used with the other */
    private static boolean verifies(PublicKey publicKey, PrivateKey privateKey) {
        var algorithm = switch (publicKey.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            var probe = "isobar".getBytes(StandardCharsets.US_ASCII);
            var signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(probe);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
