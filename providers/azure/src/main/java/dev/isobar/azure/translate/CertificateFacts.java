package dev.isobar.azure.translate;

import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.HostPattern;
import java.util.Set;

/** What a translation has to know of files that a model names. */
public interface CertificateFacts {
    /** A certificate with its key and its chain. */
    Facts of(PemFiles files);

    /** SHA-256 of a file with certificates of authorities, in hexadecimal. */
    String authorities(String file);

    /**
     * @param fingerprint SHA-256 of the certificate, in hexadecimal
     * @param hosts those that it is for
     */
    record Facts(String fingerprint, Set<HostPattern> hosts) {
        public Facts {
            hosts = Set.copyOf(hosts);
        }
    }
}
