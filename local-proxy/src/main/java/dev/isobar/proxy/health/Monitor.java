package dev.isobar.proxy.health;

import dev.isobar.model.HealthCheck;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Probes one target at its interval, on a virtual thread of its own, until it is closed. */
public final class Monitor implements AutoCloseable {
    private static final double JITTER = 0.1;

    private final Thread thread;

    /**
     * Begins at once.
     *
     * @param address null while the name is not resolved yet
     * @param update changes the health of the target
     */
    public Monitor(
            HealthCheck check,
            Probe.Way way,
            String name,
            Supplier<@Nullable InetSocketAddress> address,
            java.util.function.Consumer<UnaryOperator<Health>> update) {
        this.thread = Thread.ofVirtual().name("health " + name).start(() -> {
            try {
                while (true) {
                    long start = System.nanoTime();
                    var to = address.get();
                    var result = to == null
                            ? new Health.Result(false, "the name does not resolve")
                            : Probe.run(check, way, to, name);
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    update.accept(health -> health.after(result, check.timing()));
                    pause(check.timing().interval().toNanos(), System.nanoTime() - start);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Spread over a tenth of the interval, so that the probes of many proxies do not fall together. */
    private static void pause(long interval, long spent) throws InterruptedException {
        double factor = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() - 0.5);
        Thread.sleep(java.time.Duration.ofNanos(Math.max(1_000_000, (long) (interval * factor) - spent)));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
