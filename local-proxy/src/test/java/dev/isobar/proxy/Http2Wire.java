package dev.isobar.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection of HTTP/2 on a raw socket: it sends what the test says, whether that is allowed or not. Of what
 * comes it answers SETTINGS and PING by itself, and opens windows where it is told to.
 */
final class Http2Wire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    static final int NO_ERROR = 0;
    static final int PROTOCOL_ERROR = 1;
    static final int INTERNAL_ERROR = 2;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int ENHANCE_YOUR_CALM = 11;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A frame with its payload; that of HEADERS is decoded to lines. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Frame(int type, int flags, int stream, byte[] payload, String fields) {
        boolean ends() {
            return (flags & END_STREAM) != 0 && type <= HEADERS;
        }

        /** Of RST_STREAM and GOAWAY. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** Of GOAWAY. */
        int lastStream() {
            return ByteBuffer.wrap(payload).getInt(0);
        }

        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * A message from one end to the other.
     *
     * @param fields lines, the pseudo-header fields first
     * @param interim fields of responses before the final one
     * @param trailers lines; empty where there are none
     * @param reset null where the message is whole
     */
    record Message(
            String fields,
            List<String> interim,
            String body,
            String trailers,
            @Nullable Integer reset) {
        int status() {
            return Integer.parseInt(field(":status"));
        }

        String field(String name) {
            return fields.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .reduce((a, b) -> a + "|" + b)
                    .orElse("");
        }
    }

    final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private final Map<Integer, List<Frame>> waiting = new HashMap<>();
    /** Whether windows are opened as data comes. */
    boolean opensWindows = true;

    /** The fields without the date that final responses get which have none. */
    static String undated(String fields) {
        return fields.replaceFirst("(?m)^date: .* GMT\n", "");
    }

    private Http2Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = socket.getOutputStream();
    }

    /** A client. */
    static Http2Wire to(InetSocketAddress address, int... settings) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        socket.connect(address, 5_000);
        return to(socket, settings);
    }

    /** A client on a connected socket. */
    static Http2Wire to(Socket socket, int... settings) throws IOException {
        var wire = new Http2Wire(socket);
        wire.out.write(PREFACE);
        wire.settings(settings);
        return wire;
    }

    /** A server, which has been connected to. */
    static Http2Wire from(Socket socket, int... settings) throws IOException {
        var wire = new Http2Wire(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        var preface = wire.in.readNBytes(PREFACE.length);
        if (!java.util.Arrays.equals(preface, PREFACE)) {
            throw new IOException("no preface: " + new String(preface, StandardCharsets.ISO_8859_1));
        }
        wire.settings(settings);
        return wire;
    }

    /** @param settings identifiers and values */
    void settings(int... settings) throws IOException {
        var payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        frame(SETTINGS, 0, 0, payload.array());
    }

    synchronized void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        var frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
        out.flush();
    }

    void number(int type, int stream, int value) throws IOException {
        frame(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
    }

    void reset(int stream, int error) throws IOException {
        number(RST_STREAM, stream, error);
    }

    void goAway(int last, int error) throws IOException {
        frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(error).array());
    }

    void window(int stream, int octets) throws IOException {
        number(WINDOW_UPDATE, stream, octets);
    }

    /** @param fields names and values */
    Http2Wire headers(int stream, boolean ends, String... fields) throws IOException {
        frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(fields));
        return this;
    }

    /** Literals without indexing and without Huffman's code. */
    static byte[] block(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            literal(fields[i], block);
            literal(fields[i + 1], block);
        }
        return block.toByteArray();
    }

    private static void literal(String text, ByteArrayOutputStream to) {
        var octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length < 127) {
            to.write(octets.length);
        } else {
            to.write(127);
            int rest = octets.length - 127;
            while (rest >= 128) {
                to.write(rest % 128 + 128);
                rest /= 128;
            }
            to.write(rest);
        }
        to.writeBytes(octets);
    }

    Http2Wire data(int stream, boolean ends, String text) throws IOException {
        frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Asks with a request without body. */
    Http2Wire get(int stream, String path) throws IOException {
        return headers(stream, true, ":method", "GET", ":scheme", "http", ":authority", "a.example", ":path", path);
    }

    /** Asks with a request whose body follows. */
    Http2Wire post(int stream, String path, String... more) throws IOException {
        var fields = new ArrayList<>(
                List.of(":method", "POST", ":scheme", "http", ":authority", "a.example", ":path", path));
        fields.addAll(List.of(more));
        return headers(stream, false, fields.toArray(String[]::new));
    }

    /** The next frame that is not answered here. Null: the other end has closed. */
    @Nullable
    Frame read() throws IOException {
        while (true) {
            Frame frame;
            try {
                frame = next();
            } catch (EOFException e) {
                return null;
            }
            switch (frame.type()) {
                case SETTINGS -> {
                    if (frame.flags() == 0) {
                        frame(SETTINGS, 1, 0, new byte[0]);
                    }
                }
                case PING -> {
                    if (frame.flags() == 0) {
                        frame(PING, 1, 0, frame.payload());
                    }
                }
                case WINDOW_UPDATE -> {}
                case DATA -> {
                    if (opensWindows && frame.payload().length > 0) {
                        window(0, frame.payload().length);
                        if (!frame.ends()) {
                            window(frame.stream(), frame.payload().length);
                        }
                    }
                    return frame;
                }
                default -> {
                    return frame;
                }
            }
        }
    }

    /** Any frame. */
    Frame next() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        var payload = in.readNBytes(length);
        return new Frame(type, flags, stream, payload, type == HEADERS ? fields(stream, payload) : "");
    }

    private String fields(int stream, byte[] block) throws IOException {
        try {
            var text = new StringBuilder();
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block))
                    .forEach(field -> text.append(field.getKey())
                            .append(": ")
                            .append(field.getValue())
                            .append('\n'));
            return text.toString();
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** The next frame of that stream; those of other streams wait for their turn. */
    Frame read(int stream) throws IOException {
        var before = waiting.get(stream);
        if (before != null && !before.isEmpty()) {
            return before.removeFirst();
        }
        while (true) {
            var frame = read();
            if (frame == null) {
                throw new EOFException("closed, with no frame for stream " + stream);
            }
            if (frame.stream() == stream) {
                return frame;
            }
            waiting.computeIfAbsent(frame.stream(), _ -> new ArrayList<>()).add(frame);
        }
    }

    /** A whole message, or what came of it before it was reset. */
    Message message(int stream) throws IOException {
        var fields = "";
        var interim = new ArrayList<String>();
        var trailers = "";
        var body = new StringBuilder();
        while (true) {
            var frame = read(stream);
            switch (frame.type()) {
                case HEADERS -> {
                    if (!fields.isEmpty()) {
                        trailers = frame.fields();
                    } else if (frame.fields().startsWith(":status: 1")) {
                        interim.add(frame.fields());
                    } else {
                        fields = frame.fields();
                    }
                }
                case DATA -> body.append(frame.text());
                case RST_STREAM -> {
                    return new Message(fields, interim, body.toString(), trailers, frame.error());
                }
                default -> {}
            }
            if (frame.ends()) {
                return new Message(fields, interim, body.toString(), trailers, null);
            }
        }
    }

    /** The next GOAWAY. */
    Frame goneAway() throws IOException {
        return read(0);
    }

    /** Whether the other end closes, which is awaited. */
    boolean isClosed() {
        try {
            while (read() != null) {
                // What comes before the end does not matter.
            }
            return true;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
