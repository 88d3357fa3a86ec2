package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;
import java.util.Set;

/**
 * Which TLS clients may speak.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/ssl-policies-concepts">SSL policies</a>
 */
public record SslPolicy(Id id, Profile profile, MinTlsVersion minTlsVersion, String description)
        implements GcpResource {
    public enum Profile {
        COMPATIBLE,
        MODERN,
        RESTRICTED,
        /** Only with TLS 1.2 as the oldest version. */
        FIPS_202205
    }

    public enum MinTlsVersion {
        TLS_1_2,
        /** Only with {@link Profile#RESTRICTED}. */
        TLS_1_3
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
