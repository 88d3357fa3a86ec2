package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code isobar} does with the jar of picocli when it builds itself. */
class NewerClassesTest {
    /** The first format with stack maps, that of Java 6. */
    private static final int WITH_STACK_MAPS = 50;

    @TempDir
    Path folder = Path.of("");

    @Test
    void theSameJarWithClassesThatTheCacheTakes() throws Exception {
        var published = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var jar = Files.copy(published, folder.resolve("picocli.jar"));
        renew(jar);
        assertThat(entries(jar)).isEqualTo(entries(published));
        assertThat(versions(published)).contains(49);
        assertThat(versions(jar)).isNotEmpty().allMatch(version -> version >= WITH_STACK_MAPS);
        // The VM verifies what it loads from the class path.
        assertThat(java("-cp", jar.toString(), "picocli.AutoComplete", "--version"))
                .contains("4.7");
        var once = Files.readAllBytes(jar);
        renew(jar);
        assertThat(Files.readAllBytes(jar)).isEqualTo(once);
    }

    private static void renew(Path jar) throws Exception {
        java(Shell.ROOT.resolve("cli/src/build/java/NewerClasses.java").toString(), jar.toString());
    }

    private static String java(String... arguments) throws Exception {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var said = out.readAllAsString();
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName() + " " + entry.getTime())
                    .toList();
        }
    }

    private static List<Integer> versions(Path jar) throws IOException {
        var versions = new ArrayList<Integer>();
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .toList()) {
                try (var in = file.getInputStream(entry)) {
                    var head = in.readNBytes(8);
                    versions.add(((head[6] & 0xff) << 8) | (head[7] & 0xff));
                }
            }
        }
        return versions;
    }
}
