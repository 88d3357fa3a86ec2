package dev.isobar.bench;

import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Provisions 100 target groups, 100 rules and 2,000 targets on an emulator of a cloud, each call answered after 50 ms: the
 * whole of it, nothing, one changed weight, and its end. Says how many calls were made and how long it took, beside the
 * critical path: the depth of the schedule times the latency is what no parallelism can save.
 */
final class Provisioning {
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final int GROUPS = 100;
    private static final int TARGETS_FOR_EACH = 20;

    private final Provider provider;
    private final URI endpoint;
    private final String place;
    private final IntPredicate shared;

    /**
     * @param place where the load balancer goes, as a file says it
     * @param shared whether the rule with that number shares requests out to two groups; number 7 does
     */
    Provisioning(Provider provider, URI endpoint, String place, IntPredicate shared) {
        this.provider = provider;
        this.endpoint = endpoint;
        this.place = place;
        this.shared = shared;
    }

    /** How a test server delays its answers. */
    interface Delay {
        void set(Duration latency);
    }

    /** Prints a line for each run. */
    void run(Delay delay) {
        measure("warm up, no latency", model(50), false);
        measure("warm up, no latency", model(50), true);
        delay.set(LATENCY);
        System.out.println("run                        reads  read ms  steps  depth  calls  wall ms");
        measure("create everything", model(50), false);
        measure("nothing to do", model(50), false);
        measure("one weight changed", model(60), false);
        measure("delete everything", model(60), true);
    }

    private void measure(String name, Model model, boolean delete) {
        var cancellation = new Cancellation();
        var access = new Access(Optional.of(endpoint), Optional.empty(), Optional.empty(), cancellation);
        try (Account account = provider.open(model, access)) {
            long begun = System.nanoTime();
            var observed = account.observe();
            double reading = millisSince(begun);
            long reads = account.calls();
            var plan = Differ.diff(delete ? Snapshot.EMPTY : desired(model), observed);
            var schedule = account.schedule(plan);
            begun = System.nanoTime();
            var report = Executor.run(schedule, account::perform, Progress.NONE, cancellation);
            if (!report.isComplete()) {
                throw new IllegalStateException("not all was done: " + report);
            }
            System.out.printf(
                    "%-25s  %5d  %7.0f  %5d  %5d  %5d  %7.0f%n",
                    name,
                    reads,
                    reading,
                    schedule.tasks().size(),
                    schedule.depth(),
                    account.calls() - reads,
                    millisSince(begun));
        }
    }

    private static double millisSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private Snapshot desired(Model model) {
        return switch (provider.translate(model, _ -> new Location("generated", 1, 1))) {
            case Translation.Done<Snapshot>(var snapshot, var _) -> snapshot;
            case Translation.Refused<Snapshot>(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    private Model model(int weight) {
        var text = new StringBuilder("""
            isobar: v1
            name: large
            place:
              %s
            listeners:
              web:
                port: 80
                protocol: http
                default: { forward: g0 }
                rules:
            """.formatted(place));
        for (int i = 0; i < GROUPS; i++) {
            var to = shared.test(i)
                    ? "{ g%d: %d, g%d: 50 }".formatted(i, i == 7 ? weight : 50, (i + 1) % GROUPS)
                    : "g" + i;
            text.append("      - { name: r%d, match: { path: /p%d/* }, forward: %s }\n".formatted(i, i, to));
        }
        text.append("targetGroups:\n");
        for (int i = 0; i < GROUPS; i++) {
            text.append("  g%d:\n    targets:\n".formatted(i));
            for (int j = 0; j < TARGETS_FOR_EACH; j++) {
                text.append("      - 10.0.%d.%d:8080\n".formatted(i % 40, i / 40 * TARGETS_FOR_EACH + j + 1));
            }
        }
        return switch (ModelFile.read(List.of(new Source("large.yaml", text.toString(), Path.of(""))), Map.of())) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }
}
