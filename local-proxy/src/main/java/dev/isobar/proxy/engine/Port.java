package dev.isobar.proxy.engine;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A port that is open; compared by identity. It stays open over reloads while some listener has it. */
final class Port {
    /**
     * What makes two listeners share a port; listeners on any free port (0) are told apart by name.
     *
     * @param udp whether it takes datagrams, not connections
     */
    record Key(String bind, int port, boolean udp, String name) {}

    private final Key key;
    private final InetSocketAddress address;
    private final List<Channel> channels;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();

    Port(Key key, InetSocketAddress address, List<Channel> channels) {
        this.key = key;
        this.address = address;
        this.channels = List.copyOf(channels);
    }

    Key key() {
        return key;
    }

    InetSocketAddress address() {
        return address;
    }

    void opened() {
        connections.incrementAndGet();
        accepted.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    long accepted() {
        return accepted.get();
    }

    /** Begins to accept connections and datagrams; until then they wait. */
    void accept() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    /** Accepts no more; connections live on. */
    void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
    }
}
