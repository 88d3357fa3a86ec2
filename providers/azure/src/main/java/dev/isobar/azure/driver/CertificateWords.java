package dev.isobar.azure.driver;

import dev.isobar.azure.resources.Certificates.SslCertificate;
import dev.isobar.azure.resources.Certificates.SslProfile;
import dev.isobar.azure.resources.SslPolicy;
import dev.isobar.provider.Pem;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Certificates of a gateway and profiles of its listeners. */
final class CertificateWords {
    private final References references;
    private final Secrets secrets;

    CertificateWords(References references, Secrets secrets) {
        this.references = references;
        this.secrets = secrets;
    }

    /** What is secret comes in and does not go out again; the service shows the certificate alone. */
    Words<SslCertificate> sslCertificates() {
        return Words.of(
                "sslCertificates",
                Set.of("data", "password", "keyVaultSecretId"),
                CertificateWords::certificate,
                wanted -> switch (wanted) {
                    case SslCertificate.KeyVault(var secret) -> Json.object().put("keyVaultSecretId", secret);
                    case SslCertificate.Uploaded(var fingerprint) -> {
                        var archive = secrets.archive(fingerprint);
                        yield Json.object().put("data", archive.data()).put("password", archive.password());
                    }
                });
    }

    private static SslCertificate certificate(ObjectNode part) {
        var secret = Json.find(part, "properties", "keyVaultSecretId").filter(id -> !id.isEmpty());
        return secret.<SslCertificate>map(SslCertificate.KeyVault::new)
                .orElseGet(() -> new SslCertificate.Uploaded(
                        fingerprint(octets(Json.required(part, "properties", "publicCertData")))));
    }

    /** Of what the service shows of a certificate with its chain, in any order: that which vouches for no other. */
    private static String fingerprint(byte[] octets) {
        var chain = Pem.chain(octets);
        var itself = chain.stream()
                .filter(each -> chain.stream()
                        .noneMatch(other -> !other.equals(each)
                                && other.getIssuerX500Principal().equals(each.getSubjectX500Principal())))
                .findFirst()
                .orElse(chain.getFirst());
        return Pem.fingerprint(List.of(itself));
    }

    private static byte[] octets(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    Words<String> trustedClientCertificates() {
        return authorities("trustedClientCertificates");
    }

    Words<String> trustedRootCertificates() {
        return authorities("trustedRootCertificates");
    }

    private Words<String> authorities(String collection) {
        return Words.of(
                collection,
                Set.of("data"),
                part -> Pem.sha256(octets(Json.required(part, "properties", "data"))),
                wanted -> Json.object().put("data", secrets.authorities(wanted)));
    }

    Words<SslProfile> sslProfiles() {
        return new Words<>(
                "sslProfiles",
                Set.of("sslPolicy", "trustedClientCertificates"),
                Map.of(
                        "clientAuthConfiguration",
                        "{\"verifyClientCertIssuerDN\":false,\"verifyClientRevocation\":\"None\"}"),
                CertificateWords::profile,
                this::profile);
    }

    private static SslProfile profile(ObjectNode part) {
        var name = Json.text(part, "name");
        var trusted = Json.items(part, "properties", "trustedClientCertificates")
                .map(item -> References.last(Json.text(item, "id")))
                .toList();
        if (trusted.size() > 1 || !trusted.stream().allMatch(name::equals)) {
            throw new IllegalArgumentException("it trusts " + trusted + ", and not one that is called as itself");
        }
        return new SslProfile(
                policy(part.path("properties").path("sslPolicy"))
                        .orElseThrow(() -> new IllegalArgumentException("it has no policy of its own")),
                !trusted.isEmpty());
    }

    private ObjectNode profile(SslProfile wanted, ObjectNode there) {
        var properties = Json.object();
        properties.set("sslPolicy", policy(wanted.sslPolicy()));
        if (wanted.verifiesClients()) {
            properties
                    .putArray("trustedClientCertificates")
                    .add(references.to("trustedClientCertificates", Json.text(there, "name")));
        }
        return properties;
    }

    /** Empty where nothing is said. */
    static Optional<SslPolicy> policy(JsonNode node) {
        return switch (Json.text(node, "policyType")) {
            case "Predefined" -> Optional.of(new SslPolicy.Predefined(Json.required(node, "policyName")));
            case "CustomV2" ->
                Optional.of(new SslPolicy.CustomV2(
                        Json.required(node, "minProtocolVersion"), Json.textsOf(node, "cipherSuites")));
            case "" -> Optional.empty();
            default -> throw new IllegalArgumentException("its policy is " + node);
        };
    }

    static ObjectNode policy(SslPolicy wanted) {
        return switch (wanted) {
            case SslPolicy.Predefined(var name) ->
                Json.object().put("policyType", "Predefined").put("policyName", name);
            case SslPolicy.CustomV2(var version, var suites) -> {
                var policy = Json.object().put("policyType", "CustomV2").put("minProtocolVersion", version);
                if (!suites.isEmpty()) {
                    policy.set("cipherSuites", Json.texts(suites));
                }
                yield policy;
            }
        };
    }
}
