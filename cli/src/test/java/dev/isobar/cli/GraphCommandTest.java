package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GraphCommandTest {
    private static final String SHOP = "src/test/resources/files/shop.yaml";
    private static final Pattern MERMAID_LINE =
            Pattern.compile("  (?:[a-z]+[0-9]+(?:\\(\\[|\\[\\[|\\{\\{|\\(|\\[)\"[^\"\\[\\]{}|`]*\"(?:]\\)|]]|}}|\\)|])"
                    + "|[a-z]+[0-9]+ -->(?:\\|\"[^\"|]*\"\\|)? [a-z]+[0-9]+)");

    @Test
    void drawsMermaid() {
        var result = Shell.run("graph", SHOP);
        assertThat(result.code()).isZero();
        Golden.check("graph/shop.mermaid", result.out());
    }

    @Test
    void everyLineIsANodeOrAnEdgeOfMermaid() {
        var lines = Shell.run("graph", SHOP).out().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("flowchart LR");
        assertThat(lines.subList(1, lines.size())).allMatch(MERMAID_LINE.asMatchPredicate());
    }

    @Test
    void drawsDot() {
        var result = Shell.run("graph", SHOP, "--format", "dot");
        assertThat(result.code()).isZero();
        Golden.check("graph/shop.dot", result.out());
    }

    @Test
    @Timeout(60)
    void graphvizAcceptsDot() throws IOException, InterruptedException {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/dot")))
                .as("graphviz is installed")
                .isTrue();
        var process = new ProcessBuilder("/usr/bin/dot", "-Tplain").start();
        try (var in = process.getOutputStream()) {
            in.write(Shell.run("graph", SHOP, "--format", "dot").out().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void escapesWhatTheLanguagesReserve() {
        var nasty = "a\"b\\c<d>|{e}#&`\n";
        var graph = new Graph(
                List.of(new Graph.Node("rule0", Graph.Kind.RULE, List.of(nasty))),
                List.of(new Graph.Edge("rule0", "rule0", nasty)));
        assertThat(Mermaid.of(graph).lines().skip(1)).allMatch(MERMAID_LINE.asMatchPredicate());
        assertThat(Dot.of(graph)).contains("label=\"a\\\"b\\\\c<d>|{e}#&` \"");
    }

    @Test
    void refusesAnUnknownFormat() {
        var result = Shell.run("graph", SHOP, "--format", "svg");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("""
            isobar: "svg" is no value of --format
                fix: use mermaid or dot; see isobar graph --help
            """);
    }
}
