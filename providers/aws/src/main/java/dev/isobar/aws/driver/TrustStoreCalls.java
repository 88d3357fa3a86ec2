package dev.isobar.aws.driver;

import dev.isobar.aws.resources.TrustStore;
import dev.isobar.provider.calls.CloudFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTrustStoreNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreStatus;

/** Makes, changes and removes trust stores. */
final class TrustStoreCalls {
    /** It only reads a file. */
    private static final Duration LONGEST_CREATING = Duration.ofMinutes(2);

    private final Session session;

    TrustStoreCalls(Session session) {
        this.session = session;
    }

    /** Returns when listeners can use it. */
    void create(TrustStore trustStore) {
        var made = session.wire().call("CreateTrustStore", Set.of(), _ -> {
            try {
                return Optional.of(session.clients()
                        .balancing()
                        .createTrustStore(request -> request.name(trustStore.name())
                                .caCertificatesBundleS3Bucket(
                                        trustStore.bundle().bucket())
                                .caCertificatesBundleS3Key(trustStore.bundle().key())
                                .caCertificatesBundleS3ObjectVersion(
                                        trustStore.bundle().version().orElse(null))
                                .tags(Marks.tags(Marks.written(trustStore.tags()))))
                        .trustStores()
                        .getFirst()
                        .trustStoreArn());
            } catch (DuplicateTrustStoreNameException e) {
                return Optional.<String>empty();
            }
        });
        session.ids().put(trustStore.ref(), made.orElseGet(() -> ours(trustStore)));
        awaitActive(trustStore);
    }

    /** The answer of an earlier attempt was lost, or somebody else has the name. */
    private String ours(TrustStore trustStore) {
        var there = session.wire()
                .call(
                        "DescribeTrustStores",
                        () -> session.clients()
                                .balancing()
                                .describeTrustStores(request -> request.names(trustStore.name())))
                .trustStores()
                .getFirst()
                .trustStoreArn();
        var tags = session.wire()
                .call(
                        "DescribeTags",
                        () -> session.clients().balancing().describeTags(request -> request.resourceArns(there)))
                .tagDescriptions()
                .getFirst()
                .tags();
        if (!Marks.map(tags)
                .entrySet()
                .containsAll(Marks.written(trustStore.tags()).entrySet())) {
            throw new CloudFailure(
                    "CreateTrustStore failed: AWS says DuplicateTrustStoreName: another trust store is called "
                            + trustStore.name(),
                    "rename the model, or remove the other one");
        }
        return there;
    }

    private void awaitActive(TrustStore trustStore) {
        var arn = session.ids().arn(trustStore.ref());
        boolean active = session.poll(
                LONGEST_CREATING,
                () -> session.wire()
                                .call(
                                        "DescribeTrustStores",
                                        Session.FRESH,
                                        () -> session.clients()
                                                .balancing()
                                                .describeTrustStores(request -> request.trustStoreArns(arn)))
                                .trustStores()
                                .getFirst()
                                .status()
                        == TrustStoreStatus.ACTIVE);
        if (!active) {
            throw new CloudFailure(
                    "%s is not active after %d s".formatted(trustStore.ref(), LONGEST_CREATING.toSeconds()),
                    "run apply again in a while");
        }
    }

    void update(TrustStore before, TrustStore after) {
        var arn = session.ids().arn(after.ref());
        if (!before.bundle().equals(after.bundle())) {
            session.wire()
                    .call(
                            "ModifyTrustStore",
                            () -> session.clients()
                                    .balancing()
                                    .modifyTrustStore(request -> request.trustStoreArn(arn)
                                            .caCertificatesBundleS3Bucket(
                                                    after.bundle().bucket())
                                            .caCertificatesBundleS3Key(
                                                    after.bundle().key())
                                            .caCertificatesBundleS3ObjectVersion(
                                                    after.bundle().version().orElse(null))));
        }
        // Its tag says which bundle it has: only when it has it.
        new TagCalls(session).change(List.of(arn), before.tags(), after.tags());
    }

    void delete(TrustStore trustStore) {
        session.ids()
                .find(trustStore.ref())
                .ifPresent(arn -> session.wire().call("DeleteTrustStore", Session.STILL_USED, () -> {
                    try {
                        session.clients().balancing().deleteTrustStore(request -> request.trustStoreArn(arn));
                    } catch (TrustStoreNotFoundException e) {
                        // It is gone, as it should be.
                    }
                    return arn;
                }));
    }
}
