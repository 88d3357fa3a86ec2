package dev.isobar.provider.testkit;

import java.nio.file.Path;

/** Where the sources of providers are. */
final class Sources {
    private Sources() {}

    /** The folder {@code src} of a provider's module. */
    static Path of(String provider) {
        return Path.of(System.getProperty("isobar.root", "../.."), "providers", provider, "src");
    }
}
