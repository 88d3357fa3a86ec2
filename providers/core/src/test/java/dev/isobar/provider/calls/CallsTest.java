package dev.isobar.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Limits FREE = new Limits(100, 1_000_000, 1_000_000, Duration.ofMinutes(2));

    /** Time that passes by sleeping alone. */
    private static final class Clock implements Time {
        private final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
        private long now;

        @Override
        public synchronized long now() {
            return now;
        }

        @Override
        public synchronized void sleep(Duration duration) {
            slept.add(duration);
            now += duration.toNanos();
        }
    }

    private final Clock clock = new Clock();
    private final Cancellation cancellation = new Cancellation();

    private Calls calls(Limits limits) {
        return new Calls(limits, cancellation, clock, RandomGenerator.of("L64X128MixRandom"));
    }

    private static Retryable unclear() {
        return Retryable.unclear("the connection broke", new IOException("reset"));
    }

    @Test
    void callsAgainUntilThereIsAnAnswerAndTellsWhichAttemptItIs() {
        var numbers = new ArrayList<Integer>();
        var answer = calls(FREE).call("Describe", number -> {
            numbers.add(number);
            if (number < 4) {
                throw unclear();
            }
            return "yes";
        });
        assertThat(answer).isEqualTo("yes");
        assertThat(numbers).containsExactly(1, 2, 3, 4);
    }

    @Test
    void pausesAtRandomUpToAStepThatDoubles() {
        var limits = new Limits(1, 1_000_000, 1_000_000, Duration.ofDays(1));
        calls(limits).call("Describe", number -> {
            if (number <= 12) {
                throw unclear();
            }
            return "";
        });
        assertThat(clock.slept).hasSize(12);
        for (int i = 0; i < 12; i++) {
            var step = Duration.ofMillis(Math.min(20_000, 100L << i));
            assertThat(clock.slept.get(i)).isBetween(Duration.ZERO, step);
        }
        assertThat(clock.slept).as("not all the same").doesNotHaveDuplicates();
    }

    @Test
    void waitsAsLongAsTheCloudAsksTo() {
        calls(FREE).call("Put", number -> {
            if (number == 1) {
                throw Retryable.throttled("429", Optional.of(Duration.ofSeconds(17)), new IOException());
            }
            return "";
        });
        assertThat(clock.slept).contains(Duration.ofSeconds(17));
    }

    @Test
    void givesUpWhenItsPatienceIsOver() {
        var limits = new Limits(1, 1_000_000, 1_000_000, Duration.ofSeconds(30));
        assertThatThrownBy(() -> calls(limits).call("Put", number -> {
                    throw Retryable.inTheWay("locked", Optional.of(Duration.ofSeconds(8)), new IOException());
                }))
                .isInstanceOf(CloudFailure.class)
                .hasMessage("Put failed 4 times in 24 s: locked")
                .extracting(failure -> ((CloudFailure) failure).fix())
                .isEqualTo("try again later; what was done stays done");
    }

    @Test
    void aRefusalIsFinal() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> calls(FREE).call("Put", number -> {
                    attempts.incrementAndGet();
                    throw new CloudFailure("no", "ask for less");
                }))
                .hasMessage("no");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void keepsTheRateOnceTheBurstIsUsedUp() {
        var calls = calls(new Limits(1, 10, 4, Duration.ofMinutes(2)));
        for (int i = 0; i < 30; i++) {
            calls.call("Describe", number -> "");
        }
        assertThat(Duration.ofNanos(clock.now())).isEqualTo(Duration.ofSeconds(5));
        assertThat(calls.made()).isEqualTo(30);
    }

    @Test
    void slowsDownWhenThrottledAndRecovers() {
        var calls = calls(new Limits(1, 1, 10, Duration.ofMinutes(2)));
        Supplier<Duration> tenCalls = () -> {
            long begun = clock.now();
            IntStream.range(0, 10).forEach(i -> calls.call("Describe", number -> ""));
            return Duration.ofNanos(clock.now() - begun);
        };
        var usual = tenCalls.get();
        calls.call("Describe", number -> {
            if (number == 1) {
                throw Retryable.throttled("Rate exceeded", Optional.of(Duration.ZERO), new IOException());
            }
            return "";
        });
        var slow = tenCalls.get();
        assertThat(slow).isGreaterThan(usual.multipliedBy(13).dividedBy(10));
        IntStream.range(0, 100).forEach(i -> calls.call("Describe", number -> ""));
        assertThat(tenCalls.get()).isLessThanOrEqualTo(Duration.ofMillis(1_001));
    }

    @Test
    void makesNoMoreCallsAtOnceThanAllowed() {
        var calls = new Calls(new Limits(3, 1_000_000, 1_000_000, Duration.ofMinutes(2)), cancellation);
        var under = new AtomicInteger();
        var most = new AtomicInteger();
        var barrier = new CyclicBarrier(3);
        var works = IntStream.range(0, 30)
                .<Supplier<Integer>>mapToObj(i -> () -> calls.call("Describe", number -> {
                    most.accumulateAndGet(under.incrementAndGet(), Math::max);
                    await(barrier);
                    under.decrementAndGet();
                    return i;
                }))
                .toList();
        assertThat(calls.all(works))
                .containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
        assertThat(most).hasValue(3);
    }

    /** Three calls meet here, so that they are under way at one time. */
    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void workSideBySideFailsWithTheFirstInOrderAndKeepsTheOthers() {
        var works = List.<Supplier<String>>of(
                () -> "fine",
                () -> {
                    throw new CloudFailure("one", "");
                },
                () -> {
                    throw new CloudFailure("two", "");
                });
        assertThatThrownBy(() -> calls(FREE).all(works))
                .hasMessage("one")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("two"));
    }

    @Test
    void nothingBeginsOnceAnEndIsAskedFor() {
        var attempts = new AtomicInteger();
        cancellation.cancel("Ctrl-C");
        assertThatThrownBy(() -> calls(FREE).call("Put", number -> attempts.incrementAndGet()))
                .isInstanceOf(Cancellation.Cancelled.class)
                .hasMessage("Ctrl-C");
        assertThat(attempts).hasValue(0);
    }

    @Test
    void aWaitEndsAsSoonAsAnEndIsAskedFor() {
        var calls = new Calls(FREE, cancellation);
        assertThatThrownBy(() -> calls.call("Put", number -> {
                    cancellation.cancel("Ctrl-C");
                    throw Retryable.inTheWay("locked", Optional.of(Duration.ofMinutes(1)), new IOException());
                }))
                .isInstanceOf(Cancellation.Cancelled.class);
    }

    @Test
    void pollsUntilTheAnswerIsGoodOrTheTimeIsOver() {
        var polls = new AtomicInteger();
        assertThat(calls(FREE).poll(Duration.ofMinutes(1), () -> polls.incrementAndGet() == 5))
                .isTrue();
        assertThat(polls).hasValue(5);
        assertThat(calls(FREE).poll(Duration.ofMinutes(1), () -> false)).isFalse();
        assertThat(Duration.ofNanos(clock.now())).isLessThan(Duration.ofSeconds(62));
    }
}
