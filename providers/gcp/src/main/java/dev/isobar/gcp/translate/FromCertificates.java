package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.ServerTls;
import dev.isobar.gcp.resources.SslCertificate;
import dev.isobar.gcp.resources.SslPolicy;
import dev.isobar.gcp.resources.SslPolicy.MinTlsVersion;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cloud;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Losses;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Certificates and SSL policies as a model says them: the inverse of {@link Certificates}. */
final class FromCertificates {
    private final Snapshot observed;
    private final Losses losses;
    private final NewNames names = new NewNames();
    private final Map<Ref, String> uploaded = new TreeMap<>();
    private final Map<String, String> existing = new TreeMap<>();
    private final SortedMap<String, Certificate> all = new TreeMap<>();

    FromCertificates(Snapshot observed, Losses losses) {
        this.observed = observed;
        this.losses = losses;
    }

    SortedMap<String, Certificate> all() {
        return all;
    }

    /** @param place of the proxy */
    TlsTermination of(ServerTls tls, Losses.Place place) {
        var certificates = tls.sslCertificates().stream()
                .map(certificate -> switch (certificate) {
                    case ServerTls.Certificate.Uploaded(var ref) -> uploaded.computeIfAbsent(ref, this::upload);
                    case ServerTls.Certificate.Existing(var id) -> existing.computeIfAbsent(id.name(), this::exists);
                })
                .distinct()
                .toList();
        if (certificates.isEmpty()) {
            certificates = List.of(elsewhere(place));
        }
        var policy = observed.find(tls.sslPolicy()).map(SslPolicy.class::cast);
        if (policy.isEmpty()) {
            losses.add(
                    place,
                    "tls.sslPolicy",
                    "is none; Google then takes its COMPATIBLE profile with TLS 1.0 and later, and the file says 1.2");
        }
        return new TlsTermination(
                certificates,
                policy.filter(found -> found.minTlsVersion() == MinTlsVersion.TLS_1_3)
                                .isPresent()
                        ? TlsTermination.Version.TLS_1_3
                        : TlsTermination.Version.TLS_1_2,
                policy.map(this::profile).orElse(TlsTermination.Profile.COMPATIBLE),
                Optional.empty());
    }

    private TlsTermination.Profile profile(SslPolicy policy) {
        return switch (policy.profile()) {
            case RESTRICTED -> TlsTermination.Profile.MODERN;
            case COMPATIBLE -> TlsTermination.Profile.COMPATIBLE;
            case FIPS_202205 -> TlsTermination.Profile.FIPS;
            case MODERN -> {
                losses.add(
                        new Losses.Place(policy.ref(), "", ""),
                        "profile",
                        "is MODERN, which lies between the profiles of a model; the file says compatible");
                yield TlsTermination.Profile.COMPATIBLE;
            }
        };
    }

    /** One that we made: its key never comes back. */
    private String upload(Ref ref) {
        var certificate = observed.find(ref).map(SslCertificate.class::cast);
        var wanted = certificate
                .flatMap(found -> Ownership.partOf(found.description(), "certificates/"))
                .orElseGet(() -> ref.name().substring(ref.name().lastIndexOf('/') + 1));
        var name = names.of(wanted);
        var files = files(name);
        losses.add(
                new Losses.Place(ref, "", "certificates." + name),
                "type",
                "has a key that Google does not show; the file expects certificate and key in %s and %s%s"
                        .formatted(
                                files.certificate(),
                                files.key(),
                                certificate.map(FromCertificates::which).orElse("")));
        all.put(name, new Certificate(name, files));
        return name;
    }

    /** One of a certificate map, which is kept by another API. */
    private String elsewhere(Losses.Place place) {
        var name = names.of(place.path().substring(place.path().lastIndexOf('.') + 1));
        var files = files(name);
        losses.add(
                place,
                "tls.sslCertificates",
                "are none; Google takes those of a certificate map, and the file expects one in %s and %s"
                        .formatted(files.certificate(), files.key()));
        all.put(name, new Certificate(name, files));
        return name;
    }

    private static Certificate.KeyPair.PemFiles files(String name) {
        return new Certificate.KeyPair.PemFiles("certs/" + name + ".pem", "certs/" + name + ".key");
    }

    private static String which(SslCertificate certificate) {
        return switch (certificate.type()) {
            case SslCertificate.Type.SelfManaged(var fingerprint) -> ", with the SHA-256 fingerprint " + fingerprint;
            case SslCertificate.Type.Managed(var domains) -> ", for " + domains;
        };
    }

    private String exists(String id) {
        var name = names.of(id);
        all.put(name, new Certificate(name, Optional.empty(), new TreeMap<>(Map.of(Cloud.GCP, id))));
        return name;
    }
}
