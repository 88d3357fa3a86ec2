package dev.isobar.provider.execute;

import dev.isobar.provider.Schedule;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a schedule: every step as soon as those before it are done, each on a virtual thread of its own. How many
 * calls are made at once is not decided here but by {@link dev.isobar.provider.calls.Calls}.
 */
public final class Executor {
    private enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        /** Something that it waits for failed. */
        BLOCKED,
        /** Given up because an end was asked for. */
        CANCELLED
    }

    private record Outcome(int task, @Nullable RuntimeException failure) {}

    private final List<Schedule.Task> tasks;
    private final Consumer<Step> perform;
    private final Progress progress;
    private final Cancellation cancellation;
    private final State[] states;
    private final long[] begun;
    private final int[] open;
    private final List<List<Integer>> followers = new ArrayList<>();
    private final @Nullable RuntimeException[] failures;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private int running;

    private Executor(Schedule schedule, Consumer<Step> perform, Progress progress, Cancellation cancellation) {
        tasks = schedule.tasks();
        this.perform = perform;
        this.progress = progress;
        this.cancellation = cancellation;
        states = new State[tasks.size()];
        begun = new long[tasks.size()];
        open = new int[tasks.size()];
        failures = new RuntimeException[tasks.size()];
        for (int i = 0; i < tasks.size(); i++) {
            states[i] = State.WAITING;
            open[i] = tasks.get(i).after().size();
            followers.add(new ArrayList<>());
            for (int before : tasks.get(i).after()) {
                followers.get(before).add(i);
            }
        }
    }

    /**
     * Carries out all steps that can be, and returns when none is under way any more. A step that fails does not stop
     * those that do not wait for it.
     *
     * @param perform does a step, and throws where it cannot; called by many threads at once
     * @param cancellation where an end is asked for, steps under way come to their end, and no new one begins
     */
    public static Report run(Schedule schedule, Consumer<Step> perform, Progress progress, Cancellation cancellation) {
        return new Executor(schedule, perform, progress, cancellation).run();
    }

    private Report run() {
        for (int i = 0; i < tasks.size(); i++) {
            if (open[i] == 0) {
                start(i);
            }
        }
        while (running > 0) {
            finish(next());
        }
        return report();
    }

    private Outcome next() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcomes.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancellation.cancel("interrupted");
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void start(int task) {
        if (cancellation.reason().isPresent()) {
            return;
        }
        states[task] = State.RUNNING;
        begun[task] = System.nanoTime();
        running++;
        progress.begun(tasks.get(task).step());
        Thread.ofVirtual().start(() -> {
            RuntimeException failure = null;
            try {
                perform.accept(tasks.get(task).step());
            } catch (RuntimeException e) {
                failure = e;
            } catch (Throwable e) {
                failure = new IllegalStateException(e);
            }
            outcomes.add(new Outcome(task, failure));
        });
    }

    private void finish(Outcome outcome) {
        running--;
        int task = outcome.task();
        var step = tasks.get(task).step();
        var failure = outcome.failure();
        if (failure == null) {
            states[task] = State.DONE;
            progress.done(step, Duration.ofNanos(System.nanoTime() - begun[task]));
            for (int follower : followers.get(task)) {
                if (--open[follower] == 0 && states[follower] == State.WAITING) {
                    start(follower);
                }
            }
        } else if (failure instanceof Cancellation.Cancelled) {
            states[task] = State.CANCELLED;
        } else {
            states[task] = State.FAILED;
            failures[task] = failure;
            progress.failed(step, failure);
            block(task);
        }
    }

    private void block(int task) {
        for (int follower : followers.get(task)) {
            if (states[follower] == State.WAITING) {
                states[follower] = State.BLOCKED;
                block(follower);
            }
        }
    }

    private Report report() {
        var done = new ArrayList<Step>();
        var failed = new ArrayList<Report.Failed>();
        var notTried = new ArrayList<Step>();
        for (int i = 0; i < tasks.size(); i++) {
            var step = tasks.get(i).step();
            var failure = failures[i];
            if (states[i] == State.DONE) {
                done.add(step);
            } else if (failure != null) {
                failed.add(new Report.Failed(step, failure));
            } else {
                notTried.add(step);
            }
        }
        return new Report(done, failed, notTried, cancellation.reason());
    }
}
