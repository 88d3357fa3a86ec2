package dev.isobar.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * OCSP responses of an authority of the test, good for as long as the test wants; those of {@code openssl} are good for a
 * minute at least.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6960#section-4.2">RFC 6960 §4.2</a>
 */
public final class Ocsp {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int POINT = 65;

    private Ocsp() {}

    /** That the certificate is good. */
    public static byte[] good(DevelopmentAuthority authority, X509Certificate about, Instant from, Instant until)
            throws GeneralSecurityException {
        var issuer = authority.certificate();
        var name = issuer.getSubjectX500Principal().getEncoded();
        var info = issuer.getPublicKey().getEncoded();
        var key = Arrays.copyOfRange(info, info.length - POINT, info.length);
        var sha1 = MessageDigest.getInstance("SHA-1");
        var id = Der.sequence(
                Der.sequence(Der.oid("2b0e03021a"), new byte[] {5, 0}),
                Der.octets(sha1.digest(name)),
                Der.octets(sha1.digest(key)),
                Der.integer(about.getSerialNumber()));
        var good = new byte[] {(byte) 0x80, 0};
        var single = Der.sequence(id, good, time(from), Der.tagged(0xa0, time(until)));
        var said = Der.sequence(Der.tagged(0xa1, name), time(from), Der.sequence(single));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(authority.key());
        signature.update(said);
        var basic = Der.sequence(said, Der.sequence(Der.oid("2a8648ce3d040302")), Der.bits(signature.sign()));
        var successful = new byte[] {0x0a, 1, 0};
        return Der.sequence(
                successful, Der.tagged(0xa0, Der.sequence(Der.oid("2b0601050507300101"), Der.octets(basic))));
    }

    private static byte[] time(Instant at) {
        return Der.time(TIME.format(at));
    }
}
