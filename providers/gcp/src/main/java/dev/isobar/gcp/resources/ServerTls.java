package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a proxy ends TLS.
 *
 * @param sslCertificates 1 to 15; the first answers clients that name no host
 */
public record ServerTls(List<Certificate> sslCertificates, Ref sslPolicy) {
    public ServerTls {
        sslCertificates = List.copyOf(sslCertificates);
    }

    /** Where a certificate is. */
    public sealed interface Certificate {
        /** An {@link SslCertificate} of ours. */
        record Uploaded(Ref sslCertificate) implements Certificate {}

        /** There already, and not ours. */
        record Existing(Id sslCertificate) implements Certificate {}
    }

    Set<Ref> uses() {
        var used = new HashSet<Ref>();
        used.add(sslPolicy);
        for (var certificate : sslCertificates) {
            if (certificate instanceof Certificate.Uploaded(var ours)) {
                used.add(ours);
            }
        }
        return Set.copyOf(used);
    }
}
