package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.Json;
import dev.isobar.gcp.emulator.GcpEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that provision, with the driver of Google Cloud, its real SDK, and an emulator of the Compute Engine API. */
@Timeout(300)
class GcpCommandsTest {
    private static final String FIRST = "src/test/resources/files/gcp/first.yaml";
    private static final String PLAIN = "src/test/resources/files/gcp/plain.yaml";
    private static final String SECOND = "src/test/resources/files/gcp/second.yaml";

    private final GcpEmulator emulator = start();

    @TempDir
    private Path directory = Path.of("");

    private static GcpEmulator start() {
        try {
            return GcpEmulator.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void checksAndRoutesWithoutAsking() {
        assertThat(Shell.run("check", FIRST, "--to", "gcp").code()).isZero();
        var routed = Shell.run("route", FIRST, "GET http://api.example.com/v2/users", "--as", "gcp");
        assertThat(routed.out()).contains("api-v2");
        assertThat(routed.code()).isZero();
        assertThat(emulator.calls()).isEmpty();
    }

    @Test
    void importsWhatIsThereAsAFileThatSaysTheSame() throws IOException {
        var applied = run("apply", PLAIN, "--auto-approve");
        assertThat(applied.code()).as(applied.err()).isZero();
        var file = directory.resolve("imported.yaml");
        var imported =
                run("import", "--from", "gcp", "--project", "shop-prod", "--name", "plain", "--out", file.toString());
        assertThat(imported.code()).as(imported.err()).isZero();
        Golden.check("gcp/imported.txt", Files.readString(file) + "\n---\n" + imported.err());
        assertThat(Shell.run("check", file.toString(), "--to", "gcp").code()).isZero();
        var planned = run("plan", file.toString());
        assertThat(planned.out()).as(planned.err()).endsWith("No changes.\n");

        var missing = run("import", "--from", "gcp", "--project", "shop-prod", "--name", "none");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no load balancer \"none\" in project shop-prod");
        var again =
                run("import", "--from", "gcp", "--project", "shop-prod", "--name", "plain", "--out", file.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
    }

    @Test
    void provisionsChangesAndDestroys() {
        var plan = run("plan", FIRST, "--detailed-exitcode");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.code()).isEqualTo(2);
        Golden.check("gcp/plan-first.txt", plan.out());

        var saved = directory.resolve("plan.json").toString();
        assertThat(run("plan", FIRST, "--out", saved).code()).isZero();
        var applied = Shell.run("apply", saved, "--auto-approve");
        assertThat(applied.out()).as(applied.err()).containsPattern("Done: \\d+ created, 0 changed, 0 deleted");
        assertThat(applied.code()).isZero();
        assertThat(run("plan", FIRST).out()).endsWith("No changes.\n");
        assertThat(run("drift", FIRST).code()).isZero();
        assertThat(Shell.run("apply", saved, "--auto-approve").code())
                .as("a plan of what was there before")
                .isEqualTo(1);

        var changes = run("plan", SECOND);
        Golden.check("gcp/plan-second.txt", changes.out());
        var json =
                (Json.Members) Json.parse(run("plan", SECOND, "--json").out()).orElseThrow();
        assertThat(json.members()).containsOnlyKeys("changes", "routing", "findings");
        assertThat(run("drift", SECOND).code()).isEqualTo(2);

        assertThat(run("apply", SECOND, "--auto-approve").code()).isZero();
        assertThat(run("plan", SECOND, "--detailed-exitcode").code()).isZero();

        var status = run("status", SECOND);
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("web: ", "10.0.1.12", "no drift\n");

        assertThat(run("destroy", SECOND, "--auto-approve").code()).isZero();
        assertThat(run("destroy", SECOND, "--auto-approve").out()).isEqualTo("No changes.\n");
    }

    @Test
    void keysOfCertificatesAreNeverShown() throws IOException {
        var key = Files.readString(Shell.ROOT.resolve("providers/gcp/src/test/resources/certificates/one.key"));
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
    void theRoleIsAFileForGcloud() {
        Golden.check(
                "gcp/role-apply.yaml", Shell.run("policy", FIRST, "--to", "gcp").out());
        Golden.check(
                "gcp/role-plan.yaml",
                Shell.run("policy", FIRST, "--for", "plan").out());
    }

    private Shell.Result run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--endpoint", emulator.endpoint().toString()));
        return Shell.run(all.toArray(String[]::new));
    }
}
