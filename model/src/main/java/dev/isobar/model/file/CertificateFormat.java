package dev.isobar.model.file;

import dev.isobar.model.Certificate;
import dev.isobar.model.Cloud;
import dev.isobar.model.InvalidValue;
import java.util.Optional;
import java.util.TreeMap;

/** How certificates are written. */
final class CertificateFormat {
    private static final Format<String> ARN = Groupings.shortOrLong(
            Scalars.text("ARN"),
            Keys.object("aws certificate", "A certificate in AWS Certificate Manager or IAM.", keys -> {
                var arn = keys.required("arn", Scalars.text("ARN"), "its Amazon Resource Name");
                return values -> values.get(arn);
            }));

    private CertificateFormat() {}

    static Format<Certificate> of(String name) {
        return Keys.object(
                "certificate",
                "PEM files (certificate and key), or self-signed for development; and where each cloud keeps its own.",
                keys -> {
                    var certificate = keys.optional(
                            "certificate",
                            Groupings.file("file"),
                            "PEM certificate and its chain, relative to this file");
                    var key = keys.optional(
                            "key", Groupings.file("file"), "PEM private key, unencrypted, relative to this file");
                    var selfSigned = keys.optional(
                            "selfSigned",
                            Groupings.oneOrMore(Scalars.text("host")),
                            "hosts of a certificate that is made at each start; for development only");
                    var aws = keys.optional("aws", ARN, "ARN of a certificate in AWS");
                    var gcp = keys.optional("gcp", Scalars.text("name"), "name of a certificate in Google Cloud");
                    var azure =
                            keys.optional("azure", Scalars.text("id"), "Key Vault secret id of a certificate in Azure");
                    return values -> {
                        if (values.has(certificate) || values.has(key)) {
                            values.requireTogether(certificate, key);
                            values.requireTogether(key, certificate);
                            InvalidValue.require(
                                    !values.has(selfSigned),
                                    "a certificate is either in PEM files or self-signed",
                                    "remove selfSigned, or certificate and key");
                        }
                        Optional<Certificate.KeyPair> keyPair = values.get(certificate)
                                .<Certificate.KeyPair>map(file -> new Certificate.KeyPair.PemFiles(
                                        file, values.get(key).orElseThrow()))
                                .or(() -> values.get(selfSigned).map(Certificate.KeyPair.SelfSigned::new));
                        var stores = new TreeMap<Cloud, String>();
                        values.get(aws).ifPresent(id -> stores.put(Cloud.AWS, id));
                        values.get(gcp).ifPresent(id -> stores.put(Cloud.GCP, id));
                        values.get(azure).ifPresent(id -> stores.put(Cloud.AZURE, id));
                        return new Certificate(name, keyPair, stores);
                    };
                });
    }
}
