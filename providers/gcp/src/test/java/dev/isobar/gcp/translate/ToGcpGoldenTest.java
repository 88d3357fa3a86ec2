package dev.isobar.gcp.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Problem;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder has a {@code model.yaml}, and either the resources ({@code gcp.txt}) with what is different about them
 * ({@code findings.txt}), or why Google Cloud cannot carry it ({@code problems.txt}). {@code -Dgolden.update=true} rewrites them,
 * and then fails.
 */
class ToGcpGoldenTest {
    private static final Path GOLDEN = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "gcp", "src", "test", "resources", "golden");

    @TestFactory
    Stream<DynamicTest> everyCaseIsTranslatedOrRefused() throws IOException {
        try (var folders = Files.list(GOLDEN)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
        }
    }

    private static void verify(Path folder) throws IOException {
        var text = Files.readString(folder.resolve("model.yaml"));
        switch (Cases.translate(text)) {
            case Translation.Done<Snapshot>(var snapshot, var findings) -> {
                assertThat(folder.resolve("problems.txt")).doesNotExist();
                verify(Map.of(
                        folder.resolve("gcp.txt"), Cases.text(snapshot),
                        folder.resolve("findings.txt"), Cases.text(findings)));
                if (Cases.translate(text) instanceof Translation.Done<Snapshot>(var again, var _)) {
                    assertThat(Differ.diff(again, snapshot).isEmpty()).isTrue();
                }
                assertThat(Differ.diff(snapshot, Snapshot.EMPTY).changes())
                        .hasSize(snapshot.resources().size());
            }
            case Translation.Refused<Snapshot>(var problems) -> {
                assertThat(folder.resolve("gcp.txt")).doesNotExist();
                verify(Map.of(
                        folder.resolve("problems.txt"),
                        problems.stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"))));
            }
        }
    }

    private static void verify(Map<Path, String> files) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            boolean rewritten = false;
            for (var file : files.entrySet()) {
                if (!expected(file.getKey()).equals(file.getValue())) {
                    Files.writeString(file.getKey(), file.getValue());
                    rewritten = true;
                }
            }
            assertThat(rewritten)
                    .as("rewrote some of %s; read the difference before you commit it", files.keySet())
                    .isFalse();
        }
        for (var file : files.entrySet()) {
            assertThat(file.getValue())
                    .as("%s (mvnw -Dgolden.update=true rewrites it)", file.getKey())
                    .isEqualTo(expected(file.getKey()));
        }
    }

    private static String expected(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
