package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every Java file of the repository has the layout of palantir-java-format. */
class FormatTest {
    private static final boolean WRITE = Boolean.getBoolean("format.write");

    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    @Test
    void everyFileIsFormatted() throws IOException {
        var untidy = javaFiles().stream().filter(file -> !isTidy(file)).toList();
        assertThat(untidy)
                .as("Java files whose layout differs; to mend them: ./mvnw test -pl cli -am -Dformat.write=true"
                        + " -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false")
                .isEmpty();
    }

    private boolean isTidy(Path file) {
        var text = Shell.read(file);
        var formatted = formatted(file, text);
        if (WRITE && !formatted.equals(text)) {
            write(file, formatted);
            return true;
        }
        return formatted.equals(text);
    }

    private String formatted(Path file, String text) {
        try {
            var imports = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.PALANTIR);
            return formatter.formatSource(imports);
        } catch (FormatterException e) {
            throw new IllegalStateException(file + " cannot be formatted", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles() throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(Shell.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var name = directory.getFileName().toString();
                boolean generated = name.equals("target") || name.startsWith(".");
                return generated && !directory.equals(Shell.ROOT)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var name = file.getFileName().toString();
                if (name.endsWith(".java") && !name.equals("package-info.java")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }
}
