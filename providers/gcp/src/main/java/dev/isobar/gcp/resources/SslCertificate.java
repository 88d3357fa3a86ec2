package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A certificate. Nothing of it can change, so its name ends in a digest of it.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/sslCertificates">sslCertificates</a>
 */
public record SslCertificate(Id id, Type type, String description) implements GcpResource {
    /** Who made it. */
    public sealed interface Type {
        /**
         * We did. The key is not part of it: keys appear in no plan.
         *
         * @param fingerprint SHA-256 of the certificate, in hexadecimal
         */
        record SelfManaged(String fingerprint) implements Type {}

        /** Google does, and renews it. */
        record Managed(SortedSet<String> domains) implements Type {
            public Managed {
                domains = Collections.unmodifiableSortedSet(new TreeSet<>(domains));
            }
        }
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
