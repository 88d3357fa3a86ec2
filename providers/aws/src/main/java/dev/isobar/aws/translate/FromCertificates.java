package dev.isobar.aws.translate;

import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.Listener.CertificateSource;
import dev.isobar.aws.resources.Listener.Tls;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cloud;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.TlsTermination.Profile;
import dev.isobar.model.TlsTermination.Version;
import dev.isobar.provider.Losses;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Certificates and security policies, as a model says them. */
final class FromCertificates {
    private static final String OURS = "certificates/";

    private final Map<Ref, String> arns;
    private final FromClientCertificates clients;
    private final Losses losses;
    private final Map<CertificateSource, String> names = new HashMap<>();
    private final SortedMap<String, Certificate> certificates = new TreeMap<>();

    /**
     * @param all that listeners name
     * @param arns of certificates of ours
     */
    FromCertificates(Collection<CertificateSource> all, Snapshot observed, Map<Ref, String> arns, Losses losses) {
        this.arns = arns;
        this.losses = losses;
        clients = new FromClientCertificates(observed, losses);
        var fresh = new NewNames();
        for (var source : all.stream()
                .distinct()
                .sorted(Comparator.comparing(FromCertificates::order))
                .toList()) {
            var name = fresh.of(
                    switch (source) {
                        case CertificateSource.Imported(var certificate) -> given(certificate, observed);
                        case CertificateSource.Arn(var arn) -> last(arn);
                    });
            names.put(source, name);
            certificates.put(name, certificate(name, source, observed));
        }
    }

    /** Names that were chosen once come first. */
    private static String order(CertificateSource source) {
        return switch (source) {
            case CertificateSource.Imported(var certificate) -> "0" + certificate.name();
            case CertificateSource.Arn(var arn) -> "1" + arn;
        };
    }

    private static String given(Ref certificate, Snapshot observed) {
        return observed.find(certificate)
                .map(ImportedCertificate.class::cast)
                .map(own -> own.tags().getOrDefault(Tags.ID, ""))
                .filter(id -> id.startsWith(OURS))
                .map(id -> id.substring(OURS.length()))
                .orElse(certificate.name());
    }

    /** Ids of Certificate Manager are long and say nothing; those of IAM are names. */
    private static String last(String arn) {
        var id = arn.substring(arn.lastIndexOf('/') + 1);
        return id.matches("[0-9a-f]{8}-[-0-9a-f]+") ? "cert-" + id.substring(0, 8) : id;
    }

    /** By name. */
    SortedMap<String, Certificate> all() {
        return certificates;
    }

    private Certificate certificate(String name, CertificateSource source, Snapshot observed) {
        var arn = switch (source) {
            case CertificateSource.Arn(var own) -> Optional.of(own);
            case CertificateSource.Imported(var certificate) -> Optional.ofNullable(arns.get(certificate));
        };
        if (arn.isPresent()) {
            return new Certificate(name, Optional.empty(), new TreeMap<>(Map.of(Cloud.AWS, arn.get())));
        }
        var files = new Certificate.KeyPair.PemFiles("certs/" + name + ".pem", "certs/" + name + ".key");
        if (source instanceof CertificateSource.Imported(var certificate)) {
            losses.add(
                    new Losses.Place(certificate, "", "certificates." + name),
                    "certificate",
                    "a key never leaves AWS; put the certificate%s and its key into %s and %s"
                            .formatted(fingerprint(certificate, observed), files.certificate(), files.key()));
        }
        return new Certificate(name, files);
    }

    private static String fingerprint(Ref certificate, Snapshot observed) {
        return observed.find(certificate)
                .map(own -> " with SHA-256 " + ((ImportedCertificate) own).fingerprint())
                .orElse("");
    }

    TlsTermination of(Tls tls, Losses.Place place) {
        var ordered = new ArrayList<String>();
        var named = tls.certificates().stream()
                .map(source -> names.getOrDefault(source, ""))
                .distinct()
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException(place.resource() + " ends TLS without a certificate");
        }
        ordered.add(named.getFirst());
        named.stream().skip(1).sorted().forEach(ordered::add);
        var policy = policy(tls.sslPolicy(), place);
        return new TlsTermination(ordered, policy.oldest(), policy.profile(), clients.of(tls, place));
    }

    private record Policy(Profile profile, Version oldest) {}

    private Policy policy(String name, Losses.Place place) {
        for (var oldest : Version.values()) {
            for (var profile : Profile.values()) {
                if (Certificates.policy(profile, oldest).equals(name)) {
                    return new Policy(profile, oldest);
                }
            }
        }
        var near = new Policy(
                name.contains("FIPS") ? Profile.FIPS : name.contains("-Res-") ? Profile.MODERN : Profile.COMPATIBLE,
                name.contains("TLS13-1-3-") ? Version.TLS_1_3 : Version.TLS_1_2);
        losses.add(
                place,
                "tls.sslPolicy",
                "is %s; a model has no such policy, the nearest for it is %s"
                        .formatted(name, Certificates.policy(near.profile(), near.oldest())));
        return near;
    }
}
