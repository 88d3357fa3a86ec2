package dev.isobar.bench.beside;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A server of WebSocket that says every frame again; no more than the comparison needs.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455 §5.2, framing</a>
 */
record WebSocketEcho(ServerSocket socket, Thread thread) implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;

    static WebSocketEcho at(int port) throws IOException {
        var socket = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
        return new WebSocketEcho(socket, Thread.ofVirtual().start(() -> accept(socket)));
    }

    private static void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var out = client.getOutputStream();
            var key = KEY.matcher(head(in));
            if (!key.find()) {
                out.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accepted(key.group(1)) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (again(in, out) != CLOSE) {}
        } catch (EOFException e) {
            // The client went without a word.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String accepted(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One frame of at most 65,535 octets. @return its opcode */
    private static int again(DataInputStream in, OutputStream out) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 0x7f;
        boolean wide = length == 126;
        if (length == 127 || (second & MASKED) == 0) {
            throw new IOException("a frame that nobody sends here");
        }
        length = wide ? in.readUnsignedShort() : length;
        var mask = in.readNBytes(4);
        var frame = new byte[(wide ? 4 : 2) + length];
        frame[0] = (byte) first;
        frame[1] = (byte) (wide ? 126 : length);
        if (wide) {
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        }
        int start = frame.length - length;
        in.readFully(frame, start, length);
        for (int i = 0; i < length; i++) {
            frame[start + i] ^= mask[i & 3];
        }
        out.write(frame);
        return first & 0xf;
    }

    boolean isClosed() {
        return !thread.isAlive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
