package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what a program should say. */
public final class Golden {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private Golden() {}

    /** @param name under the golden files of this module */
    static void check(String name, String actual) {
        check(Shell.ROOT.resolve("cli/src/test/resources/golden").resolve(name), actual);
    }

    /** With {@code -Dgolden.update=true} it writes, and then fails, so that nobody commits what nobody read. */
    public static void check(Path file, String actual) {
        var golden = Files.exists(file) ? Shell.read(file) : "";
        if (UPDATE && !golden.equals(actual)) {
            write(file, actual);
            fail("%s is rewritten: read it, commit it, and run the tests again", file);
        }
        assertThat(actual)
                .as("%s; to rewrite it: ./mvnw verify -pl cli -am -Dgolden.update=true", file)
                .isEqualTo(golden);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
