package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CaCertificatesBundleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteAssociationSameAccountException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreRevocation;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTrustStoreNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidCaCertificatesBundleException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidRevocationContentException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RevocationContent;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RevocationContentNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RevocationIdNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTrustStoreRevocationEntriesException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyTrustStoresException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStore;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreAssociationNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreNotReadyException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreStatus;

class TrustStoresEmulatorTest {
    private static final String CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/shop";
    private static final String NOWHERE = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/x/1";

    private final Cloud cloud = Cloud.start(Settings.usual()
            .with(new Account("123456789012", "eu-west-1", Set.of(CERTIFICATE)))
            .withLimits(Map.of("trust-stores", 2, "revocation-entries-per-trust-store", 5))
            .withObjects(Map.of(
                    "cas/all.pem", text("authorities.pem"),
                    "cas/all.pem@v1", text("ec.pem"),
                    "cas/revoked.pem", text("revoked.pem"),
                    "cas/other.txt", "nothing of use")));

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static String text(String file) {
        try (var in = TrustStoresEmulatorTest.class.getResourceAsStream("/certificates/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrustStore created(String name, String key) {
        return cloud.client
                .createTrustStore(request -> request.name(name)
                        .caCertificatesBundleS3Bucket("cas")
                        .caCertificatesBundleS3Key(key)
                        .tags(Tag.builder().key("a").value("b").build()))
                .trustStores()
                .getFirst();
    }

    private TrustStore described(String arn) {
        return cloud.client
                .describeTrustStores(request -> request.trustStoreArns(arn))
                .trustStores()
                .getFirst();
    }

    /** The ARN of a trust store that is ready. */
    private String ready() {
        var arn = created("clients", "all.pem").trustStoreArn();
        described(arn);
        return arn;
    }

    private CreateListenerRequest.Builder https(String balancer) {
        return CreateListenerRequest.builder()
                .loadBalancerArn(balancer)
                .protocol("HTTPS")
                .port(443)
                .certificates(Certificate.builder().certificateArn(CERTIFICATE).build())
                .defaultActions(Cloud.answer("200"));
    }

    private Listener verifying(String trustStore) {
        return cloud.client
                .createListener(https(cloud.balancer("shop"))
                        .mutualAuthentication(with -> with.mode("verify").trustStoreArn(trustStore))
                        .build())
                .listeners()
                .getFirst();
    }

    @Test
    void createsDescribesModifiesAndDeletes() {
        var created = created("clients", "all.pem");
        var arn = created.trustStoreArn();

        assertThat(arn).matches("arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/clients/[0-9a-f]{16}");
        assertThat(created.status()).isEqualTo(TrustStoreStatus.CREATING);
        assertThat(created.numberOfCaCertificates()).isEqualTo(2);
        assertThat(described(arn).status()).isEqualTo(TrustStoreStatus.CREATING);
        assertThat(described(arn).status()).isEqualTo(TrustStoreStatus.ACTIVE);
        assertThat(cloud.client
                        .describeTags(request -> request.resourceArns(arn))
                        .tagDescriptions()
                        .getFirst()
                        .tags())
                .containsExactly(Tag.builder().key("a").value("b").build());

        var modified = cloud.client
                .modifyTrustStore(request -> request.trustStoreArn(arn)
                        .caCertificatesBundleS3Bucket("cas")
                        .caCertificatesBundleS3Key("all.pem")
                        .caCertificatesBundleS3ObjectVersion("v1"))
                .trustStores()
                .getFirst();
        assertThat(modified.numberOfCaCertificates()).isEqualTo(1);
        assertThat(cloud.client
                        .getTrustStoreCaCertificatesBundle(request -> request.trustStoreArn(arn))
                        .location())
                .startsWith("https://cas.s3.eu-west-1.amazonaws.com/all.pem");

        cloud.client.deleteTrustStore(request -> request.trustStoreArn(arn));
        assertThat(cloud.client.describeTrustStores(request -> {}).trustStores())
                .isEmpty();
        assertThatThrownBy(() -> described(arn)).isInstanceOf(TrustStoreNotFoundException.class);
        assertThatThrownBy(() -> cloud.client.describeTrustStores(request -> request.names("clients")))
                .isInstanceOf(TrustStoreNotFoundException.class);
        assertThatThrownBy(() -> cloud.client.deleteTrustStore(request -> request.trustStoreArn(arn)))
                .isInstanceOf(TrustStoreNotFoundException.class);
    }

    @Test
    void refusesWhatCannotBeATrustStore() {
        created("one", "all.pem");
        assertThatThrownBy(() -> created("one", "all.pem")).isInstanceOf(DuplicateTrustStoreNameException.class);
        assertThatThrownBy(() -> created("two", "missing.pem"))
                .isInstanceOf(CaCertificatesBundleNotFoundException.class);
        assertThatThrownBy(() -> created("two", "other.txt")).isInstanceOf(InvalidCaCertificatesBundleException.class);
        assertThatThrownBy(() -> created("two--dashes", "all.pem")).hasMessageContaining("regular expression pattern");
        created("two", "all.pem");
        assertThatThrownBy(() -> created("three", "all.pem")).isInstanceOf(TooManyTrustStoresException.class);
        assertThat(cloud.client.describeAccountLimits().limits())
                .noneMatch(limit -> limit.name().contains("trust"));
    }

    @Test
    void aListenerVerifiesAgainstATrustStoreThatIsReady() {
        var created = created("clients", "all.pem").trustStoreArn();
        assertThatThrownBy(() -> verifying(created)).isInstanceOf(TrustStoreNotReadyException.class);
        assertThatThrownBy(() -> verifying(NOWHERE)).isInstanceOf(TrustStoreNotFoundException.class);
        described(created);

        var listener = verifying(created);

        assertThat(listener.mutualAuthentication())
                .isEqualTo(MutualAuthenticationAttributes.builder()
                        .mode("verify")
                        .trustStoreArn(created)
                        .ignoreClientCertificateExpiry(false)
                        .advertiseTrustStoreCaNames("off")
                        .build());
        assertThat(cloud.client
                        .describeTrustStoreAssociations(request -> request.trustStoreArn(created))
                        .trustStoreAssociations())
                .singleElement()
                .matches(association -> association.resourceArn().equals(listener.loadBalancerArn()));
        assertThatThrownBy(() -> cloud.client.deleteTrustStore(request -> request.trustStoreArn(created)))
                .isInstanceOf(TrustStoreInUseException.class);
        assertThatThrownBy(() -> cloud.client.deleteSharedTrustStoreAssociation(
                        request -> request.trustStoreArn(created).resourceArn(listener.loadBalancerArn())))
                .isInstanceOf(DeleteAssociationSameAccountException.class);

        var off = cloud.client
                .modifyListener(request -> request.listenerArn(listener.listenerArn())
                        .mutualAuthentication(with -> with.mode("passthrough")))
                .listeners()
                .getFirst();
        assertThat(off.mutualAuthentication().mode()).isEqualTo("passthrough");
        assertThat(off.mutualAuthentication().trustStoreArn()).isNull();
        assertThatThrownBy(() -> cloud.client.deleteSharedTrustStoreAssociation(
                        request -> request.trustStoreArn(created).resourceArn(listener.loadBalancerArn())))
                .isInstanceOf(TrustStoreAssociationNotFoundException.class);
        cloud.client.deleteTrustStore(request -> request.trustStoreArn(created));
    }

    @Test
    void refusesMutualAuthenticationThatDoesNotFit() {
        var trustStore = ready();
        var balancer = cloud.balancer("shop");
        var network = cloud.networkBalancer("edge");
        var group = cloud.group("tcp", ProtocolEnum.TCP);
        var tls = https(network).protocol("TLS").defaultActions(Cloud.forward(group));

        refused("ValidationError", () -> create(https(balancer).mutualAuthentication(with -> with.mode("verify"))));
        refused("ValidationError", () -> create(https(balancer).mutualAuthentication(with -> with.mode("strict"))));
        refused(
                "ValidationError",
                () -> create(https(balancer)
                        .mutualAuthentication(with -> with.mode("off").trustStoreArn(trustStore))));
        refused(
                "ValidationError",
                () -> create(https(balancer)
                        .protocol("HTTP")
                        .certificates(List.of())
                        .mutualAuthentication(with -> with.mode("off"))));
        refused(
                "InvalidConfigurationRequest",
                () -> create(tls.mutualAuthentication(with -> with.mode("passthrough"))));
        create(tls.mutualAuthentication(with -> with.mode("verify").trustStoreArn(trustStore)));
    }

    private void create(CreateListenerRequest.Builder listener) {
        cloud.client.createListener(listener.build());
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ElasticLoadBalancingV2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void keepsListsOfRevokedCertificates() {
        var arn = ready();
        var list = RevocationContent.builder()
                .s3Bucket("cas")
                .s3Key("revoked.pem")
                .revocationType("CRL")
                .build();

        var added = cloud.client
                .addTrustStoreRevocations(request -> request.trustStoreArn(arn).revocationContents(list, list))
                .trustStoreRevocations();

        assertThat(added).allMatch(each -> each.numberOfRevokedEntries() == 2);
        assertThat(described(arn).totalRevokedEntries()).isEqualTo(4);
        assertThatThrownBy(() -> cloud.client.addTrustStoreRevocations(
                        request -> request.trustStoreArn(arn).revocationContents(list)))
                .isInstanceOf(TooManyTrustStoreRevocationEntriesException.class);
        long first = added.getFirst().revocationId();
        cloud.client.removeTrustStoreRevocations(
                request -> request.trustStoreArn(arn).revocationIds(first));
        assertThat(cloud.client
                        .describeTrustStoreRevocations(request -> request.trustStoreArn(arn))
                        .trustStoreRevocations())
                .extracting(DescribeTrustStoreRevocation::revocationId)
                .containsExactly(added.getLast().revocationId());
        assertThat(cloud.client
                        .getTrustStoreRevocationContent(request -> request.trustStoreArn(arn)
                                .revocationId(added.getLast().revocationId()))
                        .location())
                .contains("/revoked.pem");
        assertThatThrownBy(() -> cloud.client.describeTrustStoreRevocations(
                        request -> request.trustStoreArn(arn).revocationIds(first)))
                .isInstanceOf(RevocationIdNotFoundException.class);
    }

    @Test
    void refusesListsThatAreNone() {
        var arn = ready();
        assertThatThrownBy(() -> revoke(arn, "missing.pem")).isInstanceOf(RevocationContentNotFoundException.class);
        assertThatThrownBy(() -> revoke(arn, "other.txt")).isInstanceOf(InvalidRevocationContentException.class);
        assertThatThrownBy(() -> revoke(NOWHERE, "revoked.pem")).isInstanceOf(TrustStoreNotFoundException.class);
    }

    private void revoke(String trustStore, String key) {
        var content = RevocationContent.builder().s3Bucket("cas").s3Key(key).build();
        cloud.client.addTrustStoreRevocations(
                request -> request.trustStoreArn(trustStore).revocationContents(content));
    }
}
