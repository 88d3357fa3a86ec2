package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.Registrations;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.testkit.Applied;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** {@link Continuity} tells of a way that leaves clients without an answer. The driver's own way is beside each of them. */
class ContinuityTest {
    private static final String WEB = """
        isobar: v1
        name: shop
        listeners:
          http: { port: 80, protocol: http, default: { forward: web } }
        targetGroups:
          web: { targets: ["10.0.0.1:80", "10.0.0.2:80"], healthCheck: { path: /up } }
        """ + OnAws.PLACE;

    /** What is wrong on a way from one file to another. */
    private static List<String> gaps(String before, String after, BiConsumer<AwsAccount, Plan> way) {
        var first = read(before);
        var last = read(after);
        try (var emulator = OnAws.emulator()) {
            try (var account = OnAws.impatient(first.model(), emulator.endpoint())) {
                Applied.converge(account, OnAws.desired(first));
                // Who describes targets often enough sees them healthy.
                account.read();
                account.read();
            }
            try (var account = OnAws.impatient(last.model(), emulator.endpoint())) {
                var desired = OnAws.desired(last);
                var plan = Differ.diff(desired, account.observe());
                emulator.record();
                way.accept(account, plan);
                assertThat(account.observe()).isEqualTo(desired);
                return Continuity.gaps(emulator);
            }
        }
    }

    private static Loaded.Valid read(String text) {
        return Applied.read(text, Path.of(""));
    }

    private static void asTheDriverDoes(AwsAccount account, Plan plan) {
        assertThat(Applied.apply(account, plan).isComplete()).isTrue();
    }

    @Test
    void aGroupThatIsUsedBeforeItIsHealthyIsAGap() {
        var after = WEB.replace("forward: web", "forward: next").replace("  web: {", "  next: {");
        assertThat(gaps(WEB, after, ContinuityTest::asTheDriverDoes)).isEmpty();
        // By what uses what alone, and without waiting for anything.
        assertThat(gaps(
                        WEB,
                        after,
                        (account, plan) -> Schedule.of(plan).tasks().forEach(task -> account.perform(task.step()))))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap).contains("http sends traffic where nothing is healthy"));
    }

    @Test
    void targetsThatGoBeforeOthersComeAreAGap() {
        var after = WEB.replace("10.0.0.1:80", "10.0.0.3:80").replace("10.0.0.2:80", "10.0.0.4:80");
        assertThat(gaps(WEB, after, ContinuityTest::asTheDriverDoes)).isEmpty();
        assertThat(gaps(
                        WEB,
                        after,
                        (account, plan) -> plan.changes().forEach(change -> {
                            if (change instanceof Change.Update(Registrations old, Registrations wanted)) {
                                make(account, new Change.Delete(old));
                                make(account, new Change.Create(wanted));
                            } else {
                                make(account, change);
                            }
                        })))
                .isNotEmpty();
    }

    private static void make(AwsAccount account, Change change) {
        account.perform(new Step.Make(change));
    }
}
