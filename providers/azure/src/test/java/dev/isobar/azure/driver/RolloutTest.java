package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Call;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder has two models, {@code before.yaml} and {@code after.yaml}, and what leads from one to the other: the plan,
 * its steps, what each waits for, and the calls that it makes ({@code rollout.txt}). {@code -Dgolden.update=true}
 * rewrites it, and then fails.
 */
class RolloutTest {
    private static final Path FOLDER = Applied.FOLDER.resolveSibling("rollouts");

    @TestFactory
    Stream<DynamicTest> everyCaseHasItsStepsInOrder() throws IOException {
        try (var folders = Files.list(FOLDER)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
        }
    }

    private static void verify(Path folder) throws IOException {
        var before = Applied.read(Files.readString(folder.resolve("before.yaml")), folder);
        var after = Applied.read(Files.readString(folder.resolve("after.yaml")), folder);
        var desired = Applied.desired(after);
        try (var emulator = Applied.emulator();
                var first = Applied.account(before.model(), emulator.endpoint());
                var account = Applied.account(after.model(), emulator.endpoint())) {
            Applied.converge(first, Applied.desired(before));
            var plan = Differ.diff(desired, account.observe());
            var schedule = account.schedule(plan);
            var text = plan.text() + "\n" + performed(schedule, account, emulator);
            assertThat(account.observe()).isEqualTo(desired);
            assertThat(Executor.run(
                                    account.schedule(Differ.diff(desired, account.observe())),
                                    account::perform,
                                    Progress.NONE,
                                    new Cancellation())
                            .done())
                    .isEmpty();
            assertThat(emulator.calls()).extracting(Call::outcome).containsOnly("OK", "ResourceNotFound");
            compare(folder.resolve("rollout.txt"), text);
        }
    }

    /** One step after the other, each with its calls, in alphabetic order where they are made side by side. */
    private static String performed(Schedule schedule, AzureAccount account, AzureEmulator emulator) {
        var text = new StringBuilder();
        for (int i = 0; i < schedule.tasks().size(); i++) {
            var task = schedule.tasks().get(i);
            int begun = emulator.calls().size();
            account.perform(task.step());
            text.append("%d %s%s%n"
                    .formatted(i, task.step().line(), task.after().isEmpty() ? "" : " after " + task.after()));
            emulator.calls().subList(begun, emulator.calls().size()).stream()
                    .filter(call -> !call.path().contains("/operation"))
                    .map(call ->
                            call.method() + " " + call.path().replaceAll(".*/(Microsoft.Network|virtualNetworks)/", ""))
                    .collect(Collectors.groupingBy(name -> name, java.util.TreeMap::new, Collectors.counting()))
                    .forEach((name, count) -> text.append("    ")
                            .append(name)
                            .append(count > 1 ? " x" + count : "")
                            .append('\n'));
        }
        return text.toString();
    }

    private static void compare(Path file, String text) throws IOException {
        var expected = Files.exists(file) ? Files.readString(file) : "";
        if (Boolean.getBoolean("golden.update") && !expected.equals(text)) {
            Files.writeString(file, text);
            throw new AssertionError("rewrote " + file + "; read the difference before you commit it");
        }
        assertThat(text).as("%s (mvnw -Dgolden.update=true rewrites it)", file).isEqualTo(expected);
    }
}
