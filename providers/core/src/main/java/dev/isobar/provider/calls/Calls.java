package dev.isobar.provider.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes the calls to a cloud: no more at once than it takes, no faster than it likes, again where that helps, with
 * exponential back-off and full jitter. Used by many threads, virtual ones by preference: every method may wait.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public final class Calls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final int READINGS = 3;

    private final Limits limits;
    private final Cancellation cancellation;
    private final Time time;
    private final RandomGenerator random;
    private final Semaphore places;
    private final RateLimit rate;
    private final LongAdder made = new LongAdder();

    /** What a call does. */
    @FunctionalInterface
    public interface Attempt<T> {
        /**
         * @param number from 1; above 1 an earlier attempt may have had its effect
         * @throws Retryable to be called again
         * @throws CloudFailure to give up
         */
        T make(int number) throws Retryable;
    }

    public Calls(Limits limits, Cancellation cancellation) {
        this(limits, cancellation, Time.real(cancellation), RandomGenerator.getDefault());
    }

    /** With time and chance of its own, as tests need them. */
    public Calls(Limits limits, Cancellation cancellation, Time time, RandomGenerator random) {
        this.limits = limits;
        this.cancellation = cancellation;
        this.time = time;
        this.random = random;
        places = new Semaphore(limits.atOnce());
        rate = new RateLimit(limits, time.now());
    }

    /**
     * Makes a call, again and again where it may be.
     *
     * @param name of the operation, for messages
     * @throws CloudFailure where it failed for good, or did not succeed within the patience of the limits
     * @throws Cancellation.Cancelled where an end was asked for before it began, or while it waited
     */
    public <T> T call(String name, Attempt<T> attempt) {
        long begun = time.now();
        for (int number = 1; ; number++) {
            try {
                var answer = once(attempt, number);
                rate.answered();
                return answer;
            } catch (Retryable e) {
                if (e.isThrottled()) {
                    rate.throttled(time.now());
                }
                var pause = e.after().orElse(pause(number));
                var spent = Duration.ofNanos(time.now() - begun);
                if (spent.plus(pause).compareTo(limits.patience()) > 0) {
                    throw new CloudFailure(
                            "%s failed %d times in %d s: %s".formatted(name, number, spent.toSeconds(), e.getMessage()),
                            "try again later; what was done stays done",
                            e);
                }
                time.sleep(pause);
            }
        }
    }

    private <T> T once(Attempt<T> attempt, int number) throws Retryable {
        cancellation.check();
        var turn = rate.take(time.now());
        if (turn.isPositive()) {
            time.sleep(turn);
        }
        places.acquireUninterruptibly();
        try {
            cancellation.check();
            made.increment();
            return attempt.make(number);
        } finally {
            places.release();
        }
    }

    /** Full jitter: anything up to the exponential step. */
    private Duration pause(int number) {
        long step = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(number - 1, 20));
        return Duration.ofNanos(random.nextLong(step + 1));
    }

    /**
     * Does things side by side, and waits for all.
     *
     * @return their results, in the same order
     * @throws RuntimeException of the first in the order that failed, with those of the others suppressed in it
     */
    public <T> List<T> all(List<? extends Supplier<? extends T>> works) {
        if (works.size() == 1) {
            return List.of(works.getFirst().get());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<? extends T>>();
            works.forEach(work -> futures.add(threads.submit(work::get)));
            return results(futures);
        }
    }

    /**
     * Reads many things, of which later ones follow from earlier ones: where something goes away in between, reads all
     * again, a few times.
     *
     * @param wentAway whether this is why a reading failed
     * @throws CloudFailure where a reading failed otherwise, or too often
     */
    public static <T> T consistent(Supplier<T> reading, Predicate<CloudFailure> wentAway) {
        for (int number = 1; ; number++) {
            try {
                return reading.get();
            } catch (CloudFailure e) {
                if (number == READINGS || !wentAway.test(e)) {
                    throw e;
                }
            }
        }
    }

    private static <T> List<T> results(List<Future<? extends T>> futures) {
        var results = new ArrayList<T>();
        var failures = new ArrayList<RuntimeException>();
        for (var future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failures.add(unchecked(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Cancellation.Cancelled("interrupted");
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }

    private static RuntimeException unchecked(ExecutionException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case RuntimeException ours -> ours;
            case null, default -> new IllegalStateException(e);
        };
    }

    /**
     * Asks until the answer is good.
     *
     * @param until at the latest after this long
     * @param answered whether it is
     * @return false where the time was over first
     */
    public boolean poll(Duration until, BooleanSupplier answered) {
        long end = time.now() + until.toNanos();
        for (int number = 1; ; number++) {
            if (answered.getAsBoolean()) {
                return true;
            }
            var pause = pollPause(number);
            if (time.now() + pause.toNanos() > end) {
                return false;
            }
            time.sleep(pause);
        }
    }

    /** Short at first, since much is ready soon; 5 s in the end. */
    private static Duration pollPause(int number) {
        return Duration.ofMillis(Math.min(5_000, 50L << Math.min(number - 1, 10)));
    }

    /** How many calls were made so far, attempts counted one by one. */
    public long made() {
        return made.sum();
    }
}
