package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.HeadWriter;
import dev.isobar.proxy.snapshot.Backend;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What belongs to one event loop. Used by its thread only. */
final class Worker {
    private final int index;
    private final EventLoop loop;
    private final Engine engine;
    private final Pool pool;
    private final HeadWriter writer = new HeadWriter();
    private final Lent heads = new Lent(16 * 1024);
    private final Lent frames = new Lent(64 * 1024);
    private final Lent received = new Lent(64 * 1024);
    private final LentReads reads = new LentReads(received);
    private final RandomGenerator random = new SplittableRandom();
    private final Set<Client> clients = new HashSet<>();
    private boolean draining;

    Worker(int index, EventLoop loop, Engine engine) {
        this.index = index;
        this.loop = loop;
        this.engine = engine;
        this.pool = new Pool(this, engine.transport());
    }

    int index() {
        return index;
    }

    EventLoop loop() {
        return loop;
    }

    State state() {
        return engine.state();
    }

    Pool pool() {
        return pool;
    }

    /** One for all heads that are written; empty. */
    HeadWriter writer() {
        return writer.clear();
    }

    /** For heads on their way out. */
    Lent heads() {
        return heads;
    }

    /** For frames of HTTP/2 on their way out. */
    Lent frames() {
        return frames;
    }

    /** How all connections read. */
    LentReads reads() {
        return reads;
    }

    RandomGenerator random() {
        return random;
    }

    Engine engine() {
        return engine;
    }

    /** Whether every connection ends with the request that it serves. */
    boolean isDraining() {
        return draining;
    }

    void add(Client client) {
        clients.add(client);
    }

    void remove(Client client) {
        clients.remove(client);
    }

    int clients() {
        return clients.size();
    }

    void drain() {
        draining = true;
        drain(client -> true);
    }

    /** Ends connections, each after the request that it serves. */
    void drain(Predicate<Client> which) {
        List.copyOf(clients).stream().filter(which).forEach(Client::drain);
    }

    /** Ends what still goes to a target that is gone. */
    void cutOff(Backend backend) {
        pool.cutOff(backend);
        List.copyOf(clients).forEach(client -> client.cutOff(backend));
    }

    void closeAll() {
        List.copyOf(clients).forEach(Client::abort);
        pool.closeAll();
        heads.close();
        frames.close();
        received.close();
    }
}
