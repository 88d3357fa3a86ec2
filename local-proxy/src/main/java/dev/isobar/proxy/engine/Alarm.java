package dev.isobar.proxy.engine;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline of a connection. It may move with every request: moving it later costs a field, because the timer
 * that is already set looks again when it fires.
 */
final class Alarm implements Runnable {
    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Runnable expired;
    private long deadline = NEVER;
    private long set = NEVER;
    private @Nullable Future<?> timer;

    Alarm(EventLoop loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** @param when as {@link System#nanoTime} counts */
    void at(long when) {
        deadline = when;
        if (when - set < 0 || set == NEVER) {
            arm();
        }
    }

    void after(long nanos) {
        at(System.nanoTime() + nanos);
    }

    void off() {
        deadline = NEVER;
    }

    /** For good. */
    void cancel() {
        off();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm() {
        if (timer != null) {
            timer.cancel(false);
        }
        set = deadline;
        timer = loop.schedule(this, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        set = NEVER;
        timer = null;
        if (deadline == NEVER) {
            return;
        }
        if (deadline - System.nanoTime() <= 0) {
            deadline = NEVER;
            expired.run();
        } else {
            arm();
        }
    }
}
