package dev.isobar.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a text with a file of the repository; {@code -Dgolden.update=true} rewrites it, and then fails. */
public final class Golden {
    private Golden() {}

    public static void verify(Path file, String actual) throws IOException {
        var expected = Files.exists(file) ? Files.readString(file) : "";
        if (Boolean.getBoolean("golden.update") && !expected.equals(actual)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
            throw new AssertionError("rewrote " + file + "; read the difference before you commit it");
        }
        assertThat(actual)
                .as("%s (mvnw -Dgolden.update=true rewrites it)", file)
                .isEqualTo(expected);
    }

    /** The root of the repository. */
    public static Path root() {
        return Path.of(System.getProperty("isobar.root", ".."));
    }
}
