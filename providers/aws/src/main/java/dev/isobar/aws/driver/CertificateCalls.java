package dev.isobar.aws.driver;

import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.provider.Pem;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.Tag;

/** Puts certificates into the store, and takes them out again. */
final class CertificateCalls {
    private static final String PREFIX = "certificates/";

    private final Session session;
    private final Model model;

    /** @param model whose files hold the certificates and keys */
    CertificateCalls(Session session, Model model) {
        this.session = session;
        this.model = model;
    }

    /** Importing twice makes two certificates: where it is not clear whether it was done, it is looked for first. */
    void create(ImportedCertificate certificate) {
        if (session.ids().find(certificate.ref()).isPresent()) {
            return;
        }
        var request = request(certificate);
        var unclear = new AtomicBoolean();
        var arn = Optional.<String>empty();
        while (arn.isEmpty()) {
            if (unclear.getAndSet(false)) {
                arn = find(certificate);
            }
            if (arn.isEmpty()) {
                arn = session.wire()
                        .call(
                                "ImportCertificate",
                                java.util.Set.of(),
                                _ -> unclear.get() ? Optional.empty() : Optional.of(attempt(request, unclear)));
            }
        }
        session.ids().put(certificate.ref(), arn.get());
    }

    private String attempt(ImportCertificateRequest request, AtomicBoolean unclear) {
        try {
            return session.clients().certificates().importCertificate(request).certificateArn();
        } catch (AwsServiceException e) {
            unclear.set(e.statusCode() >= 500);
            throw e;
        } catch (SdkClientException e) {
            unclear.set(true);
            throw e;
        }
    }

    private Optional<String> find(ImportedCertificate certificate) {
        var imported = Observation.imported(session.clients(), session.wire()).stream()
                .map(CertificateSummary::certificateArn)
                .filter(arn -> session.ids().ref(arn).isEmpty())
                .toList();
        var tags = session.wire()
                .<SortedMap<String, String>>all(imported.stream()
                        .<java.util.function.Supplier<SortedMap<String, String>>>map(
                                arn -> () -> Observation.tags(session.clients(), session.wire(), arn))
                        .toList());
        for (int i = 0; i < imported.size(); i++) {
            if (tags.get(i).entrySet().containsAll(Marks.written(certificate).entrySet())) {
                return Optional.of(imported.get(i));
            }
        }
        return Optional.empty();
    }

    private ImportCertificateRequest request(ImportedCertificate certificate) {
        var files = Pem.files(inModel(certificate));
        var chain = Pem.chain(files.certificate());
        if (!Pem.fingerprint(chain).equals(certificate.fingerprint())) {
            throw new CloudFailure(
                    "%s was not imported: %s changed since the plan was made"
                            .formatted(certificate.ref(), files.certificate()),
                    "run plan again");
        }
        var request = ImportCertificateRequest.builder()
                .certificate(SdkBytes.fromUtf8String(Pem.text(chain.subList(0, 1))))
                .privateKey(SdkBytes.fromUtf8String(Pem.text(files.key())))
                .tags(tags(Marks.written(certificate)));
        if (chain.size() > 1) {
            request.certificateChain(SdkBytes.fromUtf8String(Pem.text(chain.subList(1, chain.size()))));
        }
        return request.build();
    }

    private Certificate inModel(ImportedCertificate certificate) {
        var id = certificate.tags().getOrDefault(Marks.ID, "");
        var name = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        return Optional.ofNullable(model.certificates().get(name))
                .orElseThrow(() -> new CloudFailure(
                        certificate.ref() + " comes from certificate \"" + name + "\", which the model has not",
                        "run plan again"));
    }

    private static List<Tag> tags(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    void update(ImportedCertificate before, ImportedCertificate after) {
        var arn = session.ids().arn(after.ref());
        var added = new TreeMap<>(Marks.written(after));
        added.entrySet()
                .removeIf(tag -> tag.getValue().equals(Marks.written(before).get(tag.getKey())));
        var removed = Marks.removed(before.tags(), after.tags());
        var works = new ArrayList<Runnable>();
        if (!added.isEmpty()) {
            works.add(() -> session.wire()
                    .call(
                            "AddTagsToCertificate",
                            () -> session.clients()
                                    .certificates()
                                    .addTagsToCertificate(request ->
                                            request.certificateArn(arn).tags(tags(added)))));
        }
        if (!removed.isEmpty()) {
            works.add(() -> session.wire()
                    .call(
                            "RemoveTagsFromCertificate",
                            () -> session.clients()
                                    .certificates()
                                    .removeTagsFromCertificate(request -> request.certificateArn(arn)
                                            .tags(removed.stream()
                                                    .map(key -> Tag.builder()
                                                            .key(key)
                                                            .build())
                                                    .toList()))));
        }
        session.wire().run(works);
    }

    void delete(ImportedCertificate certificate) {
        session.ids()
                .find(certificate.ref())
                .ifPresent(arn -> session.wire().call("DeleteCertificate", Session.STILL_USED, () -> {
                    try {
                        session.clients().certificates().deleteCertificate(request -> request.certificateArn(arn));
                    } catch (ResourceNotFoundException e) {
                        // It is gone, as it should be.
                    }
                    return arn;
                }));
    }
}
