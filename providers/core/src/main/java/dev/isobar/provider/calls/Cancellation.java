package dev.isobar.provider.calls;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks work to end early. Calls that are under way come to their end, since nobody could say what became of one that is
 * cut off; waits end at once, and nothing new begins. Any thread may ask.
 */
public final class Cancellation {
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    /** @param why for people, such as {@code Ctrl-C}; that of the first to ask counts */
    public void cancel(String why) {
        reason.compareAndSet(null, why);
        asked.countDown();
    }

    /** Why to end; empty: go on. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** @throws Cancelled where an end was asked for */
    public void check() {
        reason().ifPresent(why -> {
            throw new Cancelled(why);
        });
    }

    /**
     * Waits.
     *
     * @throws Cancelled as soon as an end is asked for
     */
    public void sleep(Duration duration) {
        try {
            if (asked.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("interrupted");
        }
    }

    /** Work that was given up because somebody asked. */
    public static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cancelled(String why) {
            super(why);
        }
    }
}
