package dev.isobar.azure.translate;

import dev.isobar.azure.resources.Certificates.SslCertificate;
import dev.isobar.azure.resources.Certificates.SslProfile;
import dev.isobar.azure.resources.ClientSide.Tls;
import dev.isobar.azure.resources.SslPolicy;
import dev.isobar.model.Certificate;
import dev.isobar.model.Certificate.KeyPair;
import dev.isobar.model.Cloud;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Report;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How listeners end TLS: "a TLS/SSL certificate must be added to the listener", one. Where the model has several, each
 * host that one of the others is for has a listener of its own.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/ssl-overview">TLS termination</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/key-vault-certs">Key Vault certificates</a>
 */
final class Ends {
    private static final Pattern SECRET =
            Pattern.compile("https://[-a-z0-9.]+/(secrets|certificates)/[-A-Za-z0-9]+(/.*)?");

    /** AES-GCM with forward secrecy only. */
    static final SslPolicy STRICT = new SslPolicy.Predefined("AppGwSslPolicy20220101S");

    private final Model model;
    private final Place.Azure place;
    private final Names names;
    private final CertificateFacts facts;
    private final GatewayParts parts;
    private final Report report;
    private final TreeMap<String, TlsTermination.Profile> profiles = new TreeMap<>();

    Ends(Model model, Place.Azure place, Names names, CertificateFacts facts, GatewayParts parts, Report report) {
        this.model = model;
        this.place = place;
        this.names = names;
        this.facts = facts;
        this.parts = parts;
        this.report = report;
    }

    /** What a listener has at hand. */
    record End(String sslProfile, List<Shown> certificates) {
        /** Hosts that need a listener of their own, because another certificate than the first is for them. */
        Collection<HostPattern> hosts() {
            var hosts = new TreeSet<HostPattern>();
            certificates.stream().skip(1).forEach(shown -> hosts.addAll(shown.hosts()));
            for (var first : certificates.getFirst().hosts()) {
                if (hosts.stream().anyMatch(other -> other.covers(first))) {
                    hosts.add(first);
                }
            }
            hosts.removeIf(host -> !RuleChecks.isHostName(host));
            return hosts;
        }

        /** @param host absent: any that no other listener has */
        Tls of(Optional<HostPattern> host) {
            var chosen = host.flatMap(wanted -> certificates.stream()
                            .filter(shown -> shown.hosts().contains(wanted))
                            .findFirst()
                            .or(() -> certificates.stream()
                                    .filter(shown -> shown.hosts().stream().anyMatch(known -> known.covers(wanted)))
                                    .findFirst()))
                    .orElse(certificates.getFirst());
            return new Tls(chosen.name(), Optional.of(sslProfile));
        }
    }

    /** @param name of the part */
    record Shown(String name, Set<HostPattern> hosts) {}

    /** @param listener name */
    End of(TlsTermination tls, String listener) {
        var path = "listeners." + listener + ".tls";
        profiles.put(path, tls.profile());
        var name = names.part(listener);
        tls.clients().ifPresent(clients -> clients(clients, name, path + ".clients"));
        GatewayParts.put(
                parts.sslProfiles,
                name,
                new SslProfile(policy(tls), tls.clients().isPresent()));
        var shown = tls.certificates().stream()
                .map(each -> shown(each, tls.certificates().size() > 1))
                .toList();
        return new End(name, shown);
    }

    private void clients(TlsTermination.ClientCertificates clients, String name, String path) {
        switch (clients) {
            case TlsTermination.ClientCertificates.Passed() ->
                report.refuse(
                        path + ".mode",
                        "is passthrough; Azure verifies certificates of clients, or looks at none",
                        "use mode: required with ca, or a tls listener without tls, behind which the targets verify");
            case TlsTermination.ClientCertificates.Verified(boolean required, var ca, var _) -> {
                if (!required) {
                    report.refuse(
                            path + ".mode",
                            "is optional; Azure refuses clients without a certificate, or looks at none",
                            "use mode: required, or remove clients");
                }
                ca.ifPresentOrElse(
                        file -> GatewayParts.put(parts.trustedClientCertificates, name, facts.authorities(file)),
                        () -> report.refuse(
                                path,
                                "names no authorities for Azure",
                                "add ca: FILE, with the PEM certificates of the authorities"));
            }
        }
    }

    private static SslPolicy policy(TlsTermination tls) {
        return switch (tls.minVersion()) {
            case TLS_1_2 ->
                switch (tls.profile()) {
                    case MODERN, FIPS -> STRICT;
                    case COMPATIBLE -> new SslPolicy.Predefined("AppGwSslPolicy20220101");
                };
            case TLS_1_3 -> new SslPolicy.CustomV2("TLSv1_3", List.of());
        };
    }

    /**
     * Whether the gateway is in FIPS mode, which is for all of it.
     *
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/fips">FIPS mode</a>
     */
    boolean fips() {
        boolean wanted = profiles.containsValue(TlsTermination.Profile.FIPS);
        profiles.forEach((path, profile) -> {
            if (wanted && profile != TlsTermination.Profile.FIPS) {
                report.refuse(
                        path + ".profile",
                        "is not fips, and that of another listener is; Azure has FIPS mode for a whole gateway",
                        "use profile: fips at all listeners, or two load balancers");
            }
        });
        return wanted;
    }

    private Shown shown(String name, boolean oneOfSeveral) {
        var certificate = model.certificates().get(name);
        if (certificate == null) {
            throw new IllegalArgumentException("no certificate \"" + name + "\"");
        }
        var part = names.part(name);
        var secret = Optional.ofNullable(certificate.stores().get(Cloud.AZURE));
        if (secret.isPresent()) {
            GatewayParts.put(parts.sslCertificates, part, vault(certificate, secret.get(), oneOfSeveral));
            return new Shown(part, Set.of());
        }
        if (!(certificate.keyPair().orElse(null) instanceof KeyPair.PemFiles files)) {
            report.refuse(
                    "certificates." + name,
                    certificate.keyPair().isPresent()
                            ? "is made anew at each start (selfSigned); Azure needs one that stays"
                            : "has no place in Azure and no files",
                    "add azure: ID, the secret id of a Key Vault certificate, or certificate and key");
            return new Shown(part, Set.of());
        }
        var known = facts.of(files);
        GatewayParts.put(parts.sslCertificates, part, new SslCertificate.Uploaded(known.fingerprint()));
        return new Shown(part, known.hosts());
    }

    private SslCertificate vault(Certificate certificate, String secret, boolean oneOfSeveral) {
        var path = "certificates." + certificate.name() + ".azure";
        if (!SECRET.matcher(secret).matches()) {
            report.refuse(
                    path,
                    "is \"" + secret + "\"; Azure names certificates by the secret id of a Key Vault",
                    "write it as in https://VAULT.vault.azure.net/secrets/NAME");
        }
        if (place.gateway().identity().isEmpty()) {
            report.refuse(
                    path,
                    "is in a Key Vault, and place.azure has no identity; a gateway reads a vault by a managed identity",
                    "add identity: /subscriptions/.../userAssignedIdentities/NAME to place.azure");
        }
        if (oneOfSeveral) {
            report.refuse(
                    path,
                    "is one of several certificates of a listener; Azure has one for each listener, and which hosts"
                            + " this one is for stands in the vault alone",
                    "use one certificate with all hosts, or a PEM file");
        }
        return new SslCertificate.KeyVault(secret);
    }
}
