package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
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

    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(4096);
        long due;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final Selector selector;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final long[] nanos;
    private int answered;

    private OpenLoop(int requests) throws IOException {
        selector = Selector.open();
        nanos = new long[requests];
    }

    static Latencies run(int port, int connections, int rate, int seconds) {
        try {
            var loop = new OpenLoop(rate * seconds);
            var open = new ArrayList<Connection>();
            try {
                for (int i = 0; i < connections; i++) {
                    open.add(loop.connect(port));
                }
                return loop.run(1_000_000_000L / rate);
            } finally {
                for (var connection : open) {
                    connection.channel.close();
                }
                loop.selector.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Connection connect(int port) throws IOException {
        var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        var connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        free.add(connection);
        return connection;
    }

    private Latencies run(long interval) throws IOException {
        long begun = System.nanoTime();
        int sent = 0;
        while (answered < nanos.length) {
            long now = System.nanoTime();
            while (sent < nanos.length && begun + sent * interval <= now && !free.isEmpty()) {
                send(free.removeFirst(), begun + sent++ * interval);
            }
            if (selector.selectNow(this::read) == 0) {
                LockSupport.parkNanos(NAP);
            }
        }
        return new Latencies(nanos);
    }

    private static void send(Connection connection, long due) throws IOException {
        connection.due = due;
        var request = ByteBuffer.wrap(REQUEST);
        while (request.hasRemaining()) {
            connection.channel.write(request);
        }
    }

    private void read(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            if (connection.channel.read(connection.in) < 0) {
                throw new IllegalStateException("the proxy closed a connection");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isWhole(connection.in)) {
            nanos[answered++] = System.nanoTime() - connection.due;
            connection.in.clear();
            free.addLast(connection);
        }
    }

    /** Whether a response with a length is there as a whole. */
    private static boolean isWhole(ByteBuffer in) {
        int head = 0;
        int length = -1;
        for (int i = 0; i + 3 < in.position(); i++) {
            if (in.get(i) == '\n' && length < 0) {
                length = length(in, i + 1);
            }
            if (in.get(i) == '\r' && in.get(i + 1) == '\n' && in.get(i + 2) == '\r' && in.get(i + 3) == '\n') {
                head = i + 4;
                break;
            }
        }
        if (head == 0) {
            return false;
        }
        for (int i = 0; i < OK.length; i++) {
            if (in.get(i) != OK[i]) {
                throw new IllegalStateException("a response without status 200");
            }
        }
        return length >= 0 && in.position() >= head + length;
    }

    /** The length that a field at this place says, or -1. */
    private static int length(ByteBuffer in, int from) {
        for (int i = 0; i < LENGTH.length; i++) {
            if (from + i >= in.position() || (in.get(from + i) | 0x20) != LENGTH[i]) {
                return -1;
            }
        }
        int length = 0;
        for (int i = from + LENGTH.length; i < in.position() && Character.isDigit(in.get(i)); i++) {
            length = length * 10 + in.get(i) - '0';
        }
        return length;
    }
}
