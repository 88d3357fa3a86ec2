package dev.isobar.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server in a test that treats every connection in one way. */
final class Peer implements AutoCloseable {
    /** What is done with a connection; it is closed after that. */
    @FunctionalInterface
    interface Talk {
        void with(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Talk talk;
    private final Thread acceptor;
    private int served;

    private Peer(ServerSocket server, Talk talk) {
        this.server = server;
        this.talk = talk;
        this.acceptor = Thread.ofVirtual().unstarted(this::accept);
        acceptor.start();
    }

    static Peer start(Talk talk) throws IOException {
        return new Peer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), talk);
    }

    /** One that says something, and ends. */
    static Peer saying(String text) throws IOException {
        return start(socket -> socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.with(socket);
        } catch (IOException e) {
            // The other side went away, as some tests want it to.
        } finally {
            count();
        }
    }

    private synchronized void count() {
        served++;
        notifyAll();
    }

    synchronized int served() {
        return served;
    }

    /** Waits until so many connections are done with. */
    synchronized void awaitServed(int count) {
        try {
            while (served < count) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The port is open as long as somebody waits at it. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
