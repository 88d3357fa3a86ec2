package dev.isobar.provider.calls;

import java.time.Duration;

/** What passes between calls: real time, or that of a test. Safe for many threads. */
public interface Time {
    /** In nanoseconds, as of {@link System#nanoTime}. */
    long now();

    /** @throws Cancellation.Cancelled where an end is asked for */
    void sleep(Duration duration);

    /** That of the clock. */
    static Time real(Cancellation cancellation) {
        return new Time() {
            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) {
                cancellation.sleep(duration);
            }
        };
    }
}
