package dev.isobar.gcp.emulator;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** The keys that come with certificates, in PKCS #8, or RSA keys in PKCS #1. */
final class PrivateKeys {
    private static final Pattern PEM =
            Pattern.compile("(?s)-----BEGIN (RSA )?PRIVATE KEY-----(.*?)-----END (?:RSA )?PRIVATE KEY-----");
    private static final byte[] RSA_IDENTIFIER = Base64.getDecoder().decode("MA0GCSqGSIb3DQEBAQUA");
    private static final byte[] VERSION = {2, 1, 0};
    private static final byte[] PROBE = {1, 2, 3};

    private PrivateKeys() {}

    /** @throws ApiError where it is not the private key of a public one */
    static void check(String pem, PublicKey key) {
        var match = PEM.matcher(pem);
        if (!match.find()) {
            throw unreadable();
        }
        boolean belongs;
        try {
            var octets = Base64.getMimeDecoder().decode(match.group(2));
            var algorithm = key instanceof RSAPublicKey ? "RSA" : "EC";
            var given = KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(match.group(1) == null ? octets : wrapped(octets)));
            belongs = signs(given, key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable();
        }
        if (!belongs) {
            throw ApiError.of(400, "sslCertificateKeyMismatch", "The SSL certificate and key do not match.");
        }
    }

    private static ApiError unreadable() {
        return ApiError.of(400, "sslCertificateCouldNotParseKey", "The SSL private key could not be parsed.");
    }

    private static boolean signs(PrivateKey given, PublicKey key) throws GeneralSecurityException {
        var algorithm = key instanceof RSAPublicKey ? "SHA256withRSA" : "SHA256withECDSA";
        var signer = Signature.getInstance(algorithm);
        signer.initSign(given);
        signer.update(PROBE);
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(PROBE);
        return verifier.verify(signer.sign());
    }

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc5208#section-5">RFC 5208, section 5</a> */
    private static byte[] wrapped(byte[] rsa) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(VERSION);
        inner.writeBytes(RSA_IDENTIFIER);
        inner.writeBytes(tagged(0x04, rsa));
        return tagged(0x30, inner.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        // Two octets of length: a key of 1024 bits and more has at least 256 octets.
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
