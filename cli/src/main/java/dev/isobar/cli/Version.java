package dev.isobar.cli;

import dev.isobar.cli.console.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What runs here. */
record Version(String isobar, String java, String os) {
    static Version ofThis() {
        return new Version(
                ofIsobar(),
                System.getProperty("java.vendor.version", "") + " (" + Runtime.version() + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
    }

    private static String ofIsobar() {
        var properties = new Properties();
        try (var in = Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    String text() {
        return "isobar %s%njava   %s%nos     %s%n".formatted(isobar, java, os);
    }

    Json json() {
        return Json.object().with("isobar", isobar).with("java", java).with("os", os);
    }
}
