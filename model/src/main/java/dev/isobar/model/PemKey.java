package dev.isobar.model;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
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

    /** Whether what one signs the other verifies. */
    public static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
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
