package dev.isobar.aws.driver;

import dev.isobar.model.Cloud;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.TlsTermination.AwsTrustStore;
import dev.isobar.model.TlsTermination.ClientCertificates;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked at; everything else is somebody else's. */
sealed interface Whose {
    /**
     * What carries the mark of a model.
     *
     * @param labels keys of the labels that it has
     * @param named ARNs of certificates and trust stores that the model names: these stay when it goes, and so are not
     *     its own, even where an earlier file brought them there
     */
    record OfModel(String name, Set<String> labels, Set<String> named) implements Whose {
        public OfModel {
            labels = Set.copyOf(labels);
            named = Set.copyOf(named);
        }

        static OfModel of(Model model) {
            var certificates = model.parts().certificates().values().stream()
                    .flatMap(certificate ->
                            Optional.ofNullable(certificate.stores().get(Cloud.AWS)).stream());
            var trustStores = model.parts().listeners().values().stream()
                    .flatMap(OfModel::termination)
                    .flatMap(OfModel::existingTrustStore);
            return new OfModel(
                    model.name(),
                    model.labels().keySet(),
                    Stream.concat(certificates, trustStores).collect(Collectors.toSet()));
        }

        private static Stream<TlsTermination> termination(Listener listener) {
            return switch (listener) {
                case Listener.Http http -> http.tls().stream();
                case Listener.Tls flows -> flows.tls().stream();
                case Listener.Tcp _, Listener.Udp _ -> Stream.empty();
            };
        }

        private static Stream<String> existingTrustStore(TlsTermination tls) {
            return tls.clients().orElse(null) instanceof ClientCertificates.Verified verified
                            && verified.aws().orElse(null) instanceof AwsTrustStore.Existing(var arn)
                    ? Stream.of(arn)
                    : Stream.empty();
        }
    }

    /** These load balancers, with their listeners and the target groups behind them, whoever made them. */
    record Named(Set<String> loadBalancers) implements Whose {
        public Named {
            loadBalancers = Set.copyOf(loadBalancers);
        }
    }
}
