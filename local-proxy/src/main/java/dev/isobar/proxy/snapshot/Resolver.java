package dev.isobar.proxy.snapshot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Looks a DNS name up again and again, on a virtual thread of its own; the last good answer stands. */
final class Resolver implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Thread thread;

    Resolver(Backend backend) {
        this.thread = Thread.ofVirtual().name("resolve " + backend.name()).start(() -> {
            try {
                while (true) {
                    Thread.sleep(look(backend) ? EVERY : AFTER_FAILURE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** @return whether there was an answer */
    static boolean look(Backend backend) {
        try {
            backend.resolved(List.of(InetAddress.getAllByName(backend.target().host())));
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
