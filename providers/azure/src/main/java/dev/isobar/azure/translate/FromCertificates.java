package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Certificates.SslCertificate;
import dev.isobar.azure.resources.Certificates.SslProfile;
import dev.isobar.azure.resources.ClientSide;
import dev.isobar.azure.resources.SslPolicy;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cloud;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.NewNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How listeners end TLS, as a model says it: the inverse of {@link Ends}. Keys never come back. */
final class FromCertificates {
    private final OurNames names;
    private final Losses losses;
    private final NewNames fresh = new NewNames();
    private final Map<String, String> given = new HashMap<>();
    private final SortedMap<String, Certificate> certificates = new TreeMap<>();

    FromCertificates(OurNames names, Losses losses) {
        this.names = names;
        this.losses = losses;
    }

    SortedMap<String, Certificate> all() {
        return certificates;
    }

    /**
     * @param shown what the listeners that are one of the model show; that for any host last
     * @param listener of the model
     */
    TlsTermination of(List<ClientSide.Tls> shown, ApplicationGateway gateway, String listener) {
        var used = new ArrayList<String>();
        used.add(certificate(shown.getLast().sslCertificate(), gateway));
        shown.stream()
                .map(tls -> certificate(tls.sslCertificate(), gateway))
                .distinct()
                .filter(name -> !name.equals(used.getFirst()))
                .sorted()
                .forEach(used::add);
        var profile = shown.getLast()
                .sslProfile()
                .map(name -> gateway.certificates().sslProfiles().get(name))
                .orElse(new SslProfile(gateway.deployment().protocols().sslPolicy(), false));
        var policy = profile == null ? gateway.deployment().protocols().sslPolicy() : profile.sslPolicy();
        boolean verifies = profile != null && profile.verifiesClients();
        return new TlsTermination(
                used,
                version(policy, gateway, listener),
                gateway.deployment().protocols().enableFips() ? TlsTermination.Profile.FIPS : profile(policy),
                verifies ? Optional.of(clients(gateway, listener)) : Optional.empty());
    }

    private TlsTermination.ClientCertificates clients(ApplicationGateway gateway, String listener) {
        var file = "certs/" + listener + "-clients.pem";
        losses.add(
                gateway.ref(),
                "certificates.trustedClientCertificates",
                "are known by their digest; put the authorities of clients into " + file,
                "listeners." + listener + ".tls.clients.ca");
        return new TlsTermination.ClientCertificates.Verified(true, Optional.of(file), Optional.empty());
    }

    private TlsTermination.Version version(SslPolicy policy, ApplicationGateway gateway, String listener) {
        switch (policy) {
            case SslPolicy.Predefined(var name) -> {
                if (!name.startsWith("AppGwSslPolicy20220101")) {
                    old(name, gateway, listener);
                }
            }
            case SslPolicy.CustomV2(var version, var suites) -> {
                if (version.equals("TLSv1_3")) {
                    return TlsTermination.Version.TLS_1_3;
                }
                old(version + " with " + suites, gateway, listener);
            }
        }
        return TlsTermination.Version.TLS_1_2;
    }

    private void old(String policy, ApplicationGateway gateway, String listener) {
        losses.add(
                gateway.ref(),
                "certificates.sslProfiles",
                "is " + policy + ", which is none of the policies of a model: the nearest of TLS 1.2 instead",
                "listeners." + listener + ".tls.profile");
    }

    private static TlsTermination.Profile profile(SslPolicy policy) {
        return switch (policy) {
            case SslPolicy.Predefined(var name) ->
                name.equals("AppGwSslPolicy20220101S")
                        ? TlsTermination.Profile.MODERN
                        : TlsTermination.Profile.COMPATIBLE;
            case SslPolicy.CustomV2 _ -> TlsTermination.Profile.MODERN;
        };
    }

    private String certificate(String part, ApplicationGateway gateway) {
        var name =
                given.computeIfAbsent(part, other -> names.of(other).isEmpty() ? fresh.of(other) : names.first(other));
        certificates.computeIfAbsent(name, _ -> made(name, part, gateway));
        return name;
    }

    private Certificate made(String name, String part, ApplicationGateway gateway) {
        return switch (Objects.requireNonNullElseGet(
                gateway.certificates().sslCertificates().get(part), () -> new SslCertificate.Uploaded(""))) {
            case SslCertificate.KeyVault(var id) ->
                new Certificate(name, Optional.empty(), new TreeMap<>(Map.of(Cloud.AZURE, id)));
            case SslCertificate.Uploaded(var fingerprint) -> {
                losses.add(
                        gateway.ref(),
                        "certificates.sslCertificates." + part,
                        "keeps its key (SHA-256 of the certificate %s): put both into files".formatted(fingerprint),
                        "certificates." + name);
                yield new Certificate(
                        name, new Certificate.KeyPair.PemFiles("certs/" + name + ".pem", "certs/" + name + ".key"));
            }
        };
    }
}
