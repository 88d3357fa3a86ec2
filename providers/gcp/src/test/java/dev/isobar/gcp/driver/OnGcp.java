package dev.isobar.gcp.driver;

import dev.isobar.gcp.GcpProvider;
import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Settings;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Models, and what comes of them in a project. */
final class OnGcp {
    /** Where the files of certificates are. */
    static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "gcp", "src", "test", "resources", "certificates");

    /** Where models of tests are. */
    static final String PLACE = """
        place:
          gcp: { project: shop-prod, zone: europe-west1-b }
        """;

    private OnGcp() {}

    /** With room for what is there beside what replaces it. */
    static GcpEmulator emulator() {
        try {
            return GcpEmulator.start(Settings.usual()
                    .withQuotas(Map.of(
                            "BACKEND_SERVICES", 500,
                            "FORWARDING_RULES", 500,
                            "HEALTH_CHECKS", 500,
                            "NETWORK_ENDPOINT_GROUPS", 500,
                            "SSL_CERTIFICATES", 100,
                            "STATIC_ADDRESSES", 100,
                            "URL_MAPS", 100)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Loaded.Valid read(String text) {
        return Applied.read(text, FOLDER);
    }

    static Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(new GcpProvider(), loaded);
    }

    /** An account that waits for nothing: back-off and polling take no time. */
    static GcpAccount account(Model model, URI endpoint) {
        var access = Access.at(endpoint);
        return GcpAccount.open(model, access, Applied.calls(access));
    }
}
