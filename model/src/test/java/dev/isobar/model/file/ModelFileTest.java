package dev.isobar.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.PathPattern;
import dev.isobar.model.Problem;
import dev.isobar.model.TargetGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ModelFileTest {
    private static final String SMALL = """
        isobar: v1
        name: small
        listeners:
          web:
            port: 80
            protocol: http
            default: { forward: web }
        targetGroups:
          web: { targets: ["127.0.0.1:8000"] }
        """;

    /** Each folder has a {@code model.yaml} and the problems that it must give. */
    @TestFactory
    Stream<DynamicTest> everyMistakeIsFoundAndLocated() throws IOException {
        var cases = Golden.root().resolve("model/src/test/resources/golden");
        try (var folders = Files.list(cases)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(
                            folder.getFileName().toString(),
                            () -> Golden.verify(folder.resolve("problems.txt"), problems(folder))));
        }
    }

    private static String problems(Path folder) throws IOException {
        var sources = Stream.of("model.yaml", "overlay.yaml")
                .map(folder::resolve)
                .filter(Files::exists)
                .map(ModelFileTest::source)
                .toList();
        var loaded = ModelFile.read(sources, Map.of("EMPTY", "", "SECRET", "hunter2"));
        var all = Stream.concat(
                loaded.problems().stream(),
                loaded instanceof Loaded.Valid valid ? ModelFile.checkFiles(valid).stream() : Stream.of());
        var text = all.map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
        assertThat(text).as("no value of a variable may be shown").doesNotContain("hunter2");
        // The files of a case lie where the repository lies.
        return text.replace(folder.toAbsolutePath().normalize() + "/", "").replace(folder.normalize() + "/", "");
    }

    private static Source source(Path file) {
        try {
            return new Source(file.getFileName().toString(), Files.readString(file), file.resolveSibling(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Loaded read(String... texts) {
        var sources = IntStream.range(0, texts.length)
                .mapToObj(i -> new Source(i + ".yaml", texts[i], Path.of("")))
                .toList();
        return ModelFile.read(sources, Map.of("PORT", "8080", "EMPTY", ""));
    }

    private static Model model(String... texts) {
        return switch (read(texts)) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void shortAndLongFormsMeanTheSame() {
        var shortForm = SMALL.replace(
                "default:",
                "rules: [{ match: { path: /v2/*, method: GET, headers: { X-A: \"1\" } }, forward: web }]\n"
                        + "    default:");
        var longForm = SMALL.replace(
                "default:",
                "rules: [{ match: { path: [{ prefix: /v2 }], method: [GET], headers: { x-a: [{ exact: 1 }] } },"
                        + " forward: { web: 1 } }]\n"
                        + "    default:");
        assertThat(model(longForm)).isEqualTo(model(shortForm));
    }

    @Test
    void defaultsAreThoseOfTheReference() {
        var group = model(SMALL).group("web");
        assertThat(group.protocol()).isEqualTo(TargetGroup.Protocol.HTTP);
        assertThat(group.balancing().drain()).hasSeconds(30);
        assertThat(group.upstream().timeouts().connect()).hasSeconds(5);
        assertThat(ModelFile.reference())
                .contains("| `drain` | duration | `30s` |")
                .contains("| `connect` | duration | `5s` |");
    }

    @Test
    void variablesAreFilledInValues() {
        var listener = model(SMALL.replace("port: 80", "port: ${PORT}")).listener("web");
        assertThat(listener).extracting(Listener::port).isEqualTo(8080);
        assertThat(model(SMALL.replace("name: small", "name: ${NOT_SET:-other}"))
                        .name())
                .isEqualTo("other");
        assertThat(model(SMALL.replace("name: small", "name: ${EMPTY:-other}")).name())
                .isEqualTo("other");
        var respond = SMALL.replace("{ forward: web }", "{ respond: { body: \"$${PORT} costs $5\" } }");
        assertThat(((Listener.Http) model(respond).listener("web")).routes().otherwise())
                .isInstanceOfSatisfying(
                        Action.Respond.class, own -> assertThat(own.body()).isEqualTo("${PORT} costs $5"));
    }

    @Test
    void theLastFileWinsMapsMergeAndListsReplace() {
        var merged = model(SMALL, """
            name: other
            targetGroups:
              web: { drain: 5s, targets: ["127.0.0.1:1", "127.0.0.1:2"] }
            """);
        assertThat(merged.name()).isEqualTo("other");
        assertThat(merged.group("web").targets()).hasSize(2);
        assertThat(merged.group("web").balancing().drain()).hasSeconds(5);
        assertThat(merged.listeners()).containsKey("web");
    }

    @Test
    void anOverlayRemovesAKeyWithNothing() {
        var base = SMALL.replace("default: {", "rules: [{ respond: 404 }]\n    default: {");
        assertThat(model(base).listener("web").table().rules()).hasSize(1);
        var without = model(base, "listeners: { web: { rules: ~ } }");
        assertThat(without.listener("web").table().rules()).isEmpty();
    }

    @Test
    void negationAndAbsenceAreConditionsOfTheirOwn() {
        var text = SMALL.replace(
                "default:",
                "rules: [{ match: { headers: { X-A: { present: false } }, not: { path: /private/* } }, forward: web"
                        + " }]\n"
                        + "    default:");
        var match = model(text).listener("web").table().rules().getFirst().match();
        assertThat(match.conditions())
                .hasSize(2)
                .allMatch(Condition::negated)
                .anySatisfy(
                        condition -> assertThat(condition.any()).first().isEqualTo(new PathPattern.Prefix("/private")));
    }

    @Test
    void aliasesWorkButBombsDoNot() {
        var aliased = SMALL.replace("web: { targets", "web: &g { targets") + "  api: *g\n";
        assertThat(model(aliased).group("api").targets()).hasSize(1);

        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(read(bomb.toString()).problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("unfolds to more than"));
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() {
        assertThat(read("x".repeat(NodeReader.MOST_CHARACTERS + 1)).problems())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("the most is");
        assertThat(read("[".repeat(200)).problems()).isNotEmpty();
        assertThat(read("").problems())
                .singleElement()
                .extracting(Problem::what)
                .isEqualTo("the file is empty");
    }

    @Test
    void whatIsNotYamlSaysWhatTheParserStumbledOver() {
        assertThat(read("a: [1, 2\n").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.at()).hasToString("0.yaml:2:1");
            assertThat(problem.what())
                    .startsWith("this is not YAML: while parsing a flow sequence, expected ',' or ']'")
                    .doesNotContain("\n");
        });
    }

    @Test
    void positionsAreThoseOfTheFile() {
        var valid = (Loaded.Valid) read(SMALL);
        assertThat(valid.positions().of("listeners.web.port")).hasToString("0.yaml:5:5");
        assertThat(valid.positions().of("targetGroups.web.targets[0]")).hasToString("0.yaml:9:20");
        assertThat(valid.positions().of("listeners.web.rules[3].match")).hasToString("0.yaml:4:3");
    }

    @Test
    void tenThousandTargetsAndFiveThousandRulesAreReadInBoundedTime() {
        var text = new StringBuilder(
                "isobar: v1\nname: big\nlisteners:\n  web:\n    port: 80\n    protocol: http\n    rules:\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("      - { match: { host: h%d.example.com, path: /p%d/* }, forward: g%d }\n"
                    .formatted(i % 500, i, i % 100));
        }
        text.append("    default: { forward: g0 }\ntargetGroups:\n");
        for (int g = 0; g < 100; g++) {
            text.append("  g").append(g).append(":\n    targets:\n");
            for (int t = 0; t < 100; t++) {
                text.append("      - { address: 10.1.%d.%d:80, weight: %d }\n".formatted(g, t, t + 1));
            }
        }
        var model = model(text.toString());
        assertThat(model.targetGroups()).hasSize(100);
        assertThat(model.listener("web").table().rules()).hasSize(5_000);
    }

    @Test
    void theReferencePageIsTheOneInTheDocs() throws IOException {
        var page = Golden.root().resolve("docs/file.md");
        var text = Files.exists(page) ? Files.readString(page) : "";
        var mark = "<!-- generated from here on -->\n";
        var head = text.contains(mark) ? text.substring(0, text.indexOf(mark)) : "# The file\n\n";
        Golden.verify(page, head + mark + "\n" + ModelFile.reference());
    }

    @Test
    void everySectionOfTheReferenceHasAnExampleThatCanBeRead() {
        var sections = ((Schema.Known) ModelFormat.FORMAT.schema()).known();
        var examples = Reference.examples();
        assertThat(examples.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        sections.stream().map(Schema.Known::title).toList());
        for (var section : sections) {
            var problems = new Problems();
            var node = NodeReader.readRaw(
                    new Source(section.title(), examples.getOrDefault(section.title(), ""), Path.of("")), problems);
            assertThat(problems.inOrder()).isEmpty();
            assertThat(node instanceof Node.Mapping map ? map.entries().keySet() : Set.<String>of())
                    .as(section.title())
                    .isSubsetOf(
                            section.keys().stream().map(Schema.KnownKey::name).toList())
                    .containsAll(section.keys().stream()
                            .filter(key -> key.need() instanceof Schema.Need.Required)
                            .map(Schema.KnownKey::name)
                            .toList());
        }
    }

    @Test
    void theSchemaIsTheOneInTheDocs() throws IOException {
        Golden.verify(Golden.root().resolve("docs/isobar-v1.schema.json"), ModelFile.jsonSchema());
    }

    @Test
    void testFilesAreReadAlone() {
        var tests = ModelFile.readTests(
                new Source(
                        "t.yaml",
                        "tests:\n  - { get: \"http://a/\", expect: { forward: web } }\n  - { gte: x }\n",
                        Path.of("")),
                Map.of());
        assertThat(tests.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.at().line() == 3);
        assertThat(List.of(ModelFile.readTests(new Source("t.yaml", "tests: []", Path.of("")), Map.of())
                        .problems()))
                .containsExactly(List.of());
    }
}
