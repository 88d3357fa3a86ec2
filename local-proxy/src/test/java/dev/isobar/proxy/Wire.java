package dev.isobar.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A client on a raw socket. */
final class Wire implements AutoCloseable {
    /** @param head with the empty line */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        @Nullable
        String field(String name) {
            return Wire.field(head, name);
        }

        /** The head without the Date that final responses get which have none. */
        String undatedHead() {
            return head.replaceFirst("\r\nDate: [^\r]* GMT\r\n", "\r\n");
        }
    }

    final Socket socket;
    final InputStream in;
    private final OutputStream out;

    Wire(InetSocketAddress address) throws IOException {
        this(connected(address));
    }

    /** @param socket connected */
    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        socket.connect(address, 5_000);
        return socket;
    }

    Wire send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    Answer get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: a.example\r\n\r\n").answer();
    }

    /** Reads an answer to anything but HEAD. */
    Answer answer() throws IOException {
        return answer(false);
    }

    Answer answer(boolean toHead) throws IOException {
        var head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        if (toHead || status < 200 || status == 204 || status == 304) {
            return new Answer(head, "");
        }
        var length = field(head, "content-length");
        if (length != null) {
            var body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new IOException("the body ends after " + body.length + " of " + length);
            }
            return new Answer(head, new String(body, StandardCharsets.ISO_8859_1));
        }
        return new Answer(
                head,
                field(head, "transfer-encoding") != null
                        ? chunks(in, false)
                        : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    String head() throws IOException {
        var head = new StringBuilder();
        while (true) {
            var line = line(in);
            head.append(line).append("\r\n");
            if (line.isEmpty()) {
                return head.toString();
            }
        }
    }

    int read() throws IOException {
        return in.read();
    }

    String read(int octets) throws IOException {
        return new String(in.readNBytes(octets), StandardCharsets.ISO_8859_1);
    }

    /** What comes until the other end closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether the other end has closed, which is awaited. */
    boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether a body in chunks is whole. */
    boolean isWhole() {
        try {
            return rest().endsWith("0\r\n\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the connection ends within a line: " + line);
            }
            if (octet == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(octet);
        }
    }

    /** @param trailers whether there may be some, which are passed over */
    static String chunks(InputStream in, boolean trailers) throws IOException {
        var body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            if (size == 0) {
                while (!line(in).isEmpty()) {
                    if (!trailers) {
                        throw new IOException("trailers came through");
                    }
                }
                return body.toString();
            }
            body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            line(in);
        }
    }

    /** The value of the first field with that name. */
    static @Nullable String field(String head, String name) {
        for (var line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    /** Waits for a condition, at most ten seconds. */
    static void await(String what, BooleanSupplier condition) {
        await(10, what, condition);
    }

    static void await(int seconds, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + seconds + " seconds: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }
}
