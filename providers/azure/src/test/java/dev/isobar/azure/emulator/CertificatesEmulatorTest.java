package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Certificates of gateways: what comes in, and what goes out. */
class CertificatesEmulatorTest {
    private static final String PATH = "applicationGateways/shop";
    private static final String SECRET = "https://shop.vault.azure.net/secrets/shop";

    private final Cloud cloud = Cloud.start(Settings.usual()
            .with(Cloud.FAST)
            .with(new Subscription(
                    Settings.usual().subscription().id(),
                    new TreeMap<>(Settings.usual().subscription().groups()),
                    Set.of(SECRET))));

    @BeforeEach
    void address() {
        cloud.address("front");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static ObjectNode secure(String certificate) {
        var document = Documents.gateway("shop");
        Documents.with(
                document,
                "properties.sslCertificates",
                "[{\"name\": \"shop\", \"properties\": %s}]".formatted(certificate));
        Documents.with(document, "properties.httpListeners.0.properties.protocol", "\"Https\"");
        Documents.with(
                document,
                "properties.httpListeners.0.properties.sslCertificate",
                "{\"id\": \"@sslCertificates/shop\"}");
        return Documents.with(
                document, "properties.httpListeners.0.properties.frontendPort", "{\"id\": \"@frontendPorts/p8080\"}");
    }

    private static String archive(String file, String password) {
        return "{\"data\": \"%s\", \"password\": \"%s\"}".formatted(Documents.certificate(file), password);
    }

    @Test
    void secretsComeInAndDoNotGoOut() throws Exception {
        var written = cloud.put(PATH, secure(archive("shop.pfx", "secret12")));

        assertThat(written.status()).as(written.message()).isEqualTo(201);
        assertThat(written.body().toString())
                .doesNotContain(Documents.certificate("shop.pfx"))
                .doesNotContain("secret12");
        var read = cloud.client
                .getApplicationGateways()
                .getByResourceGroup("shop", "shop")
                .sslCertificates()
                .getFirst();
        assertThat(read.data()).isNull();
        assertThat(read.password()).isNull();
        var chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(Base64.getDecoder().decode(read.publicCertData())));
        assertThat(chain)
                .singleElement()
                .isInstanceOfSatisfying(
                        X509Certificate.class,
                        certificate -> assertThat(
                                        certificate.getSubjectX500Principal().getName())
                                .isEqualTo("CN=shop.example.com"));
    }

    @Test
    void whatWasReadAndIsSentBackKeepsItsKey() {
        cloud.put(PATH, secure(archive("shop.pfx", "secret12")));

        var again = cloud.put(PATH, cloud.get(PATH).body());

        assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
        assertThat(again.body().toString()).contains("publicCertData");
        var renamed = Documents.with(secure("{}"), "properties.sslCertificates.0.name", "\"other\"");
        Documents.with(
                renamed,
                "properties.httpListeners.0.properties.sslCertificate",
                "{\"id\": \"@sslCertificates/other\"}");
        assertThat(cloud.put(PATH, renamed).code()).isEqualTo("ApplicationGatewaySslCertificateDataMustBeSpecified");
    }

    @Test
    void archivesMustOpenAndHoldAKey() {
        assertThat(code(archive("shop.pfx", "wrong"))).isEqualTo("ApplicationGatewaySslCertificateInvalidData");
        assertThat(code("{\"data\": \"AAAA\", \"password\": \"x\"}"))
                .isEqualTo("ApplicationGatewaySslCertificateInvalidData");
        assertThat(code("{\"data\": \"not base64\", \"password\": \"x\"}"))
                .isEqualTo("ApplicationGatewaySslCertificateInvalidData");
        assertThat(code("{\"data\": \"%s\"}".formatted(Documents.certificate("shop.pfx"))))
                .isEqualTo("ApplicationGatewaySslCertificatePasswordMustBeSpecified");
        assertThat(code("{}")).isEqualTo("ApplicationGatewaySslCertificateDataMustBeSpecified");
        assertThat(code(archive("nokey.pfx", "secret12")))
                .isEqualTo("ApplicationGatewaySslCertificateDoesNotHavePrivateKey");
    }

    private String code(String certificate) {
        return cloud.put(PATH, secure(certificate)).code();
    }

    @Test
    void secretsOfVaultsMustBeThere() {
        var named = "{\"keyVaultSecretId\": \"" + SECRET + "\"}";
        var identity = "{\"type\": \"UserAssigned\", \"userAssignedIdentities\":"
                + " {\"~Microsoft.ManagedIdentity/userAssignedIdentities/shop\": {}}}";

        assertThat(code(named)).isEqualTo("ApplicationGatewayKeyVaultSecretException");
        var held = cloud.put(PATH, Documents.with(secure(named), "identity", identity));
        assertThat(held.status()).as(held.body().toString()).isEqualTo(201);
        var other = secure(named.replace("secrets/shop", "secrets/none"));
        assertThat(cloud.put(PATH, Documents.with(other, "identity", identity)).code())
                .isEqualTo("ApplicationGatewayKeyVaultSecretException");
    }

    @Test
    void trustedCertificatesAreCertificates() {
        var document = Documents.gateway("shop");
        var list = "[{\"name\": \"root\", \"properties\": {\"data\": \"%s\"}}]";

        Documents.with(document, "properties.trustedRootCertificates", list.formatted("AAAA"));
        assertThat(cloud.put(PATH, document).code()).isEqualTo("ApplicationGatewayTrustedCertificateInvalidData");
        Documents.with(
                document, "properties.trustedRootCertificates", list.formatted(Documents.certificate("shop.cer")));
        assertThat(cloud.put(PATH, document).status()).isEqualTo(201);
    }

    @Test
    void policiesOfTwoGenerationsDoNotMix() {
        var document = Documents.gateway("shop");
        Documents.with(
                document,
                "properties.sslPolicy",
                "{\"policyType\": \"Predefined\", \"policyName\": \"AppGwSslPolicy20220101\"}");
        assertThat(cloud.put(PATH, document).status()).isEqualTo(201);
        Documents.with(
                document,
                "properties.sslProfiles",
                "[{\"name\": \"old\", \"properties\": {\"sslPolicy\": {\"policyType\": \"Predefined\","
                        + " \"policyName\": \"AppGwSslPolicy20170401S\"}}}]");
        assertThat(cloud.put(PATH, document).code()).isEqualTo("ApplicationGatewaySslPoliciesOfTwoGenerations");
    }
}
