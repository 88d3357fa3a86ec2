package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Pace;
import dev.isobar.gcp.emulator.Settings;
import dev.isobar.gcp.translate.ToGcp;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Golden;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Access;
import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.CloudFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Load balancers that others made, with Google's own command or with Terraform: the calls that made them, and what is
 * imported ({@code made.json}); what comes of it is a file ({@code imported.yaml}), what is lost ({@code losses.txt}), and
 * what a plan of the file would do ({@code plan.txt}). {@code -Dgolden.update=true} rewrites these three, and then fails.
 */
class ImportingTest {
    private static final Path FOLDER = OnGcp.FOLDER.resolveSibling("import");
    private static final String PROJECT = "shop-prod";

    /** Operations are done when they are answered. */
    private static GcpEmulator emulator() throws IOException {
        return GcpEmulator.start(Settings.usual().with(new Pace(500, 0, 0, 0, 0)));
    }

    private static void make(JsonNode made, GcpEmulator emulator) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (var call : made) {
                var answer = client.send(
                        HttpRequest.newBuilder(emulator.endpoint()
                                        .resolve("/compute/v1/projects/" + PROJECT + "/"
                                                + call.path("at").asString()))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        call.path("body").toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode())
                        .as("%s: %s", call, answer.body())
                        .isEqualTo(200);
                assertThat(answer.body()).doesNotContain("httpErrorStatusCode");
            }
        }
    }

    private static Imported imported(GcpEmulator emulator, List<String> names) {
        return Importing.of(
                new Access(
                        Optional.of(emulator.endpoint()), Optional.empty(), Optional.of(PROJECT), new Cancellation()),
                names);
    }

    @TestFactory
    Stream<DynamicTest> whatOthersMadeBecomesAFileThatIsValid() throws IOException {
        try (var folders = Files.list(FOLDER)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
        }
    }

    private static void verify(Path folder) throws IOException, InterruptedException {
        var made = JsonMapper.shared().readTree(Files.readString(folder.resolve("made.json")));
        var names = made.path("import").valueStream().map(JsonNode::asString).toList();
        try (var emulator = emulator()) {
            make(made.path("made"), emulator);
            var census = emulator.state().census();
            var imported = imported(emulator, names);
            assertThat(emulator.state().census())
                    .as("an import changes nothing")
                    .isEqualTo(census);
            var text = ModelFile.write(imported.model(), imported.comments());
            Golden.verify(folder.resolve("imported.yaml"), text);
            Golden.verify(
                    folder.resolve("losses.txt"),
                    imported.losses().stream()
                            .map(Imported.Loss::toString)
                            .collect(Collectors.joining("\n", "", "\n")));
            if (!(ModelFile.read(List.of(new Source("imported.yaml", text, Path.of(""))), Map.of())
                    instanceof Loaded.Valid loaded)) {
                throw new AssertionError("the file itself is wrong: " + text);
            }
            assertThat(loaded.model()).isEqualTo(imported.model());
            Golden.verify(folder.resolve("plan.txt"), plan(loaded, emulator));
        }
    }

    /** What others have stays theirs: a plan makes what stands beside it, or is refused. */
    private static String plan(Loaded.Valid loaded, GcpEmulator emulator) {
        // The files of certificates are not there.
        return switch (ToGcp.translate(
                loaded.model(), loaded.positions(), certificate -> "0123456789abcdef-" + certificate.name())) {
            case Translation.Refused<Snapshot>(var problems) ->
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
            case Translation.Done<Snapshot>(var desired, var _) -> {
                try (var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
                    var plan = Differ.diff(desired, account.observe());
                    assertThat(plan.changes()).allMatch(change -> change instanceof Change.Create);
                    yield plan.text();
                }
            }
        };
    }

    @Test
    void whatNoModelHasIsRefusedByItsName() throws IOException, InterruptedException {
        var made = JsonMapper.shared()
                .readTree(Files.readString(FOLDER.resolve("passthrough").resolve("made.json")));
        try (var emulator = emulator()) {
            make(made.path("made"), emulator);
            assertThatExceptionOfType(CloudFailure.class)
                    .isThrownBy(() -> imported(emulator, List.of("mail-everything")))
                    .withMessageContaining("it takes all ports; a listener has one");
            assertThatExceptionOfType(CloudFailure.class)
                    .isThrownBy(() -> imported(emulator, List.of("none")))
                    .withMessageContaining("there is no load balancer \"none\"");
        }
    }
}
