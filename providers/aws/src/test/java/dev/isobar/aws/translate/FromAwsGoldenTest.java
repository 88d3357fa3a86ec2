package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.isobar.aws.translate.FromAws.Known;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Snapshots of {@link Foreign}, and what comes of them: a file ({@code imported.yaml}) and what is lost
 * ({@code losses.txt}). {@code -Dgolden.update=true} rewrites them, and then fails.
 */
class FromAwsGoldenTest {
    private static final Path GOLDEN = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "aws", "src", "test", "resources", "import");
    private static final Known KNOWN = new Known("eu-west-1", Optional.of("vpc-9"), Map.of());

    @TestFactory
    Stream<DynamicTest> everySnapshotBecomesAFileThatIsValid() {
        return Foreign.CASES.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> verify(each.getKey(), each.getValue())));
    }

    private static void verify(String name, Snapshot snapshot) throws IOException {
        var imported = FromAws.translate(snapshot, KNOWN);
        var text = ModelFile.write(imported.model(), imported.comments());
        verify(GOLDEN.resolve(name).resolve("imported.yaml"), text);
        verify(
                GOLDEN.resolve(name).resolve("losses.txt"),
                imported.losses().stream().map(Loss::toString).collect(Collectors.joining("\n", "", "\n")));
        assertThat(ModelFile.read(List.of(new Source("imported.yaml", text, Path.of(""))), Map.of()))
                .isInstanceOfSatisfying(
                        Loaded.Valid.class, valid -> assertThat(valid.model()).isEqualTo(imported.model()));
    }

    private static void verify(Path file, String actual) throws IOException {
        var expected = Files.exists(file) ? Files.readString(file) : "";
        if (Boolean.getBoolean("golden.update") && !expected.equals(actual)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
            throw new AssertionError("rewrote " + file + "; read the difference before you commit it");
        }
        assertThat(actual)
                .as("%s (mvnw -Dgolden.update=true rewrites it)", file)
                .isEqualTo(expected);
    }

    /** The models of the other direction, which AWS accepts. */
    @TestFactory
    Stream<DynamicTest> whatWeMadeOfAGoldenModelNeedsNoChangeAfterItsImport() throws IOException {
        try (var models = Files.walk(GOLDEN.resolveSibling("golden"))) {
            return models.filter(file -> file.endsWith("model.yaml")).sorted().toList().stream()
                    .filter(file -> Files.exists(file.resolveSibling("aws.txt")))
                    .map(file -> DynamicTest.dynamicTest(
                            file.getName(file.getNameCount() - 2).toString(), () -> comesBack(Files.readString(file))));
        }
    }

    private static void comesBack(String text) {
        if (!(Cases.translate(text) instanceof Translation.Done<Snapshot>(var observed, var _))) {
            throw new AssertionError("AWS does not accept it");
        }
        var imported = FromAws.translate(observed, KNOWN);
        var written = ModelFile.write(imported.model());
        assertThat(Cases.translate(written))
                .isInstanceOfSatisfying(
                        Translation.Done.class, done -> assertThat(done.value()).isEqualTo(observed));
    }

    @Test
    void certificatesOfOursAreNamedByTheirArnWhereItIsKnown() {
        var snapshot = Foreign.ours();
        var ref = Foreign.certificate();
        var known = new Known("eu-west-1", Optional.empty(), Map.of(ref, "arn:aws:acm:eu-west-1:1:certificate/x"));
        var imported = FromAws.translate(snapshot, known);
        assertThat(imported.model().certificates())
                .hasEntrySatisfying(
                        "api", api -> assertThat(api.stores()).containsValue("arn:aws:acm:eu-west-1:1:certificate/x"));
        assertThat(imported.losses()).isEmpty();
    }

    @Test
    void twoLoadBalancersOfATypeAreNotOneModel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FromAws.translate(Foreign.twoApplications(), KNOWN))
                .withMessageContaining("LoadBalancer/a")
                .withMessageContaining("LoadBalancer/b");
        assertThatIllegalArgumentException().isThrownBy(() -> FromAws.translate(Snapshot.EMPTY, KNOWN));
    }
}
