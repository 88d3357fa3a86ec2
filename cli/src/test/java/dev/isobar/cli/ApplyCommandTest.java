package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.isobar.cli.console.Json;
import dev.isobar.cli.memory.MemoryCloud.Trouble;
import dev.isobar.provider.Ref;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ApplyCommandTest {
    private static final Ref WEB = new Ref("Pool", "web");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void makesTheCloudWhatTheFileSays() {
        var memory = new Memory();
        var result = memory.run("apply", Memory.BEFORE, "--auto-approve");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("5 to create, 0 to change, 0 to delete\n")
                .containsPattern("Done: 5 created, 0 changed, 0 deleted in [0-9.]+ s with \\d+ calls\n")
                .endsWith("  shop (active): shop.here.memory\n");
        assertThat(result.err().lines())
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).matches("\\[\\d/5] done  \\+ \\w+/[-\\w]+  \\([0-9.]+ s\\)"));
        assertThat(memory.run("plan", Memory.BEFORE).out()).endsWith("No changes.\n");
        assertThat(memory.run("apply", Memory.AFTER, "--auto-approve").code()).isZero();
        assertThat(memory.run("plan", Memory.AFTER).out()).endsWith("No changes.\n");
        assertThat(memory.run("apply", Memory.AFTER, "--auto-approve").out()).endsWith("No changes.\n");
    }

    @Test
    void printsJson() {
        var memory = new Memory();
        var result = memory.run("apply", Memory.BEFORE, "--auto-approve", "--json");
        assertThat(result.code()).isZero();
        Golden.check("apply/done.json", result.out().replaceAll("(\"(calls|milliseconds)\": )\\d+", "$10"));
        assertThat(result.err()).contains("5 to create");
    }

    @Test
    void asksOnATerminalAndTakesOnlyYes() {
        var memory = new Memory();
        var refused = memory.onTerminal("y\n", "apply", Memory.BEFORE);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("Apply? Only 'yes' is taken.", "nothing was done");
        assertThat(memory.cloud().done()).isEmpty();
        assertThat(memory.onTerminal("", "apply", Memory.BEFORE).code()).isEqualTo(1);

        var approved = memory.onTerminal("yes\n", "apply", Memory.BEFORE);
        assertThat(approved.code()).isZero();
        assertThat(approved.err())
                .as("the line that is rewritten")
                .contains("\r\u001b[K", "0 of 5; + Balancer/shop-here ", "done  + Pool/web");
        assertThat(memory.cloud().done()).hasSize(5);
    }

    @Test
    void asksNobodyWithoutATerminal() {
        var memory = new Memory();
        var result = memory.run("apply", Memory.BEFORE);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("""
            isobar: nobody can be asked here whether to go on: this is no terminal
                fix: read the plan first, then give --auto-approve
            """);
        assertThat(memory.cloud().done()).isEmpty();
    }

    @Test
    void anAddressGoesOnlyWhereThatIsAllowed() throws IOException {
        var memory = Memory.withShop();
        var moved = Files.writeString(
                        directory.resolve("moved.yaml"),
                        Shell.read(Path.of(Memory.BEFORE))
                                .replace("name: shop\n", "name: shop\nlabels: { zone: there }\n"))
                .toString();
        var refused = memory.run("apply", moved, "--auto-approve");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("Balancer/shop-here would go", "--allow-address-change");
        assertThat(memory.run("plan", Memory.BEFORE).out()).endsWith("No changes.\n");

        assertThat(memory.run("apply", moved, "--auto-approve", "--allow-address-change")
                        .code())
                .isZero();
        assertThat(memory.cloud().done()).endsWith("- Balancer/shop-here");
    }

    @Test
    void obstaclesStopIt() {
        var memory = new Memory();
        memory.cloud().obstacle("the quota is reached");
        var result = memory.run("apply", Memory.BEFORE, "--auto-approve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("In the way:\n  the quota is reached\n");
        assertThat(result.err()).contains("nothing was done: 1 thing in the way");
        assertThat(memory.cloud().done()).isEmpty();
    }

    @Test
    void saysWhatFailedAndGoesOnWhereItStopped() {
        var memory = new Memory();
        memory.cloud().trouble(WEB, Trouble.REFUSED);
        var result = memory.run("apply", Memory.BEFORE, "--auto-approve");
        assertThat(result.code()).isEqualTo(1);
        Golden.check(
                "apply/failed.txt",
                withoutTimes(result.out().substring(result.out().indexOf("\nStopped"))));
        assertThat(result.err()).contains("FAIL  + Pool/web: the memory is full");

        memory.cloud().noTroubles();
        assertThat(memory.run("apply", Memory.BEFORE, "--auto-approve").out())
                .contains("3 to create, 0 to change, 0 to delete\n");
        assertThat(memory.run("plan", Memory.BEFORE).out()).endsWith("No changes.\n");
    }

    @Test
    void failuresAreInTheJson() {
        var memory = new Memory();
        memory.cloud().trouble(WEB, Trouble.REFUSED);
        var result = memory.run("apply", Memory.BEFORE, "--auto-approve", "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(Json.parse(result.out())).isPresent();
        assertThat(result.out()).contains("\"why\": \"the memory is full\"", "\"fix\": \"forget something\"");
    }

    @Test
    void itsTimeIsLimited() {
        var memory = new Memory();
        memory.cloud().trouble(WEB, Trouble.ENDLESS);
        var result = memory.run("apply", Memory.BEFORE, "--auto-approve", "--timeout", "50ms");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("Stopped: 2 of 5 steps done", "asked to stop: the time of --timeout, 50ms, is over")
                .contains("not tried:\n  + Pool/web\n")
                .endsWith("run it again: it goes on where it stopped\n");
        var wrong = memory.run("apply", Memory.BEFORE, "--auto-approve", "--timeout", "5");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--timeout \"5\": a duration is a number with a unit");
    }

    @Test
    void controlCEndsItInAnOrderlyWay() throws Exception {
        assumeThat(isInterruptIgnored())
                .as("what is started in the background, as by nohup, cannot be interrupted")
                .isFalse();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.isobar.cli.Isobar",
                        "apply",
                        Memory.BEFORE,
                        "--to",
                        "memory",
                        "--endpoint",
                        "memory://stuck?Pool/web",
                        "--auto-approve")
                .start();
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (var out = process.inputReader(StandardCharsets.UTF_8);
                var err = process.errorReader(StandardCharsets.UTF_8)) {
            awaitLine(err, "[2/5] done");
            var kill = new ProcessBuilder("kill", "-INT", "" + process.pid()).start();
            assertThat(kill.waitFor()).isZero();
            assertThat(out.readAllLines())
                    .contains("asked to stop: Ctrl-C", "not tried:", "  + Pool/web")
                    .endsWith("run it again: it goes on where it stopped");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    /** Processes inherit that; proc_pid_status(5). */
    private static boolean isInterruptIgnored() throws IOException {
        var status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & (1 << 1)) != 0);
    }

    private static void awaitLine(BufferedReader reader, String start) throws IOException {
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(start)) {
                return;
            }
        }
        throw new AssertionError("no line starts with " + start);
    }

    @Test
    void carriesOutASavedPlan() {
        var memory = Memory.withShop();
        var plan = save(memory, Memory.AFTER);
        var result = Shell.run("apply", plan, "--auto-approve");
        assertThat(result.err()).contains("done  ~ Door/http");
        assertThat(result.code()).isZero();
        assertThat(memory.run("plan", Memory.AFTER).out()).endsWith("No changes.\n");
        // What it was made for is done: it fits no longer.
        assertThat(Shell.run("apply", plan, "--auto-approve").code()).isEqualTo(1);
    }

    @Test
    void aSavedPlanKeepsItsRestriction() {
        var memory = Memory.withShop();
        var plan = save(memory, Memory.AFTER, "--no-delete", "--only", "Pool");
        assertThat(Shell.run("apply", plan, "--auto-approve").code()).isZero();
        assertThat(memory.cloud().done())
                .endsWith("+ Pool/api-v2", "~ Pool/web")
                .doesNotContain("- Door/admin");
    }

    @Test
    void refusesASavedPlanWhereTheFileChanged() throws IOException {
        var memory = Memory.withShop();
        var file = Files.copy(Path.of(Memory.AFTER), directory.resolve("shop.yaml"));
        var plan = save(memory, file.toString());
        Files.writeString(file, Shell.read(file).replace("90s", "91s"));
        var result = Shell.run("apply", plan, "--auto-approve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(file + " changed since the plan was made");
        assertThat(memory.cloud().done()).hasSize(5);
    }

    @Test
    void refusesASavedPlanWhereTheCloudChanged() {
        var memory = Memory.withShop();
        var plan = save(memory, Memory.AFTER);
        memory.cloud().remove(new Ref("Door", "admin"));
        var result = Shell.run("apply", plan, "--auto-approve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("memory changed since the plan was made");
    }

    @Test
    void refusesASavedPlanThatWasTamperedWithOrIsOfAnotherFormat() throws IOException {
        var memory = Memory.withShop();
        var plan = Path.of(save(memory, Memory.AFTER));
        var text = Shell.read(plan);
        Files.writeString(plan, text.replaceFirst("\"action\": \"delete\"", "\"action\": \"create\""));
        assertThat(Shell.run("apply", plan.toString(), "--auto-approve").err())
                .contains("the changes in the plan are not those that would be made now");
        Files.writeString(plan, text.replace("\"isobarPlan\": 1", "\"isobarPlan\": 2"));
        var other = Shell.run("apply", plan.toString(), "--auto-approve");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("is no plan in a form that this version reads");
        Files.writeString(plan, text);
        var more = Shell.run("apply", plan.toString(), "--auto-approve", "--no-delete");
        assertThat(more.code()).isEqualTo(2);
        assertThat(more.err()).contains("a saved plan has its own files, cloud and restrictions");
    }

    @Test
    void aSavedPlanHoldsWhatTheDocumentationSays() {
        var memory = Memory.withShop();
        var text = Shell.read(Path.of(save(memory, Memory.AFTER)));
        assertThat(Json.parse(text).orElseThrow())
                .isInstanceOfSatisfying(
                        Json.Members.class,
                        plan -> assertThat(plan.members())
                                .containsOnlyKeys(
                                        "isobarPlan",
                                        "cloud",
                                        "endpoint",
                                        "files",
                                        "noDelete",
                                        "only",
                                        "desired",
                                        "observed",
                                        "changes"));
    }

    private String save(Memory memory, String file, String... more) {
        var plan = directory.resolve("plan.json").toString();
        var args = new ArrayList<>(List.of("plan", file, "--out", plan));
        args.addAll(List.of(more));
        var result = memory.run(args.toArray(String[]::new));
        assertThat(result.err()).isEqualTo("saved; carry it out with: isobar apply " + plan + "\n");
        return plan;
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("[0-9.]+ s with \\d+ calls?", "T with N calls");
    }
}
