package dev.isobar.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A target on loopback that speaks HTTP/2 as the test says. Each connection has a virtual thread. */
final class Http2Target implements AutoCloseable {
    /** What is done with a connection. */
    @FunctionalInterface
    interface Serve {
        void with(Socket socket) throws Exception;
    }

    /** The same, after both ends have said their settings. */
    @FunctionalInterface
    interface Talk {
        void with(Http2Wire wire) throws Exception;
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(Http2Wire wire, int stream, String fields) throws Exception;
    }

    private final ServerSocket server;
    final AtomicInteger connections = new AtomicInteger();
    final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private Http2Target(ServerSocket server) {
        this.server = server;
    }

    static Http2Target talking(Talk talk, int... settings) throws IOException {
        return on(
                new ServerSocket(0, 100, InetAddress.getLoopbackAddress()),
                socket -> talk.with(Http2Wire.from(socket, settings)));
    }

    /** @param server may speak TLS */
    static Http2Target on(ServerSocket server, Serve serve) {
        var target = new Http2Target(server);
        Thread.ofVirtual().start(() -> target.accept(serve));
        return target;
    }

    /** Answers requests one after another, as soon as their fields are there. */
    static Http2Target answering(Answer answer, int... settings) throws IOException {
        return talking(wire -> serve(wire, answer), settings);
    }

    static void serve(Http2Wire wire, Answer answer) throws Exception {
        for (var frame = wire.read(); frame != null; frame = wire.read()) {
            if (frame.type() == Http2Wire.HEADERS && frame.fields().contains(":method")) {
                answer.to(wire, frame.stream(), frame.fields());
            }
        }
    }

    private void accept(Serve serve) {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, serve));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket, Serve serve) {
        try (socket) {
            serve.with(socket);
        } catch (IOException e) {
            // The other side went away, as some tests want it to.
        } catch (Exception e) {
            failures.add(e);
        }
    }

    String name() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
