package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
import dev.isobar.cli.console.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that provision, with the driver of Azure, its real client, and an emulator of Resource Manager. */
@Timeout(300)
class AzureCommandsTest {
    private static final String FIRST = "src/test/resources/files/azure/first.yaml";
    private static final String SECOND = "src/test/resources/files/azure/second.yaml";

    private AzureEmulator emulator = start();

    @TempDir
    private Path directory = Path.of("");

    private static AzureEmulator start() {
        try {
            return AzureEmulator.start(Settings.usual().with(new Pace(100, 1, 1, 0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void provisionsChangesAndDestroys() {
        var plan = run("plan", FIRST, "--detailed-exitcode");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.code()).isEqualTo(2);
        Golden.check("azure/plan-first.txt", plan.out());

        var applied = run("apply", FIRST, "--auto-approve");
        assertThat(applied.out()).as(applied.err()).contains("Done: 4 created, 0 changed, 0 deleted");
        assertThat(applied.code()).isZero();
        assertThat(run("plan", FIRST).out()).endsWith("No changes.\n");
        assertThat(run("drift", FIRST).code()).isZero();

        var changes = run("plan", SECOND);
        Golden.check("azure/plan-second.txt", changes.out());
        var json =
                (Json.Members) Json.parse(run("plan", SECOND, "--json").out()).orElseThrow();
        assertThat(json.members()).containsOnlyKeys("changes", "routing", "findings");
        assertThat(run("drift", SECOND).code()).isEqualTo(2);

        assertThat(run("apply", SECOND, "--auto-approve").code()).isZero();
        assertThat(run("plan", SECOND, "--detailed-exitcode").code()).isZero();

        var status = run("status", SECOND);
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("shop (Running): 198.18.0.", "web: ", "10.0.1.12", "no drift\n");

        assertThat(run("destroy", SECOND, "--auto-approve").code()).isZero();
        assertThat(run("destroy", SECOND, "--auto-approve").out()).isEqualTo("No changes.\n");
    }

    @Test
    void aSavedPlanIsAppliedWhileTheWorldIsAsItWas() {
        var plan = directory.resolve("plan.json");
        assertThat(run("plan", FIRST, "--out", plan.toString()).code()).isZero();
        var applied = Shell.run("apply", plan.toString(), "--auto-approve");
        assertThat(applied.code()).as(applied.err()).isZero();
        var again = Shell.run("apply", plan.toString(), "--auto-approve");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("    fix: ");
    }

    @Test
    void keysOfCertificatesAreNeverShown() throws IOException {
        var key = Files.readString(Shell.ROOT.resolve("providers/azure/src/test/resources/certificates/one.key"));
        var secret = key.lines().skip(1).findFirst().orElseThrow();
        var plan = directory.resolve("plan.json");
        assertThat(run("plan", FIRST, "--json", "--out", plan.toString()).out()).doesNotContain(secret);
        assertThat(Shell.read(plan)).doesNotContain(secret);
        var applied = run("apply", FIRST, "--auto-approve", "--json");
        assertThat(applied.out() + applied.err()).doesNotContain(secret);
    }

    @Test
    void aBrokenConnectionIsAFailureThatNamesItsStep() {
        emulator.faults().unreachableAfter(0);
        var result = run("plan", FIRST);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("failed").contains("\n    fix: ");
    }

    @Test
    void thePolicyAllowsWhatIsCalled() {
        for (var command : List.of("plan", "status", "drift")) {
            run(command, FIRST);
        }
        assertThat(called()).isSubsetOf(allowed("plan"));
        run("apply", FIRST, "--auto-approve");
        run("apply", SECOND, "--auto-approve");
        run("status", SECOND);
        run("destroy", SECOND, "--auto-approve");
        assertThat(called()).isSubsetOf(allowed("apply"));
    }

    /** What was called, in the words of roles. */
    private SortedSet<String> called() {
        var called = new TreeSet<String>();
        for (var call : emulator.calls()) {
            var path = call.path().replaceAll(".*/providers/Microsoft\\.Network/", "");
            // Of the subscription, and looked at where that is allowed.
            if (!path.endsWith("/usages")) {
                called.add("Microsoft.Network/" + action(call.method(), path));
            }
        }
        return called;
    }

    private static String action(String method, String path) {
        var words = new ArrayList<>(List.of(path.split("/", -1)));
        var last = method.equals("POST") ? "/" + words.removeLast() : "";
        var kinds = IntStream.range(0, words.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(words::get)
                .collect(Collectors.joining("/"));
        return kinds
                + last
                + switch (method) {
                    case "PUT" -> "/write";
                    case "DELETE" -> "/delete";
                    case "POST" -> "/action";
                    default -> "/read";
                };
    }

    private static SortedSet<String> allowed(String duty) {
        var role = (Json.Members) Json.parse(Shell.run("policy", FIRST, "--to", "azure", "--for", duty)
                        .out())
                .orElseThrow();
        return new TreeSet<>(role.texts("Actions"));
    }

    private Shell.Result run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--endpoint", emulator.endpoint().toString()));
        return Shell.run(all.toArray(String[]::new));
    }
}
