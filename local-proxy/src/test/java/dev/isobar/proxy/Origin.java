package dev.isobar.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback whose answers are raw octets. Each connection has a virtual thread. */
final class Origin implements AutoCloseable {
    /** One connection, as the one who answers sees it. */
    static final class Call {
        final Socket socket;
        final InputStream in;
        final OutputStream out;
        final String head;
        final int number;

        Call(Socket socket, String head, int number) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.head = head;
            this.number = number;
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        String read(int octets) throws IOException {
            return new String(in.readNBytes(octets), StandardCharsets.ISO_8859_1);
        }

        /** The body of the request, by its framing; chunks are joined. */
        String body() throws IOException {
            var length = Wire.field(head, "content-length");
            if (length != null) {
                return read(Integer.parseInt(length));
            }
            return Wire.field(head, "transfer-encoding") != null ? Wire.chunks(in, true) : "";
        }
    }

    /** Answers one request. */
    interface Handler {
        /** @return whether the connection lives on */
        boolean answer(Call call) throws IOException;
    }

    private final InetSocketAddress address;
    private final Handler handler;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile ServerSocket server;
    private volatile Thread acceptor;

    private Origin(int port, Handler handler) {
        this.handler = handler;
        this.acceptor = Thread.currentThread();
        this.server = listen(port);
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    static Origin of(Handler handler) {
        return new Origin(0, handler);
    }

    /** Answers everything with 200 and this text. */
    static Origin saying(String text) {
        return of(call -> {
            call.body();
            call.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            return true;
        });
    }

    /** Answers everything with these octets, and closes the connection. */
    static Origin raw(String octets) {
        return of(call -> {
            call.body();
            call.write(octets);
            return false;
        });
    }

    private ServerSocket listen(int port) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            acceptor = Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (true) {
            try {
                var socket = from.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            boolean more = true;
            while (more) {
                var head = head(socket.getInputStream());
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                more = handler.answer(new Call(socket, head, requests.incrementAndGet()));
            }
        } catch (IOException e) {
            // The other end is gone; tests look at what the client got.
        } finally {
            sockets.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.write(octet);
            ending = octet == "\r\n\r\n".charAt(ending) ? ending + 1 : octet == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    int port() {
        return address.getPort();
    }

    String target() {
        return "127.0.0.1:" + port();
    }

    /** Dies: closes its port and all connections. */
    void kill() {
        try {
            server.close();
            // The port is open as long as somebody waits at it, and whoever came last would still be served.
            acceptor.join();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back on the same port. */
    void revive() {
        server = listen(port());
    }

    @Override
    public void close() {
        kill();
    }
}
