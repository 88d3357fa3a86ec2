package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that are due at fixed times. Each is measured from when it was due, so that a proxy that holds up one holds up all
 * that were due meanwhile, and is seen to (no coordinated omission). One thread, on the core of the load.
 */
final class OpenLoop {
    private static final long NAP = TimeUnit.MICROSECONDS.toNanos(50);

    /** How long each took. */
    static final class Latencies {
        private final long[] sorted;

        private Latencies(long[] nanos) {
            this.sorted = nanos.clone();
            Arrays.sort(sorted);
        }

        double micros(double quantile) {
            return sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e3;
        }
    }

    /**
     * What is asked.
     *
     * @param connections how many there are
     * @param streams how many requests a connection has at a time
     * @param close whether each request has a connection of its own
     */
    record Job(Way way, int port, String path, int connections, int streams, boolean close) {
        /** Over HTTP/1.1, kept connections. */
        static Job kept(int port, int connections) {
            return new Job(Way.HTTP, port, "/", connections, 1, false);
        }

        private Connection open(OpenLoop loop) throws IOException {
            return way == Way.H2C ? new Http2Connection(this, loop) : new Http1Connection(this, loop);
        }
    }

    /** What requests go over; all errors are the proxy's. */
    interface Connection {
        /** @param due when it should have been sent */
        void send(long due) throws IOException;

        /** Something came. */
        void read() throws IOException;

        void close() throws IOException;
    }

    private final Selector selector;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final long[] nanos;
    private int answered;

    private OpenLoop(int requests) throws IOException {
        selector = Selector.open();
        nanos = new long[requests];
    }

    static Latencies run(Job job, int rate, int seconds) {
        try {
            var loop = new OpenLoop(rate * seconds);
            var open = new ArrayList<Connection>();
            try {
                for (int i = 0; i < job.connections(); i++) {
                    open.add(job.open(loop));
                }
                for (int i = 0; i < job.streams(); i++) {
                    loop.free.addAll(open);
                }
                return loop.run(1_000_000_000L / rate);
            } finally {
                for (var connection : open) {
                    connection.close();
                }
                loop.selector.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blocking, as far as it matters here: connections of loopback are there at once. */
    static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** From now on the connection is told when something comes. */
    void watch(SocketChannel channel, Connection connection) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, connection);
    }

    /** @param due of the request whose answer is whole */
    void answered(Connection connection, long due) {
        nanos[answered++] = System.nanoTime() - due;
        free.addLast(connection);
    }

    private Latencies run(long interval) throws IOException {
        long begun = System.nanoTime();
        int sent = 0;
        while (answered < nanos.length) {
            long now = System.nanoTime();
            while (sent < nanos.length && begun + sent * interval <= now && !free.isEmpty()) {
                free.removeFirst().send(begun + sent++ * interval);
            }
            if (selector.selectNow(OpenLoop::read) == 0) {
                LockSupport.parkNanos(NAP);
            }
        }
        return new Latencies(nanos);
    }

    private static void read(SelectionKey key) {
        try {
            ((Connection) key.attachment()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
