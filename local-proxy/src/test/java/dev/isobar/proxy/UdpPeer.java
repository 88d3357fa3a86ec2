package dev.isobar.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A server that answers each datagram with its name, a colon, and the datagram. */
final class UdpPeer implements AutoCloseable {
    private final byte[] name;
    private final int port;
    private volatile DatagramSocket socket;

    UdpPeer(String name) {
        this.name = (name + ":").getBytes(StandardCharsets.US_ASCII);
        this.socket = open(0);
        this.port = socket.getLocalPort();
    }

    private DatagramSocket open(int at) {
        try {
            var opened = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
            Thread.ofVirtual().start(() -> serve(opened));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(DatagramSocket on) {
        var buffer = new byte[65_535];
        while (!on.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                on.receive(packet);
                var answer = Arrays.copyOf(name, name.length + packet.getLength());
                System.arraycopy(buffer, 0, answer, name.length, packet.getLength());
                on.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!on.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    String target() {
        return "127.0.0.1:" + port;
    }

    void kill() {
        socket.close();
    }

    void revive() {
        socket = open(port);
    }

    @Override
    public void close() {
        kill();
    }
}
