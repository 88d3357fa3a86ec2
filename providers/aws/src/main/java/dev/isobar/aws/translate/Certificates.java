package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.Listener.CertificateSource;
import dev.isobar.aws.resources.Listener.Tls;
import dev.isobar.model.Certificate;
import dev.isobar.model.Certificate.KeyPair;
import dev.isobar.model.Cloud;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Certificates and security policies.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html">Security
 *     policies</a>
 */
final class Certificates {
    private final Model model;
    private final Function<Certificate, String> fingerprints;
    private final Report report;
    private final ClientCertificates clients;
    private final SortedMap<String, ImportedCertificate> imported = new TreeMap<>();

    Certificates(Model model, Function<Certificate, String> fingerprints, Report report) {
        this.model = model;
        this.fingerprints = fingerprints;
        this.report = report;
        clients = new ClientCertificates(model, report);
    }

    /** Those that listeners use and AWS has not yet, and the trust stores for those of clients. */
    List<AwsResource> resources() {
        return Stream.<AwsResource>concat(imported.values().stream(), clients.resources().stream())
                .toList();
    }

    /**
     * @param requests whether the load balancer sees requests, which a Network Load Balancer does not
     * @param path of the listener
     */
    Tls of(TlsTermination tls, boolean requests, String path) {
        var sources = tls.certificates().stream().map(this::source).toList();
        var ordered = new ArrayList<CertificateSource>();
        ordered.add(sources.getFirst());
        // AWS chooses among the others by the client's wish, and returns them in no order.
        sources.stream()
                .skip(1)
                .distinct()
                .sorted(Comparator.comparing(CertificateSource::toString))
                .forEach(ordered::add);
        return new Tls(policy(tls.profile(), tls.minVersion()), List.copyOf(ordered), clients.of(tls, requests, path));
    }

    private CertificateSource source(String name) {
        var certificate = model.certificates().get(name);
        if (certificate == null) {
            throw new IllegalArgumentException("no certificate \"" + name + "\"");
        }
        var path = "certificates." + name;
        var arn = certificate.stores().get(Cloud.AWS);
        if (arn != null) {
            if (!arn.startsWith("arn:")) {
                report.refuse(
                        path + ".aws",
                        "is \"" + arn + "\"; AWS names certificates by ARN",
                        "write it as in arn:aws:acm:REGION:ACCOUNT:certificate/ID");
            }
            return new CertificateSource.Arn(arn);
        }
        if (!(certificate.keyPair().orElse(null) instanceof KeyPair.PemFiles)) {
            report.refuse(
                    path,
                    certificate.keyPair().isPresent()
                            ? "is made anew at each start (selfSigned); AWS needs one that stays"
                            : "has no place in AWS and no files",
                    "add aws: {arn: ...}, or certificate and key");
            return new CertificateSource.Arn("arn:");
        }
        var resource = imported.computeIfAbsent(name, _ -> imported(certificate));
        return new CertificateSource.Imported(resource.ref());
    }

    private ImportedCertificate imported(Certificate certificate) {
        var fingerprint = fingerprints.apply(certificate);
        return new ImportedCertificate(
                Names.certificate(model.name(), certificate.name(), fingerprint),
                fingerprint,
                Tags.of(model, "certificates/" + certificate.name()));
    }

    /** The policies of FIPS 140 have {@code FIPS} in their names; all of 1.3 alone have forward secrecy. */
    static String policy(TlsTermination.Profile profile, TlsTermination.Version oldest) {
        return switch (oldest) {
            case TLS_1_2 ->
                switch (profile) {
                    case MODERN -> "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";
                    case COMPATIBLE -> "ELBSecurityPolicy-TLS13-1-2-2021-06";
                    case FIPS -> "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04";
                };
            case TLS_1_3 ->
                switch (profile) {
                    case MODERN, COMPATIBLE -> "ELBSecurityPolicy-TLS13-1-3-2021-06";
                    case FIPS -> "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04";
                };
        };
    }
}
