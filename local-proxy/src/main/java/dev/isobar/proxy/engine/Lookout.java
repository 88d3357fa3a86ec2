package dev.isobar.proxy.engine;

import java.util.function.LongConsumer;

/** Many deadlines, one timer: looks at all of them when the earliest may be over. Moving one later costs nothing. */
final class Lookout {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final Alarm alarm;
    private final LongConsumer look;
    private long next = NEVER;

    /** @param look takes the time, as {@link System#nanoTime} counts, and calls {@link #at} for what is not over yet */
    Lookout(Worker worker, LongConsumer look) {
        this.look = look;
        this.alarm = new Alarm(worker.loop(), this::look);
    }

    /** Looks at that time, or before. */
    void at(long when) {
        if (next == NEVER || when - next < 0) {
            next = when;
            alarm.at(when);
        }
    }

    private void look() {
        next = NEVER;
        look.accept(System.nanoTime());
    }

    /** For good. */
    void cancel() {
        alarm.cancel();
    }
}
