package dev.isobar.proxy.health;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One request of HTTP/2 over a connection of its own that blocks: as little of the protocol as a probe needs.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
final class Http2Request {
    /** @param fields of the header and behind the body */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Response(int status, byte[] body, Map<String, String> fields) {}

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 32;
    /** No frame is larger where nothing else was agreed on. */
    private static final int MOST_FRAME = 16 * 1024;

    private static final int MOST_FIELDS = 64 * 1024;
    /** As much as comes before a window would have to be opened. */
    private static final int MOST_BODY = 65_535;

    private final Socket socket;
    private final long deadline;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, MOST_FIELDS);
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> fields = new java.util.TreeMap<>();
    private boolean ended;

    private Http2Request(Socket socket, long deadline) throws IOException {
        this.socket = socket;
        this.deadline = deadline;
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        this.out = new java.io.BufferedOutputStream(socket.getOutputStream());
    }

    /**
     * @param fields names and values, the pseudo-header fields first
     * @param body empty: none
     * @param deadline as {@link System#nanoTime} counts
     * @throws IOException where there is no whole response
     */
    static Response ask(Socket socket, List<String> fields, byte[] body, long deadline) throws IOException {
        return new Http2Request(socket, deadline).ask(fields, body);
    }

    private Response ask(List<String> asked, byte[] content) throws IOException {
        out.write(PREFACE);
        frame(SETTINGS, 0, 0, new byte[0]);
        frame(HEADERS, END_HEADERS | (content.length == 0 ? END_STREAM : 0), 1, literals(asked));
        if (content.length > 0) {
            frame(DATA, END_STREAM, 1, content);
        }
        while (!ended) {
            out.flush();
            read();
        }
        var status = fields.getOrDefault(":status", "");
        if (!status.matches("[0-9]{3}")) {
            throw new IOException("malformed response");
        }
        return new Response(Integer.parseInt(status), body.toByteArray(), fields);
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(ByteBuffer.allocate(9)
                .putShort((short) (payload.length >> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        out.write(payload);
    }

    /** RFC 7541 §6.2.2: never in a table, and without Huffman's code. */
    private static byte[] literals(List<String> fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.size(); i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            var octets = fields.get(i).getBytes(StandardCharsets.ISO_8859_1);
            int rest = octets.length - 127;
            block.write(Math.min(octets.length, 127));
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 127) | 128);
            }
            if (octets.length >= 127) {
                block.write(rest);
            }
            block.writeBytes(octets);
        }
        return block.toByteArray();
    }

    private byte[] octets(int count) throws IOException {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        var read = in.readNBytes(count);
        if (read.length < count) {
            throw new EOFException("connection closed before the response was whole");
        }
        return read;
    }

    private void read() throws IOException {
        var head = ByteBuffer.wrap(octets(9));
        int length = ((head.getShort() & 0xffff) << 8) | (head.get() & 0xff);
        int type = head.get();
        int flags = head.get();
        if (length > MOST_FRAME) {
            throw new IOException("this is not HTTP/2");
        }
        var payload = octets(length);
        switch (type) {
            case SETTINGS -> answer(SETTINGS, flags, new byte[0]);
            case PING -> answer(PING, flags, payload);
            case HEADERS -> fields(content(flags, payload), flags);
            case CONTINUATION -> fields(payload, flags);
            case DATA -> {
                body.writeBytes(content(flags, payload));
                if (body.size() > MOST_BODY) {
                    throw new IOException("the response is too long for a health check");
                }
                ended |= (flags & END_STREAM) != 0;
            }
            case RST_STREAM -> throw new IOException("request refused with error " + number(payload, 0));
            case GOAWAY -> {
                if (number(payload, 4) != 0) {
                    throw new IOException("connection ended with error " + number(payload, 4));
                }
            }
            default -> {}
        }
    }

    private static int number(byte[] payload, int at) throws IOException {
        if (payload.length < at + 4) {
            throw new IOException("this is not HTTP/2");
        }
        return ByteBuffer.wrap(payload).getInt(at);
    }

    private void answer(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACK) == 0) {
            frame(type, ACK, 0, payload);
        }
    }

    /** Without padding and priority. */
    private static byte[] content(int flags, byte[] payload) throws IOException {
        int from = (flags & PADDED) == 0 ? 0 : 1;
        int to = payload.length - (from == 0 || payload.length == 0 ? 0 : payload[0] & 0xff);
        from += (flags & PRIORITY) == 0 ? 0 : 5;
        if (from > to) {
            throw new IOException("this is not HTTP/2");
        }
        return java.util.Arrays.copyOfRange(payload, from, to);
    }

    private void fields(byte[] piece, int flags) throws IOException {
        block.writeBytes(piece);
        if (block.size() > MOST_FIELDS) {
            throw new IOException("the header is too long for a health check");
        }
        ended |= (flags & END_STREAM) != 0;
        if ((flags & END_HEADERS) == 0) {
            return;
        }
        try {
            var read = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block.toByteArray()));
            block.reset();
            if (!isInterim(read)) {
                read.forEach(field ->
                        fields.put(field.getKey().toString(), field.getValue().toString()));
            }
        } catch (Http2Exception e) {
            throw new IOException("malformed response", e);
        }
    }

    private static boolean isInterim(Http2Headers read) {
        var status = read.status();
        return status != null && status.length() == 3 && status.charAt(0) == '1';
    }
}
