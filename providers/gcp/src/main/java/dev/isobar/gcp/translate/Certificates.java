package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.ServerTls;
import dev.isobar.gcp.resources.SslCertificate;
import dev.isobar.gcp.resources.SslPolicy;
import dev.isobar.gcp.resources.SslPolicy.MinTlsVersion;
import dev.isobar.gcp.resources.SslPolicy.Profile;
import dev.isobar.model.Certificate;
import dev.isobar.model.Certificate.KeyPair;
import dev.isobar.model.Cloud;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Certificates and SSL policies.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/ssl-certificates">SSL certificates overview</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/ssl-policies-concepts">SSL policies: RESTRICTED has only
 *     suites with forward secrecy and authenticated encryption</a>
 */
final class Certificates {
    private static final int MOST = 15;

    private final Model model;
    private final Site site;
    private final Function<Certificate, String> fingerprints;
    private final Report report;
    private final SortedMap<String, SslCertificate> uploaded = new TreeMap<>();
    private final List<SslPolicy> policies = new ArrayList<>();

    Certificates(Model model, Site site, Function<Certificate, String> fingerprints, Report report) {
        this.model = model;
        this.site = site;
        this.fingerprints = fingerprints;
        this.report = report;
    }

    List<GcpResource> resources() {
        var all = new ArrayList<GcpResource>(uploaded.values());
        all.addAll(policies);
        return all;
    }

    ServerTls of(TlsTermination tls, String listener) {
        var path = "listeners." + listener + ".tls";
        tls.clients()
                .ifPresent(_ -> report.refuse(
                        path + ".clients",
                        "asks clients for certificates; Google reads the authorities from a trust configuration of"
                                + " other APIs, which is not translated",
                        "remove clients, or let the targets end TLS behind a tcp listener"));
        if (tls.certificates().size() > MOST) {
            report.refuse(
                    path + ".certificates",
                    "has %d; Google takes %d for a proxy"
                            .formatted(tls.certificates().size(), MOST),
                    "use certificates with several hosts, or several listeners");
        }
        var policy = new SslPolicy(
                site.id(Names.of(model.name(), listener)),
                profile(tls, path),
                tls.minVersion() == TlsTermination.Version.TLS_1_3 ? MinTlsVersion.TLS_1_3 : MinTlsVersion.TLS_1_2,
                Ownership.description(model, "listeners/" + listener));
        policies.add(policy);
        return new ServerTls(tls.certificates().stream().map(this::source).toList(), policy.ref());
    }

    private Profile profile(TlsTermination tls, String path) {
        boolean newest = tls.minVersion() == TlsTermination.Version.TLS_1_3;
        return switch (tls.profile()) {
            case MODERN -> Profile.RESTRICTED;
            case COMPATIBLE -> newest ? Profile.RESTRICTED : Profile.COMPATIBLE;
            case FIPS -> {
                if (newest) {
                    report.refuse(
                            path + ".minVersion",
                            "is 1.3 with profile: fips; Google has its FIPS profile with 1.2 only",
                            "use minVersion: \"1.2\", or profile: modern");
                }
                yield Profile.FIPS_202205;
            }
        };
    }

    private ServerTls.Certificate source(String name) {
        var certificate = model.certificates().get(name);
        if (certificate == null) {
            throw new IllegalArgumentException("no certificate \"" + name + "\"");
        }
        var path = "certificates." + name;
        var existing = certificate.stores().get(Cloud.GCP);
        if (existing != null) {
            if (!existing.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
                report.refuse(
                        path + ".gcp",
                        "is \"%s\"; an SSL certificate of Google has a name of 1 to 63 lower-case letters, digits and"
                                        .formatted(existing)
                                + " dashes",
                        "write its name alone, without project");
            }
            return new ServerTls.Certificate.Existing(site.id(existing));
        }
        if (!(certificate.keyPair().orElse(null) instanceof KeyPair.PemFiles)) {
            report.refuse(
                    path,
                    certificate.keyPair().isPresent()
                            ? "is made anew at each start (selfSigned); Google needs one that stays"
                            : "has no place in Google Cloud and no files",
                    "add gcp: NAME, or certificate and key");
            return new ServerTls.Certificate.Existing(site.id("none"));
        }
        return new ServerTls.Certificate.Uploaded(
                uploaded.computeIfAbsent(name, _ -> uploaded(certificate)).ref());
    }

    private SslCertificate uploaded(Certificate certificate) {
        var fingerprint = fingerprints.apply(certificate);
        return new SslCertificate(
                site.id(Names.of(model.name(), certificate.name(), fingerprint)),
                new SslCertificate.Type.SelfManaged(fingerprint),
                Ownership.description(model, "certificates/" + certificate.name()));
    }
}
