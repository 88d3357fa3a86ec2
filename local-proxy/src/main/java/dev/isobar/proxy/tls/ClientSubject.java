package dev.isobar.proxy.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;

/** Who the verified certificate of a client says that it is. */
public final class ClientSubject {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ClientSubject() {}

    /**
     * The name of the subject, as in {@code CN=alice,O=Example}; empty where the client showed no certificate. All of it
     * is printable ASCII: other octets are written as {@code \C3\A9}.
     *
     * @throws CertificateException where it is not valid any more, though the session that it began is resumed
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4514">RFC 4514, string representation of distinguished names</a>
     */
    public static String of(SSLEngine engine) throws CertificateException {
        if (!engine.getNeedClientAuth() && !engine.getWantClientAuth()) {
            return "";
        }
        try {
            if (!(engine.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate)) {
                return "";
            }
            certificate.checkValidity();
            return printable(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
        } catch (SSLPeerUnverifiedException e) {
            // It was asked for one, need not have one, and has none.
            return "";
        }
    }

    static String printable(String name) {
        var text = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet < 0x7f) {
                text.append((char) octet);
            } else {
                text.append('\\').append(HEX.toHexDigits(octet));
            }
        }
        return text.toString();
    }
}
