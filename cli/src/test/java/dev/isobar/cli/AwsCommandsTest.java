package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Call;
import dev.isobar.cli.console.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that provision, with the driver of AWS, its real SDK, and an emulator of the management API. */
@Timeout(300)
class AwsCommandsTest {
    private static final String FIRST = "src/test/resources/files/aws/first.yaml";
    private static final String PLAIN = "src/test/resources/files/aws/plain.yaml";
    private static final String SECOND = "src/test/resources/files/aws/second.yaml";

    /** Asked near a limit; called where a file goes over to IPv6. */
    private static final Set<String> RARE =
            Set.of("elasticloadbalancing:DescribeAccountLimits", "elasticloadbalancing:SetIpAddressType");

    static {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    private AwsEmulator emulator = start();

    @TempDir
    private Path directory = Path.of("");

    private static AwsEmulator start() {
        try {
            return AwsEmulator.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void importsWhatIsThereAsAFileThatSaysTheSame() throws IOException {
        assertThat(run("apply", PLAIN, "--auto-approve").code()).isZero();
        var file = directory.resolve("imported.yaml");
        var imported = run(
                "import",
                "--from",
                "aws",
                "--region",
                "eu-west-1",
                "--name",
                "plain",
                "--name",
                "plain-n",
                "--out",
                file.toString());
        assertThat(imported.code()).as(imported.err()).isZero();
        Golden.check("aws/imported.txt", Files.readString(file) + "\n---\n" + imported.err());
        var planned = run("plan", file.toString());
        assertThat(planned.out()).as(planned.err()).endsWith("No changes.\n");

        var missing = run("import", "--from", "aws", "--region", "eu-west-1", "--name", "none");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no load balancer \"none\" in eu-west-1");
        var again = run("import", "--from", "aws", "--name", "plain", "--out", file.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
    }

    @Test
    void provisionsChangesAndDestroys() {
        var plan = run("plan", FIRST, "--detailed-exitcode");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.code()).isEqualTo(2);
        Golden.check("aws/plan-first.txt", plan.out());

        var applied = run("apply", FIRST, "--auto-approve");
        assertThat(applied.out()).containsPattern("Done: \\d+ created, 0 changed, 0 deleted");
        assertThat(applied.code()).isZero();
        assertThat(run("plan", FIRST).out()).endsWith("No changes.\n");
        assertThat(run("drift", FIRST).code()).isZero();

        var changes = run("plan", SECOND);
        Golden.check("aws/plan-second.txt", changes.out());
        var json =
                (Json.Members) Json.parse(run("plan", SECOND, "--json").out()).orElseThrow();
        assertThat(json.members()).containsOnlyKeys("changes", "routing", "findings");
        assertThat(run("drift", SECOND).code()).isEqualTo(2);

        assertThat(run("apply", SECOND, "--auto-approve").code()).isZero();
        assertThat(run("plan", SECOND, "--detailed-exitcode").code()).isZero();

        var status = run("status", SECOND);
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("shop (active): ", "web: ", "10.0.1.12", "no drift\n");

        assertThat(run("destroy", SECOND, "--auto-approve").code()).isZero();
        assertThat(run("destroy", SECOND, "--auto-approve").out()).isEqualTo("No changes.\n");
    }

    @Test
    void keysOfCertificatesAreNeverShown() throws IOException {
        var key = Files.readString(Shell.ROOT.resolve("providers/aws/src/test/resources/certificates/one.key"));
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
    void thePolicyAllowsWhatIsCalledAndNothingElse() {
        for (var command : List.of("plan", "status", "drift")) {
            run(command, FIRST);
        }
        assertThat(called()).isSubsetOf(allowed(FIRST, "plan"));
        run("apply", FIRST, "--auto-approve");
        run("apply", SECOND, "--auto-approve");
        run("status", SECOND);
        assertThat(run("apply", FIRST, "--auto-approve").code()).isZero();
        run("destroy", FIRST, "--auto-approve");
        assertThat(called()).isSubsetOf(allowed(FIRST, "apply"));
        assertThat(without(allowed(FIRST, "plan"), called())).isSubsetOf(RARE);
        assertThat(without(allowed(FIRST, "apply"), called())).isSubsetOf(RARE);
    }

    private static SortedSet<String> without(SortedSet<String> all, SortedSet<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** What was called, in the words of IAM. */
    private SortedSet<String> called() {
        var called = new TreeSet<String>();
        emulator.calls().stream().map(AwsCommandsTest::action).forEach(called::add);
        return called;
    }

    private static String action(Call call) {
        return call.service() + ":" + call.operation();
    }

    private static SortedSet<String> allowed(String file, String duty) {
        var policy = (Json.Members)
                Json.parse(Shell.run("policy", file, "--for", duty).out()).orElseThrow();
        var allowed = new TreeSet<String>();
        if (policy.find("Statement").orElseThrow() instanceof Json.Array(var statements)) {
            for (var statement : statements) {
                var members = (Json.Members) statement;
                members.text("Action").ifPresent(allowed::add);
                allowed.addAll(members.texts("Action"));
            }
        }
        return allowed;
    }

    @Test
    void thePolicyIsLimitedToNamesAndToOurTag() {
        Golden.check(
                "aws/policy-apply.json",
                Shell.run("policy", FIRST, "--to", "aws").out());
        Golden.check(
                "aws/policy-plan.json",
                Shell.run("policy", FIRST, "--for", "plan").out());
    }

    private Shell.Result run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--endpoint", emulator.endpoint().toString()));
        return Shell.run(all.toArray(String[]::new));
    }
}
