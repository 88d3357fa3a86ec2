package dev.isobar.gcp.translate;

import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;

/** Models of tests, translated. */
final class Cases {
    private Cases() {}

    static Translation<Snapshot> translate(String text) {
        var loaded = Texts.model(text);
        return ToGcp.translate(
                loaded.model(), loaded.positions(), certificate -> "0123456789abcdef-" + certificate.name());
    }
}
