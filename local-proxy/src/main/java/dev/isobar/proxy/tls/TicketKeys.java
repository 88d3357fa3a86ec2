package dev.isobar.proxy.tls;

import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What session tickets are encrypted with: random secrets, of which the newest writes and the two before still read. A
 * secret that is gone opens no recorded session any more. Each use has keys of its own, so that a ticket of one is
 * worth nothing to another. Any thread may call it.
 *
 * <p>Only the engine of OpenSSL takes keys; Java's own makes some for each context, which a reload forgets.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5077#section-5.5">RFC 5077 §5.5, keys of tickets</a>
 */
public final class TicketKeys {
    private static final int KEPT = 3;
    private static final int SECRET = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private volatile List<byte[]> secrets = List.of(fresh());

    private static byte[] fresh() {
        var secret = new byte[SECRET];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** From now on a new secret writes, and the oldest reads no more; contexts learn it by {@link #give}. */
    public synchronized void rotate() {
        secrets =
                Stream.concat(Stream.of(fresh()), secrets.stream()).limit(KEPT).toList();
    }

    /**
     * Tells a context the keys in force.
     *
     * @param use what the sessions may be used for
     */
    void give(SslContext context, String use) {
        if (context instanceof OpenSslContext open) {
            open.sessionContext()
                    .setTicketKeys(
                            secrets.stream().map(secret -> key(secret, use)).toArray(OpenSslSessionTicketKey[]::new));
        }
    }

    private static OpenSslSessionTicketKey key(byte[] secret, String use) {
        try {
            var mac = Mac.getInstance("HmacSHA384");
            mac.init(new SecretKeySpec(secret, "HmacSHA384"));
            var octets = mac.doFinal(use.getBytes(StandardCharsets.UTF_8));
            int hmac = OpenSslSessionTicketKey.NAME_SIZE;
            int aes = hmac + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
            return new OpenSslSessionTicketKey(
                    Arrays.copyOfRange(octets, 0, hmac),
                    Arrays.copyOfRange(octets, hmac, aes),
                    Arrays.copyOfRange(octets, aes, aes + OpenSslSessionTicketKey.AES_KEY_SIZE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA384", e);
        }
    }
}
