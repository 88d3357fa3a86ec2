package dev.isobar.bench.beside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Requests over HTTP/2 in the clear, known to be spoken (RFC 9113 §3.3). */
final class Http2Connection implements OpenLoop.Connection {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAME_HEAD = 9;

    /** {@code :status 200} of the static table (RFC 7541, Appendix A). */
    private static final int OK = 0x88;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** With the 65,535 octets of the beginning as much as there can be. */
    private static final int WIDEST = Integer.MAX_VALUE - 65_535;

    private final OpenLoop loop;
    private final Octets octets;
    private final byte[] fields;
    private final ByteBuffer in = ByteBuffer.allocate(256 * 1024);
    private final Map<Integer, Long> due = new HashMap<>();
    private int next = 1;

    Http2Connection(OpenLoop.Job job, OpenLoop loop) throws IOException {
        this.loop = loop;
        fields = fields(job.path());
        var channel = OpenLoop.connect(job.port());
        octets = new Octets.Plain(channel);
        octets.write(ByteBuffer.wrap(PREFACE));
        write(SETTINGS, 0, 0, new byte[0]);
        write(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WIDEST).array());
        loop.watch(channel, this);
    }

    /** GET, http and :authority of the static table, the path as a literal that nobody indexes. */
    private static byte[] fields(String path) {
        var block = new ByteArrayOutputStream();
        block.write(0x82);
        block.write(0x86);
        literal(4, path, block);
        literal(1, "127.0.0.1", block);
        return block.toByteArray();
    }

    /** @param value of less than 127 octets */
    private static void literal(int name, String value, ByteArrayOutputStream block) {
        block.write(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(int type, int flags, int stream, byte[] payload) throws IOException {
        octets.write(ByteBuffer.allocate(FRAME_HEAD + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .flip());
    }

    @Override
    public void send(long from) throws IOException {
        due.put(next, from);
        write(HEADERS, END_STREAM | END_HEADERS, next, fields);
        next += 2;
    }

    @Override
    public void read() throws IOException {
        if (!octets.read(in)) {
            throw new IllegalStateException("the proxy closed a connection");
        }
        in.flip();
        while (in.remaining() >= FRAME_HEAD) {
            int start = in.position();
            int length = ((in.get(start) & 0xff) << 16) | (in.getShort(start + 1) & 0xffff);
            if (in.remaining() < FRAME_HEAD + length) {
                break;
            }
            var payload = new byte[length];
            in.get(start + FRAME_HEAD, payload);
            in.position(start + FRAME_HEAD + length);
            frame(in.get(start + 3), in.get(start + 4), in.getInt(start + 5), payload);
        }
        in.compact();
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        switch (type) {
            case HEADERS -> {
                // A change of the size of the table may come before all fields (RFC 7541 §6.3).
                int first = 0;
                while ((payload[first] & 0xe0) == 0x20) {
                    first++;
                }
                if ((payload[first] & 0xff) != OK) {
                    throw new IllegalStateException("a response without status 200");
                }
                end(flags, stream);
            }
            case DATA -> end(flags, stream);
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    write(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    write(PING, ACK, 0, payload);
                }
            }
            case WINDOW_UPDATE -> {}
            default -> throw new IllegalStateException("a frame of type " + type);
        }
    }

    private void end(int flags, int stream) {
        if ((flags & END_STREAM) != 0) {
            var from = due.remove(stream);
            if (from == null) {
                throw new IllegalStateException("an answer to no request");
            }
            loop.answered(this, from);
        }
    }

    @Override
    public void close() throws IOException {
        octets.close();
    }
}
