package dev.isobar.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static String formatted(String text) {
        return switch (ModelFile.format(new Source("x.yaml", text, Path.of("")))) {
            case ModelFile.Formatted.Done(var done) -> done;
            case ModelFile.Formatted.Refused(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void ordersKeysAndKeepsCommentsAndValues() throws IOException {
        var folder = Golden.root().resolve("model/src/test/resources/layout");
        var result = formatted(Files.readString(folder.resolve("before.yaml")));
        Golden.verify(folder.resolve("after.yaml"), result);
        assertThat(formatted(result)).isEqualTo(result);
    }

    @Test
    void theExamplesAreInThisLayout() throws IOException {
        var examples = new ArrayList<Path>();
        try (var files = Files.walk(Golden.root().resolve("examples"))) {
            files.filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().contains("/target/"))
                    .forEach(examples::add);
        }
        assertThat(examples).isNotEmpty();
        for (var example : examples) {
            var text = Files.readString(example);
            assertThat(formatted(text)).as("%s", example).isEqualTo(text);
        }
    }

    @Test
    void whatIsNotYamlIsRefusedWithAPlace() {
        var refused = ModelFile.format(new Source("x.yaml", "a: [1\nb: 2\n", Path.of("")));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        ModelFile.Formatted.Refused.class,
                        it -> assertThat(it.problems())
                                .singleElement()
                                .satisfies(problem ->
                                        assertThat(problem.at().line()).isEqualTo(2)));
        assertThat(List.of(formatted("a: 1"))).containsExactly("a: 1\n");
    }
}
