package dev.isobar.bench.beside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request at a time over HTTP/1.1, in the clear or over TLS. */
final class Http1Connection implements OpenLoop.Connection {
    /** A head and 64 KiB, and what TLS wants to see free. */
    private static final int ROOM = 128 * 1024;

    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private final OpenLoop.Job job;
    private final OpenLoop loop;
    private final ByteBuffer request;
    private final ByteBuffer in = ByteBuffer.allocate(ROOM);
    private @Nullable Octets octets;
    private long due;

    Http1Connection(OpenLoop.Job job, OpenLoop loop) throws IOException {
        this.job = job;
        this.loop = loop;
        request = ByteBuffer.wrap("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
                .formatted(job.path(), job.close() ? "Connection: close\r\n" : "")
                .getBytes(StandardCharsets.US_ASCII));
        if (!job.close()) {
            octets = open();
        }
    }

    private Octets open() throws IOException {
        var channel = OpenLoop.connect(job.port());
        var opened = job.way() == Way.HTTPS ? TlsOctets.handshake(channel) : new Octets.Plain(channel);
        loop.watch(channel, this);
        return opened;
    }

    @Override
    public void send(long from) throws IOException {
        due = from;
        if (octets == null) {
            octets = open();
        }
        octets.write(request.duplicate());
    }

    @Override
    public void read() throws IOException {
        if (octets == null || !octets.read(in)) {
            throw new IllegalStateException("the proxy closed a connection");
        }
        if (isWhole()) {
            in.clear();
            if (job.close()) {
                close();
            }
            loop.answered(this, due);
        }
    }

    @Override
    public void close() throws IOException {
        if (octets != null) {
            octets.close();
            octets = null;
        }
    }

    /** Whether a response with a length is there as a whole. */
    private boolean isWhole() {
        int head = 0;
        int length = -1;
        for (int i = 0; i + 3 < in.position(); i++) {
            if (in.get(i) == '\n' && length < 0) {
                length = length(i + 1);
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
    private int length(int from) {
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
