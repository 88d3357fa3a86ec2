package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A certificate that we put into AWS Certificate Manager. The key is not part of it: keys appear in no plan.
 *
 * @param name ends in a digest of the certificate, so that another certificate is another resource
 * @param fingerprint SHA-256 of the certificate, in hexadecimal
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html">ImportCertificate</a>
 */
public record ImportedCertificate(String name, String fingerprint, SortedMap<String, String> tags)
        implements AwsResource {
    public ImportedCertificate {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    @Override
    public Ref ref() {
        return new Ref("ImportedCertificate", name);
    }

    @Override
    public Set<Ref> uses() {
        return Set.of();
    }
}
