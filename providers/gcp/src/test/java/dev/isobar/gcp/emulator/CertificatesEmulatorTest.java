package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.HttpRedirectAction;
import com.google.cloud.compute.v1.RegionSslCertificatesClient;
import com.google.cloud.compute.v1.RegionSslCertificatesSettings;
import com.google.cloud.compute.v1.SslCertificate;
import com.google.cloud.compute.v1.SslCertificateManagedSslCertificate;
import com.google.cloud.compute.v1.SslCertificateSelfManagedSslCertificate;
import com.google.cloud.compute.v1.SslCertificatesClient;
import com.google.cloud.compute.v1.SslCertificatesSettings;
import com.google.cloud.compute.v1.SslPoliciesClient;
import com.google.cloud.compute.v1.SslPoliciesSettings;
import com.google.cloud.compute.v1.SslPolicy;
import com.google.cloud.compute.v1.SslPolicyReference;
import com.google.cloud.compute.v1.TargetHttpsProxiesClient;
import com.google.cloud.compute.v1.TargetHttpsProxiesSetSslCertificatesRequest;
import com.google.cloud.compute.v1.TargetHttpsProxiesSettings;
import com.google.cloud.compute.v1.TargetHttpsProxy;
import com.google.cloud.compute.v1.UrlMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates, policies, and the proxies that present and follow them. Managed certificates take ten calls. */
class CertificatesEmulatorTest {
    private final Cloud cloud = Cloud.start(Settings.usual().with(new Pace(500, 0, 0, 0, 10)));
    private final SslCertificatesClient certificates =
            cloud.client(SslCertificatesSettings.newBuilder(), SslCertificatesClient::create);
    private final SslPoliciesClient policies =
            cloud.client(SslPoliciesSettings.newBuilder(), SslPoliciesClient::create);
    private final TargetHttpsProxiesClient proxies =
            cloud.client(TargetHttpsProxiesSettings.newBuilder(), TargetHttpsProxiesClient::create);

    @BeforeEach
    void map() {
        cloud.service("shop");
        Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, Cloud.urlMap("shop", "shop")));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static String pem(String name) {
        try (var in = Objects.requireNonNull(
                CertificatesEmulatorTest.class.getResourceAsStream("/certificates/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SslCertificate certificate(String name, String certificate, String key) {
        return SslCertificate.newBuilder()
                .setName(name)
                .setType("SELF_MANAGED")
                .setSelfManaged(SslCertificateSelfManagedSslCertificate.newBuilder()
                        .setCertificate(certificate)
                        .setPrivateKey(key))
                .build();
    }

    private void insert(SslCertificate certificate) {
        Cloud.done(certificates.insertAsync(Cloud.PROJECT, certificate));
    }

    private static TargetHttpsProxy proxy(String... certificates) {
        return TargetHttpsProxy.newBuilder()
                .setName("shop")
                .setUrlMap("global/urlMaps/shop")
                .addAllSslCertificates(List.of(certificates).stream()
                        .map(name -> "global/sslCertificates/" + name)
                        .toList())
                .build();
    }

    @Test
    void readsCertificatesAndKeepsTheirKeys() {
        insert(certificate("ec", pem("ec.pem"), pem("ec.key")));
        insert(certificate("rsa", pem("rsa.pem"), pem("rsa.key")));

        assertThat(certificates.get(Cloud.PROJECT, "ec")).satisfies(there -> {
            assertThat(there.getSubjectAlternativeNamesList()).containsExactly("shop.example.com", "www.example.com");
            assertThat(there.getExpireTime()).startsWith("21");
            assertThat(there.getSelfManaged().getCertificate()).isEqualTo(pem("ec.pem"));
            assertThat(there.getSelfManaged().hasPrivateKey()).isFalse();
            assertThat(there.hasPrivateKey()).isFalse();
            assertThat(there.getType()).isEqualTo("SELF_MANAGED");
        });
    }

    @Test
    void refusesCertificatesAndKeysThatAreNone() {
        assertThat(Cloud.refusal(() -> insert(certificate("a", "none", pem("ec.key")))))
                .isEqualTo(new Cloud.Refusal(
                        400, "sslCertificateCouldNotParseCert", "The SSL certificate could not be parsed."));
        assertThat(Cloud.reason(() -> insert(certificate("a", pem("ec.pem"), "none"))))
                .isEqualTo("sslCertificateCouldNotParseKey");
        assertThat(Cloud.reason(() -> insert(certificate("a", pem("ec.pem"), pem("rsa.key")))))
                .isEqualTo("sslCertificateCouldNotParseKey");
        assertThat(Cloud.refusal(() -> insert(certificate("a", pem("ec.pem"), otherKey())))
                        .message())
                .isEqualTo("The SSL certificate and key do not match.");
        assertThat(certificates.list(Cloud.PROJECT).iterateAll()).isEmpty();
    }

    private static String otherKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var octets = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(octets));
    }

    private static SslCertificate managed(String... domains) {
        return SslCertificate.newBuilder()
                .setName("managed")
                .setType("MANAGED")
                .setManaged(SslCertificateManagedSslCertificate.newBuilder().addAllDomains(List.of(domains)))
                .build();
    }

    private SslCertificateManagedSslCertificate status() {
        return certificates.get(Cloud.PROJECT, "managed").getManaged();
    }

    @Test
    void managedCertificatesAreProvisionedOnceTheyArePresented() {
        insert(managed("a.example.com", "b.example.com"));
        cloud.emulator.faults().unhealthy("b.example.com");
        for (int i = 0; i < 12; i++) {
            assertThat(status().getStatus()).isEqualTo("PROVISIONING");
        }

        Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy("managed")));

        assertThat(status().getDomainStatusMap())
                .isEqualTo(Map.of("a.example.com", "ACTIVE", "b.example.com", "FAILED_NOT_VISIBLE"));
        assertThat(status().getStatus()).isEqualTo("PROVISIONING");
        cloud.emulator.faults().healthy("b.example.com");
        assertThat(status().getStatus()).isEqualTo("ACTIVE");
    }

    @Test
    void refusesManagedCertificates() {
        assertThat(Cloud.refusal(() -> insert(managed("*.example.com"))).message())
                .endsWith("Must be a fully qualified domain name.");
        assertThat(Cloud.refusal(() -> insert(managed())).message())
                .endsWith("A managed certificate has from 1 to 100 domains.");
        var regional = cloud.client(RegionSslCertificatesSettings.newBuilder(), RegionSslCertificatesClient::create);
        assertThat(Cloud.refusal(() ->
                                Cloud.done(regional.insertAsync(Cloud.PROJECT, Cloud.REGION, managed("a.example.com"))))
                        .message())
                .endsWith("Regional certificates cannot be managed by Google.");
    }

    @Test
    void proxiesPresentFifteenCertificatesAtMost() {
        var names = IntStream.range(0, 16).mapToObj(i -> "c" + i).toArray(String[]::new);
        for (var name : names) {
            insert(certificate(name, pem("ec.pem"), pem("ec.key")));
        }

        assertThat(Cloud.refusal(() -> Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy(names))))
                        .message())
                .endsWith("A target proxy has at most 15 SSL certificates.");
        assertThat(Cloud.refusal(() -> Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy())))
                        .message())
                .isEqualTo("Required field 'resource.sslCertificates' not specified");
        assertThat(Cloud.refusal(() -> Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy("c0", "c0"))))
                        .message())
                .endsWith("An SSL certificate is there twice.");
        Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy("c0", "c1")));
    }

    @Test
    void certificatesAndPoliciesOfAProxyAreReplaced() {
        insert(certificate("old", pem("ec.pem"), pem("ec.key")));
        insert(certificate("next", pem("rsa.pem"), pem("rsa.key")));
        Cloud.done(policies.insertAsync(
                Cloud.PROJECT,
                SslPolicy.newBuilder()
                        .setName("modern")
                        .setProfile("MODERN")
                        .setMinTlsVersion("TLS_1_2")
                        .build()));
        Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy("old")));

        Cloud.done(proxies.setSslCertificatesAsync(
                Cloud.PROJECT,
                "shop",
                TargetHttpsProxiesSetSslCertificatesRequest.newBuilder()
                        .addSslCertificates("global/sslCertificates/next")
                        .build()));
        Cloud.done(certificates.deleteAsync(Cloud.PROJECT, "old"));
        assertThat(Cloud.reason(() -> Cloud.done(certificates.deleteAsync(Cloud.PROJECT, "next"))))
                .isEqualTo("resourceInUseByAnotherResource");

        Cloud.done(proxies.setSslPolicyAsync(
                Cloud.PROJECT,
                "shop",
                SslPolicyReference.newBuilder()
                        .setSslPolicy("global/sslPolicies/modern")
                        .build()));
        assertThat(proxies.get(Cloud.PROJECT, "shop")).satisfies(there -> {
            assertThat(there.getSslPolicy()).isEqualTo(Cloud.url("sslPolicies", "modern"));
            assertThat(there.getQuicOverride()).isEqualTo("NONE");
        });
        Cloud.done(proxies.setSslPolicyAsync(Cloud.PROJECT, "shop", SslPolicyReference.getDefaultInstance()));
        assertThat(proxies.get(Cloud.PROJECT, "shop").hasSslPolicy()).isFalse();
    }

    @Test
    void httpsDoesNotRedirectToHttps() {
        insert(certificate("ec", pem("ec.pem"), pem("ec.key")));
        var redirect = UrlMap.newBuilder()
                .setName("redirect")
                .setDefaultUrlRedirect(HttpRedirectAction.newBuilder().setHttpsRedirect(true))
                .build();
        Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, redirect));

        assertThat(Cloud.refusal(() -> Cloud.done(proxies.insertAsync(
                                Cloud.PROJECT,
                                proxy("ec").toBuilder()
                                        .setUrlMap("global/urlMaps/redirect")
                                        .build())))
                        .message())
                .endsWith("httpsRedirect is not permitted for a TargetHttpsProxy.");
        Cloud.done(proxies.insertAsync(Cloud.PROJECT, proxy("ec")));
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.urlMaps.updateAsync(
                                Cloud.PROJECT,
                                "shop",
                                redirect.toBuilder()
                                        .setName("shop")
                                        .setFingerprint(cloud.urlMaps
                                                .get(Cloud.PROJECT, "shop")
                                                .getFingerprint())
                                        .build())))
                        .message())
                .endsWith("httpsRedirect is not permitted for a TargetHttpsProxy.");
    }

    @ParameterizedTest
    @CsvSource({
        "MODERN, TLS_1_3, '', resource.minTlsVersion",
        "FIPS_202205, TLS_1_1, '', resource.minTlsVersion",
        "CUSTOM, TLS_1_2, '', resource.customFeatures",
        "MODERN, TLS_1_2, TLS_RSA_WITH_AES_128_CBC_SHA, resource.customFeatures",
        "CUSTOM, TLS_1_2, TLS_NULL, resource.customFeatures"
    })
    void refusesPolicies(String profile, String version, String feature, String field) {
        var policy = SslPolicy.newBuilder().setName("p").setProfile(profile).setMinTlsVersion(version);
        if (!feature.isEmpty()) {
            policy.addCustomFeatures(feature);
        }

        assertThat(Cloud.refusal(() -> Cloud.done(policies.insertAsync(Cloud.PROJECT, policy.build())))
                        .message())
                .contains("'" + field + "'");
    }

    @Test
    void policiesTellWhatTheyEnable() {
        Cloud.done(policies.insertAsync(
                Cloud.PROJECT, SslPolicy.newBuilder().setName("usual").build()));
        var usual = policies.get(Cloud.PROJECT, "usual");
        assertThat(usual.getProfile()).isEqualTo("COMPATIBLE");
        assertThat(usual.getMinTlsVersion()).isEqualTo("TLS_1_0");
        assertThat(usual.getEnabledFeaturesList()).contains("TLS_RSA_WITH_3DES_EDE_CBC_SHA");

        Cloud.done(policies.patchAsync(
                Cloud.PROJECT,
                "usual",
                SslPolicy.newBuilder()
                        .setFingerprint(usual.getFingerprint())
                        .setProfile("RESTRICTED")
                        .setMinTlsVersion("TLS_1_3")
                        .build()));

        assertThat(policies.get(Cloud.PROJECT, "usual").getEnabledFeaturesList())
                .contains("TLS_AES_128_GCM_SHA256")
                .doesNotContain("TLS_RSA_WITH_3DES_EDE_CBC_SHA");
        assertThat(policies.listAvailableFeatures(Cloud.PROJECT).getFeaturesList())
                .contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }
}
