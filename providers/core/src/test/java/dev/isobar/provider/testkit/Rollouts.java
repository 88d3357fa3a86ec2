package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.file.Golden;
import dev.isobar.provider.Account;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code src/test/resources/rollouts} has two models, {@code before.yaml} and {@code after.yaml}, and what
 * leads from one to the other: the plan, its steps, what each waits for, and the calls that it makes
 * ({@code rollout.txt}). {@code -Dgolden.update=true} rewrites it, and then fails.
 *
 * @param <C> the emulator
 */
public abstract class Rollouts<C extends EmulatedCloud<?, ?>> {
    protected abstract Provider provider();

    protected abstract C start();

    /** What calls end with where nothing goes wrong. */
    protected abstract Set<String> outcomes();

    /** What was wrong with which of the states that were kept. */
    protected abstract List<String> gaps(C cloud);

    @TestFactory
    Stream<DynamicTest> everyCaseIsRolledOutWithoutAGap() throws IOException {
        try (var folders = Files.list(Sources.of(provider().name()).resolve("test/resources/rollouts"))) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
        }
    }

    private void verify(Path folder) throws IOException {
        var before = Applied.read(Files.readString(folder.resolve("before.yaml")), folder);
        var after = Applied.read(Files.readString(folder.resolve("after.yaml")), folder);
        var desired = Applied.desired(provider(), after);
        try (var cloud = start();
                var first = cloud.open(before.model());
                var account = cloud.open(after.model())) {
            Applied.converge(first, Applied.desired(provider(), before));
            var plan = Differ.diff(desired, account.observe());
            var schedule = account.schedule(plan);
            cloud.emulator().record();
            var text = plan.text() + "\n" + performed(schedule, account, cloud);
            assertThat(gaps(cloud)).isEmpty();
            assertThat(account.observe()).isEqualTo(desired);
            assertThat(Applied.apply(account, Differ.diff(desired, account.observe()))
                            .done())
                    .isEmpty();
            assertThat(cloud.calls(0)).extracting(EmulatedCloud.Call::outcome).allMatch(outcomes()::contains);
            Golden.verify(folder.resolve("rollout.txt"), text);
        }
    }

    /** One step after the other, each with its calls, in alphabetic order where they are made side by side. */
    private static String performed(Schedule schedule, Account account, EmulatedCloud<?, ?> cloud) {
        var text = new StringBuilder();
        for (int i = 0; i < schedule.tasks().size(); i++) {
            var task = schedule.tasks().get(i);
            int begun = cloud.emulator().callCount();
            account.perform(task.step());
            text.append("%d %s%s%n"
                    .formatted(i, task.step().line(), task.after().isEmpty() ? "" : " after " + task.after()));
            cloud.calls(begun).stream()
                    .filter(call -> !call.polls())
                    .map(EmulatedCloud.Call::operation)
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()))
                    .forEach((name, count) -> text.append("    ")
                            .append(name)
                            .append(count > 1 ? " x" + count : "")
                            .append('\n'));
        }
        return text.toString();
    }
}
