package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.Isobar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    record Ran(int exit, String out, String err) {}

    private static Ran isobar(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = Isobar.run(
                List.of(arguments),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** All that describe a load balancer. */
    static Stream<Path> examples() throws IOException {
        var folder = Tools.root().resolve("examples");
        try (var files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().contains("/target/")
                            && !file.endsWith("after-switch.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isValidWithoutAWarning(Path example) {
        var ran = isobar(Map.of(), "validate", "--json", example.toString());
        assertThat(ran.out()).contains("\"problems\"").doesNotContain("\"what\"");
        assertThat(ran.exit()).as("%s", ran).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void passesItsOwnTests(Path example) {
        var ran = isobar(Map.of(), "test", "--json", example.toString());
        assertThat(ran.exit()).as("%s", ran).isZero();
        assertThat(ran.out()).contains("\"failed\"").doesNotContain("\"passed\": 0,");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void canBeDrawn(Path example) {
        assertThat(isobar(Map.of(), "graph", example.toString()).out()).startsWith("flowchart");
    }

    @Test
    void blueBecomesGreenByTwoVariables() {
        var folder = Tools.root().resolve("examples/blue-green");
        var file = folder.resolve("blue-green.yaml").toString();
        var after = folder.resolve("after-switch.yaml").toString();
        assertThat(isobar(Map.of("BLUE", "0", "GREEN", "100"), "test", file, "--tests", after)
                        .exit())
                .isZero();
        assertThat(isobar(Map.of(), "test", file, "--tests", after).exit()).isEqualTo(1);
    }
}
