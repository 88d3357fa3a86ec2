package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.Listener.Mode;
import dev.isobar.aws.resources.Listener.MutualAuthentication;
import dev.isobar.aws.resources.Listener.TrustStoreSource;
import dev.isobar.aws.resources.TrustStore;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.TlsTermination.AwsTrustStore;
import dev.isobar.provider.Report;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Certificates of clients, and the trust stores that they are verified against.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html">Mutual
 *     TLS of Application Load Balancers</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/mutual-authentication.html">Mutual TLS of
 *     Network Load Balancers: verify mode only</a>
 */
final class ClientCertificates {
    private final Model model;
    private final Report report;
    private final SortedMap<String, TrustStore> made = new TreeMap<>();

    ClientCertificates(Model model, Report report) {
        this.model = model;
        this.report = report;
    }

    Collection<? extends AwsResource> resources() {
        return made.values();
    }

    /**
     * @param requests whether the load balancer sees requests, which a Network Load Balancer does not
     * @param path of the listener
     */
    MutualAuthentication of(TlsTermination tls, boolean requests, String path) {
        return tls.clients()
                .map(clients -> of(clients, requests, path + ".tls.clients"))
                .orElseGet(() -> new MutualAuthentication.Unverified(Mode.OFF));
    }

    private MutualAuthentication of(TlsTermination.ClientCertificates clients, boolean requests, String path) {
        return switch (clients) {
            case TlsTermination.ClientCertificates.Passed() -> passed(requests, path);
            case TlsTermination.ClientCertificates.Verified(boolean required, var ca, var aws) -> {
                if (!required) {
                    report.refuse(
                            path + ".mode",
                            "is optional; AWS lets no client in without a certificate where it verifies them",
                            "use mode: required, or mode: passthrough and let the targets verify");
                }
                yield new MutualAuthentication.Verify(source(aws, ca, path), false);
            }
        };
    }

    private MutualAuthentication passed(boolean requests, String path) {
        if (!requests) {
            report.refuse(
                    path + ".mode",
                    "is passthrough; a Network Load Balancer verifies certificates of clients, or asks for none",
                    "use mode: required, or protocol: https for the listener");
        }
        report.emulated(
                path,
                "certificates of clients for the targets",
                "AWS writes them into the header field X-Amzn-Mtls-Clientcert, URL-encoded, and verifies nothing");
        return new MutualAuthentication.Unverified(Mode.PASSTHROUGH);
    }

    private TrustStoreSource source(Optional<AwsTrustStore> store, Optional<String> ca, String path) {
        if (store.isEmpty()) {
            report.refuse(
                    path,
                    "has the authorities in the file \"" + ca.orElse("") + "\" only; AWS reads them from S3",
                    "put the file into a bucket, and add aws: {bucket: ..., key: ...}, or aws: ARN of a trust store");
            return new TrustStoreSource.Arn("arn:");
        }
        return switch (store.get()) {
            case AwsTrustStore.Existing(var arn) -> {
                if (!arn.startsWith("arn:") || !arn.contains(":truststore/")) {
                    report.refuse(
                            path + ".aws",
                            "is \"" + arn + "\"; AWS names trust stores by ARN",
                            "write it as in arn:aws:elasticloadbalancing:REGION:ACCOUNT:truststore/NAME/ID");
                }
                yield new TrustStoreSource.Arn(arn);
            }
            case AwsTrustStore.Bundle(var bucket, var key, var version) ->
                made(new TrustStore.Bundle(bucket, key, version), path + ".aws");
        };
    }

    private TrustStoreSource made(TrustStore.Bundle bundle, String path) {
        var id = bundle.id();
        if (!Tags.fits(id)) {
            report.refuse(
                    path + ".key",
                    "is \"" + bundle.key() + "\"; where authorities come from is kept in a tag, and " + Tags.CHARACTERS
                            + " and at most 256 of them in its value",
                    "rename the object");
        }
        var name = Names.trustStore(model.name(), bundle);
        var store = new TrustStore(name, bundle, Tags.of(model, id));
        var other = made.putIfAbsent(name, store);
        if (other != null && !other.equals(store)) {
            report.refuse(
                    path + ".version",
                    "(%s) is not that of another listener (%s) with the same object; a trust store has one"
                            .formatted(version(bundle), version(other.bundle())),
                    "write the same at both");
        }
        return new TrustStoreSource.Made(store.ref());
    }

    private static String version(TrustStore.Bundle bundle) {
        return bundle.version().map(version -> "\"" + version + "\"").orElse("none");
    }
}
