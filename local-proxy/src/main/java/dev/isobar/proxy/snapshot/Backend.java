package dev.isobar.proxy.snapshot;

import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.health.Health;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The state of one target of one group. It outlives snapshots: a reload changes neither health nor counters. */
public final class Backend {
    /** What makes two targets the same across reloads. */
    public record Key(String group, String host, int port, Speech speech) {}

    /** How a target is spoken to. Connections that speak otherwise are of no use to it. */
    public record Speech(TargetGroup.Protocol protocol, Optional<TargetGroup.TargetTls> tls) {
        static Speech of(TargetGroup group) {
            return new Speech(group.protocol(), group.upstream().tls());
        }
    }

    private final Key key;
    private final Target.Address target;
    private final String id;
    private final AtomicReference<Health> health;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile List<InetSocketAddress> addresses = List.of();
    private volatile long backSince = Long.MIN_VALUE;
    private volatile boolean gone;

    /** @param id what cookies call the target */
    Backend(Key key, Target.Address target, String id, Health health) {
        this.key = key;
        this.target = target;
        this.id = id;
        this.health = new AtomicReference<>(health);
        if (!target.isDnsName()) {
            resolved(List.of(InetAddress.ofLiteral(target.host())));
        }
    }

    public Key key() {
        return key;
    }

    /** {@code host:port}. */
    public String name() {
        return target.text();
    }

    public Target.Address target() {
        return target;
    }

    /** Says nothing about the address. */
    public String id() {
        return id;
    }

    /** Null while the name has not been resolved. */
    public @Nullable InetSocketAddress address() {
        var all = addresses;
        return switch (all.size()) {
            case 0 -> null;
            case 1 -> all.getFirst();
            default -> all.get(ThreadLocalRandom.current().nextInt(all.size()));
        };
    }

    void resolved(List<InetAddress> found) {
        addresses = found.stream()
                .map(address -> new InetSocketAddress(address, key.port()))
                .toList();
    }

    public Health health() {
        return health.get();
    }

    void health(UnaryOperator<Health> change) {
        var before = health.getAndUpdate(change);
        var after = health.get();
        if (before.status() == Health.Status.UNHEALTHY && after.status() == Health.Status.HEALTHY) {
            backSince = System.nanoTime();
        }
    }

    /**
     * How much of its weight the target has got back.
     *
     * @param slowStart nanoseconds
     * @return 10 to 100 percent
     */
    int ramp(long slowStart, long now) {
        long since = backSince;
        if (since == Long.MIN_VALUE || now - since >= slowStart) {
            return 100;
        }
        return Math.clamp((now - since) * 100 / slowStart, 10, 100);
    }

    /** Requests under way. */
    public int active() {
        return active.get();
    }

    /**
     * A request is about to be sent.
     *
     * @param most requests that may be under way
     * @return false where there are as many already
     */
    public boolean begin(int most) {
        if (active.incrementAndGet() > most) {
            active.decrementAndGet();
            return false;
        }
        requests.increment();
        return true;
    }

    public void ended() {
        active.decrementAndGet();
    }

    /** Open connections, used or not. */
    public int connections() {
        return connections.get();
    }

    public void opened() {
        connections.incrementAndGet();
    }

    public void closed() {
        connections.decrementAndGet();
    }

    /** Requests ever sent. */
    public long requests() {
        return requests.sum();
    }

    public void failed() {
        failures.increment();
    }

    /** Requests and connections that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Whether the model does not have the target any more. */
    public boolean isGone() {
        return gone;
    }

    void gone(boolean is) {
        this.gone = is;
    }
}
