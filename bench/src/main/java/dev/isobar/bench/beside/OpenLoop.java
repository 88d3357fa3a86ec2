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
import org.jspecify.annotations.Nullable;

/**
 * Requests that are due at fixed times. Each is measured from when it was due, so that a proxy that holds up one holds up all
 * that were due meanwhile, and is seen to (no coordinated omission). One thread, on the core of the load.
 */
final class OpenLoop {
    /** Room for a head and 64 KiB. */
    private static final int ROOM = 80 * 1024;

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

    /**
     * What is asked.
     *
     * @param connections that are kept
     * @param close whether each request has a connection of its own instead
     */
    record Job(int port, String path, int connections, boolean close) {
        private byte[] request() {
            return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
                    .formatted(path, close ? "Connection: close\r\n" : "")
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final Job job;
    private final byte[] request;
    private final Selector selector;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final long[] nanos;
    private int answered;

    private OpenLoop(Job job, int requests) throws IOException {
        this.job = job;
        request = job.request();
        selector = Selector.open();
        nanos = new long[requests];
    }

    static Latencies run(Job job, int rate, int seconds) {
        try {
            var loop = new OpenLoop(job, rate * seconds);
            var open = new ArrayList<Connection>();
            try {
                for (int i = 0; i < job.connections(); i++) {
                    open.add(loop.new Connection());
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

    /** A place for one request at a time. */
    private final class Connection {
        final ByteBuffer in = ByteBuffer.allocate(ROOM);
        private @Nullable SocketChannel channel;
        private long due;

        Connection() throws IOException {
            if (!job.close()) {
                open();
            }
            free.add(this);
        }

        private SocketChannel open() throws IOException {
            var opened = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), job.port()));
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            channel = opened;
            return opened;
        }

        void send(long from) throws IOException {
            due = from;
            var to = channel == null ? open() : channel;
            var octets = ByteBuffer.wrap(request);
            while (octets.hasRemaining()) {
                to.write(octets);
            }
        }

        void read() throws IOException {
            if (channel == null || channel.read(in) < 0) {
                throw new IllegalStateException("the proxy closed a connection");
            }
            if (isWhole(in)) {
                nanos[answered++] = System.nanoTime() - due;
                in.clear();
                if (job.close()) {
                    close();
                }
                free.addLast(this);
            }
        }

        void close() throws IOException {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        }
    }

    private Latencies run(long interval) throws IOException {
        long begun = System.nanoTime();
        int sent = 0;
        while (answered < nanos.length) {
            long now = System.nanoTime();
            while (sent < nanos.length && begun + sent * interval <= now && !free.isEmpty()) {
                free.removeFirst().send(begun + sent++ * interval);
            }
            if (selector.selectNow(this::read) == 0) {
                LockSupport.parkNanos(NAP);
            }
        }
        return new Latencies(nanos);
    }

    private void read(SelectionKey key) {
        try {
            ((Connection) key.attachment()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
