package dev.isobar.azure.translate;

import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.HostPattern;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;
import java.util.Set;

/** Models of tests, translated. */
final class Cases {
    private Cases() {}

    /** Certificates are for what their file is called: {@code api.example.com.pem} for {@code api.example.com}. */
    static Translation<Snapshot> translate(String text) {
        var loaded = Texts.model(text);
        return ToAzure.translate(loaded.model(), loaded.positions(), new CertificateFacts() {
            @Override
            public Facts of(PemFiles files) {
                var host = files.certificate().replaceFirst(".*/", "").replaceFirst("\\.pem$", "");
                return new Facts("fingerprint of " + host, Set.of(HostPattern.parse(host)));
            }

            @Override
            public String authorities(String file) {
                return "fingerprint of " + file.replaceFirst(".*/", "");
            }
        });
    }

    static Snapshot translated(String text) {
        return switch (translate(text)) {
            case Translation.Done<Snapshot>(var snapshot, var _) -> snapshot;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems);
        };
    }
}
