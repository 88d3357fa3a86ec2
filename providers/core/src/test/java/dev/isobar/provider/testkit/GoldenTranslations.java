package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Problem;
import dev.isobar.model.file.Golden;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The golden files of a provider's translation. Each folder has a {@code model.yaml}, and either the resources
 * ({@code PROVIDER.txt}) with what is different about them ({@code findings.txt}), or why the cloud cannot carry it
 * ({@code problems.txt}).
 *
 * @param provider name, such as {@code aws}: of the module's folder too
 * @param translate a model's text
 */
public record GoldenTranslations(String provider, Function<String, Translation<Snapshot>> translate) {
    /** One test for each folder. */
    public Stream<DynamicTest> tests() throws IOException {
        try (var folders = Files.list(Sources.of(provider).resolve("test/resources/golden"))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
        }
    }

    private void verify(Path folder) throws IOException {
        var text = Files.readString(folder.resolve("model.yaml"));
        var resources = folder.resolve(provider + ".txt");
        switch (translate.apply(text)) {
            case Translation.Done<Snapshot>(var snapshot, var findings) -> {
                assertThat(folder.resolve("problems.txt")).doesNotExist();
                Golden.verify(resources, Texts.of(snapshot));
                Golden.verify(folder.resolve("findings.txt"), Texts.of(findings));
                if (translate.apply(text) instanceof Translation.Done<Snapshot>(var again, var _)) {
                    assertThat(Differ.diff(again, snapshot).isEmpty()).isTrue();
                }
                assertThat(Differ.diff(snapshot, Snapshot.EMPTY).changes())
                        .hasSize(snapshot.resources().size());
            }
            case Translation.Refused<Snapshot>(var problems) -> {
                assertThat(resources).doesNotExist();
                Golden.verify(
                        folder.resolve("problems.txt"),
                        problems.stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n")));
            }
        }
    }
}
