package dev.isobar.cli;

import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files that a model names. */
final class NamedFiles {
    private NamedFiles() {}

    /** Certificates, keys, what authorities say of them, and the authorities that are trusted. */
    static SortedSet<Path> of(Model model) {
        var files = new TreeSet<Path>();
        for (var certificate : model.certificates().values()) {
            if (certificate.keyPair().orElse(null) instanceof Certificate.KeyPair.PemFiles(var chain, var key)) {
                files.add(Path.of(chain));
                files.add(Path.of(key));
            }
        }
        for (var listener : model.listeners().values()) {
            listener.termination()
                    .flatMap(TlsTermination::clients)
                    .flatMap(TlsTermination.ClientCertificates::file)
                    .ifPresent(ca -> files.add(Path.of(ca)));
        }
        for (var group : model.targetGroups().values()) {
            group.upstream().tls().flatMap(tls -> tls.ca()).ifPresent(ca -> files.add(Path.of(ca)));
        }
        model.place().local().tls().ocsp().values().forEach(file -> files.add(Path.of(file)));
        return files;
    }
}
