package dev.isobar.cli;

import dev.isobar.model.Certificate;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** A certificate that listeners of a file show to clients. */
sealed interface WantedCertificate {
    /** @param hosts of the rules of these listeners; may be empty */
    record InFiles(String certificate, String key, List<String> hosts) implements WantedCertificate {}

    record MadeAtStart(String name) implements WantedCertificate {}

    /** In the store of a cloud. */
    record Elsewhere(String name) implements WantedCertificate {}

    /** In the order of the names of listeners. */
    static List<WantedCertificate> of(Model model) {
        var hosts = new LinkedHashMap<String, SequencedSet<String>>();
        for (var listener : model.listeners().values()) {
            var termination = listener.termination();
            for (var name : termination.map(TlsTermination::certificates).orElse(List.of())) {
                hosts.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                        .addAll(hosts(listener).toList());
            }
        }
        return hosts.entrySet().stream()
                .map(entry -> wanted(entry, model.certificates()))
                .toList();
    }

    private static WantedCertificate wanted(
            Map.Entry<String, SequencedSet<String>> named, Map<String, Certificate> certificates) {
        var name = named.getKey();
        var pair = Optional.ofNullable(certificates.get(name)).flatMap(Certificate::keyPair);
        return pair.<WantedCertificate>map(found -> switch (found) {
                    case Certificate.KeyPair.PemFiles(var certificate, var key) ->
                        new InFiles(certificate, key, List.copyOf(named.getValue()));
                    case Certificate.KeyPair.SelfSigned _ -> new MadeAtStart(name);
                })
                .orElseGet(() -> new Elsewhere(name));
    }

    private static Stream<String> hosts(Listener listener) {
        return listener.table().rules().stream()
                .flatMap(rule -> rule.match().conditions().stream())
                .flatMap(condition -> condition instanceof Condition.Host(var any, boolean negated) && !negated
                        ? any.stream().map(HostPattern::text)
                        : Stream.empty());
    }
}
