package dev.isobar.bench;

import dev.isobar.provider.Change;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.Limits;
import dev.isobar.provider.execute.Executor;
import dev.isobar.provider.execute.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How much longer the executor takes than the critical path: random graphs of steps, each one call that answers after a
 * fixed time. The ideal is the depth of the graph times that latency, or, where calls are bounded, all calls shared among
 * the places, whichever is longer.
 */
public final class ExecutorGraph {
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final int ROUNDS = 5;

    private record Node(String name) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("Node", name);
        }

        @Override
        public Set<Ref> uses() {
            return Set.of();
        }
    }

    private ExecutorGraph() {}

    /** Prints a line for each kind of graph: median of the rounds. */
    public static void main(String[] args) {
        System.out.println("steps  depth  at once  ideal ms  wall ms  ratio");
        for (int steps : List.of(10, 100, 1_000, 5_000)) {
            for (int atOnce : List.of(16, 10_000)) {
                measure(steps, atOnce);
            }
        }
    }

    private static void measure(int steps, int atOnce) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(steps);
        var schedule = layered(steps, 5, random);
        double ideal = Math.max(
                schedule.depth() * (double) LATENCY.toMillis(),
                Math.ceil((double) steps / atOnce) * LATENCY.toMillis());
        var walls = new double[ROUNDS];
        run(schedule, atOnce);
        for (int i = 0; i < ROUNDS; i++) {
            walls[i] = run(schedule, atOnce);
        }
        Arrays.sort(walls);
        double wall = walls[ROUNDS / 2];
        System.out.printf(
                "%5d  %5d  %7d  %8.0f  %7.0f  %5.2f%n", steps, schedule.depth(), atOnce, ideal, wall, wall / ideal);
    }

    /** Steps in layers of equal size; each waits for up to three of the layer before. */
    private static Schedule layered(int steps, int layers, RandomGenerator random) {
        int width = steps / layers;
        var tasks = new ArrayList<Schedule.Task>();
        for (int i = 0; i < steps; i++) {
            int layer = Math.min(i / width, layers - 1);
            var after = new TreeSet<Integer>();
            for (int k = 0; layer > 0 && k < 3; k++) {
                after.add((layer - 1) * width + random.nextInt(width));
            }
            tasks.add(new Schedule.Task(new Step.Make(new Change.Create(new Node("n" + i))), after));
        }
        return new Schedule(tasks);
    }

    /** @return wall time in milliseconds */
    private static double run(Schedule schedule, int atOnce) {
        var cancellation = new Cancellation();
        var calls = new Calls(new Limits(atOnce, 1_000_000, 1_000_000, Duration.ofMinutes(1)), cancellation);
        long begun = System.nanoTime();
        var report = Executor.run(
                schedule,
                _ -> calls.call("Step", _ -> {
                    cancellation.sleep(LATENCY);
                    return "";
                }),
                Progress.NONE,
                cancellation);
        double wall = (System.nanoTime() - begun) / 1e6;
        if (!report.isComplete()) {
            throw new IllegalStateException("not all was done: " + report);
        }
        return wall;
    }
}
