package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.file.Loaded;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Account;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.emulate.Emulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to an apply: the next one ends with just what is wanted, with no orphan and no duplicate. The files
 * {@code features} have all that becomes a resource. The large
 * configuration is tried behind a part of its calls, or with {@code -Disobar.exhaustive=true} behind all.
 *
 * @param <C> the emulator
 * @param <S> its state
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CrashSafety<S extends Emulator.State, C extends EmulatedCloud<S, ?>> {
    /** Of the large configuration, one call in so many is tried. */
    private static final int SAMPLED = Boolean.getBoolean("isobar.exhaustive") ? 1 : 100;

    /** Two forms of one model. */
    public record Forms(Loaded.Valid before, Loaded.Valid after) {}

    protected abstract Provider provider();

    protected abstract Forms large();

    protected abstract C start();

    /** Files of {@code src/test/resources/crash}. */
    private Forms files(String name) {
        return new Forms(file(name + "-before.yaml"), file(name + "-after.yaml"));
    }

    private Loaded.Valid file(String name) {
        var folder = Sources.of(provider().name()).resolve("test/resources/crash");
        try {
            return Applied.read(Files.readString(folder.resolve(name)), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is done to an account that holds the one.
     *
     * @param before what the account holds
     * @param after what it is to hold
     * @param sampled one in so many calls is tried
     */
    protected record Case(
            String name, Loaded.Valid from, Loaded.Valid to, Snapshot before, Snapshot after, int sampled) {
        @Override
        public String toString() {
            return name;
        }
    }

    Stream<Case> cases() {
        return Stream.of(
                        cases("small", files("small"), 1),
                        cases("features", files("features"), 1),
                        cases("large", large(), SAMPLED))
                .flatMap(List::stream);
    }

    private List<Case> cases(String name, Forms forms, int sampled) {
        var first = Applied.desired(provider(), forms.before());
        var second = Applied.desired(provider(), forms.after());
        return List.of(
                new Case(name + ": apply", forms.before(), forms.before(), Snapshot.EMPTY, first, sampled),
                new Case(name + ": update", forms.before(), forms.after(), first, second, sampled),
                new Case(name + ": destroy", forms.after(), forms.after(), second, Snapshot.EMPTY, sampled));
    }

    /** Plans and applies once. */
    protected static void apply(Snapshot desired, Account account, String as) {
        var report = Applied.apply(account, Differ.diff(desired, account.observe()));
        assertThat(report.failed())
                .as(as)
                .extracting(failed -> failed.why().getMessage())
                .isEmpty();
        assertThat(report.isComplete()).as(as).isTrue();
    }

    protected static void prepare(Case tried, EmulatedCloud<?, ?> cloud) {
        try (var account = cloud.open(tried.from().model())) {
            apply(tried.before(), account, "before");
        }
    }

    protected static void assertHolds(Case tried, EmulatedCloud<?, ?> cloud, Map<String, Integer> census, String as) {
        try (var account = cloud.open(tried.to().model())) {
            assertThat(Differ.diff(tried.after(), account.observe()).text())
                    .as(as)
                    .isEmpty();
        }
        assertThat(census(cloud)).as(as).isEqualTo(census);
    }

    /** How many things of each kind are there, whoever they belong to. */
    protected static Map<String, Integer> census(EmulatedCloud<?, ?> cloud) {
        return cloud.emulator().state().census();
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
        try (var cloud = start();
                var account = cloud.open(tried.to().model())) {
            var emulator = cloud.emulator();
            prepare(tried, cloud);
            emulator.record();
            apply(tried.after(), account, "undisturbed");
            var states = emulator.states();
            var census = census(cloud);
            some(tried, states.size()).forEach(number -> {
                emulator.restore(states.get(number));
                var as = "crashed behind change %d of %d".formatted(number, states.size() - 1);
                try (var again = cloud.open(tried.to().model())) {
                    apply(tried.after(), again, as);
                }
                assertHolds(tried, cloud, census, as);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anAnswerThatIsLostBehindItsEffectIsFound(Case tried) {
        try (var cloud = start();
                var account = cloud.open(tried.to().model())) {
            var emulator = cloud.emulator();
            prepare(tried, cloud);
            var start = emulator.state();
            int before = emulator.callCount();
            apply(tried.after(), account, "undisturbed");
            int calls = emulator.callCount() - before;
            var census = census(cloud);
            some(tried, calls).forEach(number -> {
                emulator.restore(start);
                emulator.faults().loseAnswerOf(emulator.callCount() + number + 1);
                var as = "lost the answer of call %d of %d".formatted(number + 1, calls);
                try (var other = cloud.open(tried.to().model())) {
                    apply(tried.after(), other, as);
                }
                assertHolds(tried, cloud, census, as);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySecondCallMayBeThrottled(Case tried) {
        try (var cloud = start();
                var account = cloud.open(tried.to().model())) {
            var emulator = cloud.emulator();
            prepare(tried, cloud);
            var start = emulator.state();
            apply(tried.after(), account, "undisturbed");
            var census = census(cloud);
            emulator.restore(start);
            emulator.faults().throttleEvery(2);
            try (var other = cloud.open(tried.to().model())) {
                apply(tried.after(), other, "throttled");
            }
            assertHolds(tried, cloud, census, "throttled");
        }
    }
}
