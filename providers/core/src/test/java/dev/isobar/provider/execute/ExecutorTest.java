package dev.isobar.provider.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Change;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.calls.CloudFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExecutorTest {
    record Thing(String name) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("Thing", name);
        }

        @Override
        public Set<Ref> uses() {
            return Set.of();
        }
    }

    private final Cancellation cancellation = new Cancellation();

    private static Schedule.Task task(int number, Integer... after) {
        return new Schedule.Task(new Step.Make(new Change.Create(new Thing("t" + number))), Set.of(after));
    }

    private static int number(Step step) {
        return Integer.parseInt(step.ref().name().substring(1));
    }

    private static List<Integer> numbers(List<Step> steps) {
        return steps.stream().map(ExecutorTest::number).toList();
    }

    @Test
    void noStepBeginsBeforeThoseThatItWaitsForAreDone() {
        long seed = Pick.seed("ExecutorTest");
        for (int round = 0; round < 200; round++) {
            var pick = Pick.from(seed + round);
            var tasks = new ArrayList<Schedule.Task>();
            for (int i = 0; i < 30; i++) {
                int here = i;
                var after = i == 0 ? Set.<Integer>of() : new HashSet<>(pick.some(0, 3, () -> pick.number(0, here - 1)));
                tasks.add(task(i, after.toArray(Integer[]::new)));
            }
            var done = Collections.synchronizedSet(new HashSet<Integer>());
            var early = Collections.synchronizedList(new ArrayList<Integer>());
            var report = Executor.run(
                    new Schedule(tasks),
                    step -> {
                        int number = number(step);
                        if (!done.containsAll(tasks.get(number).after())) {
                            early.add(number);
                        }
                        done.add(number);
                    },
                    Progress.NONE,
                    cancellation);
            assertThat(early).as("seed %d", seed + round).isEmpty();
            assertThat(report.isComplete()).as("seed %d", seed + round).isTrue();
            assertThat(numbers(report.done()))
                    .as("seed %d", seed + round)
                    .containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
        }
    }

    @Test
    void whatDoesNotWaitForEachOtherIsDoneSideBySide() {
        var all = new CyclicBarrier(20);
        var report = Executor.run(
                new Schedule(IntStream.range(0, 20).mapToObj(ExecutorTest::task).toList()),
                step -> {
                    try {
                        all.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException("the others did not come", e);
                    }
                },
                Progress.NONE,
                cancellation);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void aFailureStopsWhatWaitsForItAndNothingElse() {
        var schedule = new Schedule(List.of(task(0), task(1), task(2, 0), task(3, 2), task(4, 1), task(5, 3, 4)));
        var report = Executor.run(
                schedule,
                step -> {
                    if (number(step) == 0) {
                        throw new CloudFailure("quota reached", "raise it");
                    }
                },
                Progress.NONE,
                cancellation);
        assertThat(numbers(report.done())).containsExactly(1, 4);
        assertThat(report.failed()).singleElement().satisfies(failed -> {
            assertThat(number(failed.step())).isZero();
            assertThat(failed.why()).hasMessage("quota reached");
        });
        assertThat(numbers(report.notTried())).containsExactly(2, 3, 5);
        assertThat(report.cancelled()).isEmpty();
    }

    @Test
    void onceAnEndIsAskedForStepsUnderWayAreFinishedAndNoneBegins() {
        var report = Executor.run(
                new Schedule(List.of(task(0), task(1, 0), task(2, 1))),
                step -> {
                    if (number(step) == 1) {
                        cancellation.cancel("Ctrl-C");
                    }
                },
                Progress.NONE,
                cancellation);
        assertThat(numbers(report.done())).containsExactly(0, 1);
        assertThat(numbers(report.notTried())).containsExactly(2);
        assertThat(report.cancelled()).contains("Ctrl-C");
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void aStepThatWaitsIsGivenUpAndCountsAsNotTried() {
        var report = Executor.run(
                new Schedule(List.of(task(0), task(1))),
                step -> {
                    if (number(step) == 0) {
                        cancellation.cancel("Ctrl-C");
                    } else {
                        cancellation.sleep(Duration.ofHours(1));
                    }
                },
                Progress.NONE,
                cancellation);
        assertThat(numbers(report.done())).containsExactly(0);
        assertThat(numbers(report.notTried())).containsExactly(1);
        assertThat(report.failed()).isEmpty();
    }

    @Test
    void progressHearsOfEveryStepOnOneThread() {
        var heard = new ArrayList<String>();
        var threads = new HashSet<Thread>();
        var progress = new Progress() {
            @Override
            public void begun(Step step) {
                heard.add("begun " + number(step));
                threads.add(Thread.currentThread());
            }

            @Override
            public void done(Step step, Duration took) {
                heard.add("done " + number(step));
                threads.add(Thread.currentThread());
            }

            @Override
            public void failed(Step step, RuntimeException why) {
                heard.add("failed " + number(step) + " " + why.getMessage());
                threads.add(Thread.currentThread());
            }
        };
        Executor.run(
                new Schedule(List.of(task(0), task(1, 0))),
                step -> {
                    if (number(step) == 1) {
                        throw new CloudFailure("no", "");
                    }
                },
                progress,
                cancellation);
        assertThat(heard).containsExactly("begun 0", "done 0", "begun 1", "failed 1 no");
        assertThat(threads).containsExactly(Thread.currentThread());
    }
}
