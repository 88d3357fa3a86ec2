package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

class CertificatesEmulatorTest {
    /** Not a key: only its form is looked at. */
    private static final SdkBytes KEY =
            SdkBytes.fromUtf8String("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n");

    private final Cloud cloud = Cloud.start(Settings.usual().with(new Pace(1, 1, 1, 1)));
    private final AcmClient client = cloud.certificates();

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    private String imported(String file) {
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/certificates/" + file))) {
            var pem = SdkBytes.fromInputStream(in);
            return client.importCertificate(
                            request -> request.certificate(pem).privateKey(KEY).tags(tag("isobar:id", file)))
                    .certificateArn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void describesWhatWasImported() {
        var arn = imported("rsa.pem");

        var detail = client.describeCertificate(request -> request.certificateArn(arn))
                .certificate();

        assertThat(arn)
                .matches("arn:aws:acm:eu-west-1:123456789012:certificate/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(detail.domainName()).isEqualTo("shop.example.com");
        assertThat(detail.subjectAlternativeNames()).containsExactly("shop.example.com", "www.shop.example.com");
        assertThat(detail.status()).isEqualTo(CertificateStatus.ISSUED);
        assertThat(detail.keyAlgorithm()).isEqualTo(KeyAlgorithm.RSA_2048);
        assertThat(detail.notAfter()).isAfter(detail.importedAt());
    }

    @Test
    void listsOtherKeysOnlyWhereAsked() {
        var rsa = imported("rsa.pem");
        var again = imported("rsa.pem");
        var curve = imported("ec.pem");

        assertThat(client.listCertificatesPaginator().certificateSummaryList())
                .extracting(CertificateSummary::certificateArn)
                .containsExactly(rsa, again);
        assertThat(client.listCertificatesPaginator(request -> request.includes(
                                filters -> filters.keyTypes(KeyAlgorithm.RSA_2048, KeyAlgorithm.EC_PRIME256_V1)))
                        .certificateSummaryList())
                .extracting(CertificateSummary::certificateArn)
                .containsExactly(rsa, again, curve);
    }

    @Test
    void keepsTags() {
        var arn = imported("rsa.pem");

        client.addTagsToCertificate(request -> request.certificateArn(arn).tags(tag("Name", "shop")));

        assertThat(client.listTagsForCertificate(request -> request.certificateArn(arn))
                        .tags())
                .containsExactly(tag("Name", "shop"), tag("isobar:id", "rsa.pem"));
        client.removeTagsFromCertificate(request -> request.certificateArn(arn).tags(tag("Name", "shop")));
        assertThat(client.listTagsForCertificate(request -> request.certificateArn(arn))
                        .tags())
                .hasSize(1);
    }

    @Test
    void cannotBeDeletedWhileAListenerPresentsIt() {
        var arn = imported("rsa.pem");
        var balancer = cloud.balancer("shop");
        var listener = cloud.client
                .createListener(request -> request.loadBalancerArn(balancer)
                        .protocol(ProtocolEnum.HTTPS)
                        .port(443)
                        .certificates(Certificate.builder().certificateArn(arn).build())
                        .defaultActions(Cloud.answer("404")))
                .listeners()
                .getFirst()
                .listenerArn();

        assertThat(client.describeCertificate(request -> request.certificateArn(arn))
                        .certificate()
                        .inUseBy())
                .containsExactly(balancer);
        assertThatThrownBy(() -> client.deleteCertificate(request -> request.certificateArn(arn)))
                .isInstanceOf(ResourceInUseException.class);

        cloud.client.deleteListener(request -> request.listenerArn(listener));
        client.deleteCertificate(request -> request.certificateArn(arn));
        assertThatThrownBy(() -> client.describeCertificate(request -> request.certificateArn(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void refusesWhatIsNoCertificate() {
        assertThatThrownBy(() -> client.importCertificate(request ->
                        request.certificate(SdkBytes.fromUtf8String("hello")).privateKey(KEY)))
                .isInstanceOf(AcmException.class)
                .hasMessageContaining("not a PEM-encoded X.509 certificate");
    }
}
