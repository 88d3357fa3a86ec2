package dev.isobar.cli;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * The text form of certificates and keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String certificate(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    static String key(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(octets) + "\n-----END " + kind + "-----\n";
    }

    /**
     * What the first block of a text holds.
     *
     * @throws IllegalArgumentException where there is none
     */
    static byte[] octets(String text) {
        var lines = text.lines().toList();
        int begin = 0;
        while (begin < lines.size() && !lines.get(begin).startsWith("-----BEGIN ")) {
            begin++;
        }
        var body = new StringBuilder();
        for (int i = begin + 1; i < lines.size() && !lines.get(i).startsWith("-----END "); i++) {
            body.append(lines.get(i).strip());
        }
        if (body.isEmpty()) {
            throw new IllegalArgumentException("there is no PEM block in it");
        }
        return Base64.getDecoder().decode(body.toString());
    }
}
