package dev.isobar.azure.driver;

import dev.isobar.provider.calls.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes at once where somebody waits, and not otherwise. */
final class NoTime implements Time {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long now() {
        return now.get();
    }

    @Override
    public void sleep(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
