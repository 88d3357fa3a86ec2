package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Listener.Mode;
import dev.isobar.aws.resources.Listener.MutualAuthentication;
import dev.isobar.aws.resources.Listener.Tls;
import dev.isobar.aws.resources.Listener.TrustStoreSource;
import dev.isobar.aws.resources.TrustStore;
import dev.isobar.model.TlsTermination.AwsTrustStore;
import dev.isobar.model.TlsTermination.ClientCertificates;
import dev.isobar.provider.Losses;
import dev.isobar.provider.Snapshot;
import java.util.Optional;

/**
 * Certificates of clients, as a model says them: the inverse of
 * {@link dev.isobar.aws.translate.ClientCertificates}.
 */
final class FromClientCertificates {
    private final Snapshot observed;
    private final Losses losses;

    FromClientCertificates(Snapshot observed, Losses losses) {
        this.observed = observed;
        this.losses = losses;
    }

    /** @param place of the listener */
    Optional<ClientCertificates> of(Tls tls, Losses.Place place) {
        return switch (tls.mutualAuthentication()) {
            case MutualAuthentication.Unverified(var mode) ->
                mode == Mode.PASSTHROUGH ? Optional.of(new ClientCertificates.Passed()) : Optional.empty();
            case MutualAuthentication.Verify(var source, boolean ignoresExpiry) -> {
                if (ignoresExpiry) {
                    losses.add(
                            place,
                            "tls.mutualAuthentication.ignoreClientCertificateExpiry",
                            "is true; a model lets nobody in with a certificate that has expired");
                }
                yield Optional.of(verified(source, place));
            }
        };
    }

    private ClientCertificates verified(TrustStoreSource source, Losses.Place place) {
        return switch (source) {
            case TrustStoreSource.Arn(var arn) -> required(new AwsTrustStore.Existing(arn));
            case TrustStoreSource.Made(var made) ->
                observed.find(made)
                        .map(store -> ((TrustStore) store).bundle())
                        .map(bundle ->
                                required(new AwsTrustStore.Bundle(bundle.bucket(), bundle.key(), bundle.version())))
                        .orElseGet(() -> {
                            var file = "certs/" + made.name() + ".pem";
                            losses.add(
                                    place,
                                    "tls.mutualAuthentication.trustStore",
                                    made + " was not read; put its authorities into " + file);
                            return new ClientCertificates.Verified(true, Optional.of(file), Optional.empty());
                        });
        };
    }

    private static ClientCertificates required(AwsTrustStore store) {
        return new ClientCertificates.Verified(true, Optional.empty(), Optional.of(store));
    }
}
