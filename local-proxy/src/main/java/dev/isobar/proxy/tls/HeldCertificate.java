package dev.isobar.proxy.tls;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that listeners show, as its files were when they were read last.
 *
 * @param name in the model
 * @param serial in hexadecimal, lower case
 * @param until when it expires
 * @param stapledUntil when the OCSP response with it goes stale and is stapled no more; absent: there is none
 */
public record HeldCertificate(String name, String serial, Instant until, Optional<Instant> stapledUntil) {
    /** Whether there is an OCSP response that is not stapled any more. */
    public boolean isStale(Instant now) {
        return stapledUntil.filter(until -> !now.isBefore(until)).isPresent();
    }
}
