package dev.isobar.proxy.snapshot;

import java.time.Duration;

/** A cookie of the balancer, for a client to keep. */
public record SetCookie(String name, String value, Duration ttl) {
    /**
     * The value of the field.
     *
     * @param secure whether the client came by TLS
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6265#section-4.1">RFC 6265 §4.1, Set-Cookie</a>
     */
    public String text(boolean secure) {
        return name + "=" + value + "; Max-Age=" + ttl.toSeconds() + "; Path=/; HttpOnly" + (secure ? "; Secure" : "")
                + "; SameSite=Lax";
    }
}
