package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to an apply: the next one ends with just what is wanted, with no orphan and no duplicate. The large
 * configuration is tried behind a part of its calls, or with {@code -Disobar.exhaustive=true} behind all.
 */
class CrashSafetyTest {
    private static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "azure", "src", "test", "resources", "crash");

    /** Of the large configuration, one call in so many is tried. */
    private static final int SAMPLED = Boolean.getBoolean("isobar.exhaustive") ? 1 : 100;

    /**
     * What is done to an account that holds the one.
     *
     * @param sampled one in so many calls is tried
     */
    record Case(String name, Loaded.Valid from, Loaded.Valid to, boolean empties, boolean begins, int sampled) {
        /** What the account holds before. */
        Snapshot before() {
            return begins ? Snapshot.EMPTY : Applied.desired(from);
        }

        /** What it is to hold. */
        Snapshot after() {
            return empties ? Snapshot.EMPTY : Applied.desired(to);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        cases("small", file("small-before"), file("small-after"), 1),
                        cases("features", file("features-before"), file("features-after"), 1),
                        cases("large", Large.before(), Large.after(), SAMPLED))
                .flatMap(List::stream);
    }

    private static List<Case> cases(String name, Loaded.Valid before, Loaded.Valid after, int sampled) {
        return List.of(
                new Case(name + ": apply", before, before, false, true, sampled),
                new Case(name + ": update", before, after, false, false, sampled),
                new Case(name + ": destroy", after, after, true, false, sampled));
    }

    private static Loaded.Valid file(String name) {
        try {
            return Applied.read(Files.readString(FOLDER.resolve(name + ".yaml")), FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AzureAccount account(Loaded.Valid loaded, AzureEmulator emulator) {
        return Applied.account(loaded.model(), emulator.endpoint());
    }

    /** Plans and applies once. */
    private static void apply(Snapshot desired, AzureAccount account, String as) {
        var schedule = account.schedule(Differ.diff(desired, account.observe()));
        var report = Executor.run(schedule, account::perform, Progress.NONE, new Cancellation());
        assertThat(report.failed())
                .as(as)
                .extracting(failed -> failed.why().getMessage())
                .isEmpty();
        assertThat(report.isComplete()).as(as).isTrue();
    }

    private static void prepare(Case tried, AzureEmulator emulator) {
        try (var account = account(tried.from(), emulator)) {
            apply(tried.before(), account, "before");
        }
    }

    private static void assertHolds(Case tried, AzureEmulator emulator, Map<String, Integer> census, String as) {
        try (var account = account(tried.to(), emulator)) {
            assertThat(Differ.diff(tried.after(), account.observe()).text())
                    .as(as)
                    .isEmpty();
        }
        assertThat(emulator.state().census()).as(as).isEqualTo(census);
    }

    /** The numbers of the calls to try, of so many. */
    private static IntStream some(Case tried, int calls) {
        int first = tried.sampled() == 1
                ? 0
                : Pick.from(Pick.seed("CrashSafetyTest")).number(0, tried.sampled() - 1);
        return IntStream.iterate(first, number -> number < calls, number -> number + tried.sampled());
    }

    /** Whoever crashes leaves behind what the calls until then did. */
    @ParameterizedTest
    @MethodSource("cases")
    void aCrashBehindAnyCallIsMendedByTheNextRun(Case tried) {
        try (var emulator = Applied.emulator();
                var account = account(tried.to(), emulator)) {
            prepare(tried, emulator);
            emulator.record();
            apply(tried.after(), account, "undisturbed");
            var states = emulator.states();
            var census = emulator.state().census();
            some(tried, states.size()).forEach(number -> {
                emulator.restore(states.get(number));
                var as = "crashed behind change %d of %d".formatted(number, states.size() - 1);
                try (var again = account(tried.to(), emulator)) {
                    apply(tried.after(), again, as);
                }
                assertHolds(tried, emulator, census, as);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anAnswerThatIsLostBehindItsEffectIsFound(Case tried) {
        try (var emulator = Applied.emulator();
                var account = account(tried.to(), emulator)) {
            prepare(tried, emulator);
            var start = emulator.state();
            int before = emulator.calls().size();
            apply(tried.after(), account, "undisturbed");
            int calls = emulator.calls().size() - before;
            var census = emulator.state().census();
            some(tried, calls).forEach(number -> {
                emulator.restore(start);
                emulator.faults().loseAnswerOf(emulator.calls().size() + number + 1);
                var as = "lost the answer of call %d of %d".formatted(number + 1, calls);
                try (var other = account(tried.to(), emulator)) {
                    apply(tried.after(), other, as);
                }
                assertHolds(tried, emulator, census, as);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySecondCallMayBeThrottled(Case tried) {
        try (var emulator = Applied.emulator();
                var account = account(tried.to(), emulator)) {
            prepare(tried, emulator);
            var start = emulator.state();
            apply(tried.after(), account, "undisturbed");
            var census = emulator.state().census();
            emulator.restore(start);
            emulator.faults().throttleEvery(2);
            try (var other = account(tried.to(), emulator)) {
                apply(tried.after(), other, "throttled");
            }
            assertHolds(tried, emulator, census, "throttled");
        }
    }
}
