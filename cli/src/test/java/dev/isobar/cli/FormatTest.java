package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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

    @Test
    void everyFileIsFormatted() throws Exception {
        var said = format(WRITE ? List.of("--replace") : List.of("--dry-run"), javaFiles());
        assertThat(said)
                .as("Java files whose layout differs; to mend them: ./mvnw test -pl cli -am -Dformat.write=true"
                        + " -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false")
                .isEmpty();
    }

    /** What the formatter says: the names of files that it would change, and errors. */
    private static String format(List<String> options, List<Path> files) throws Exception {
        var arguments = new ArrayList<>(List.of("--palantir"));
        arguments.addAll(options);
        files.forEach(file -> arguments.add(file.toString()));
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        new Main(writer, writer, InputStream.nullInputStream()).format(arguments.toArray(new String[0]));
        writer.flush();
        return said.toString();
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
