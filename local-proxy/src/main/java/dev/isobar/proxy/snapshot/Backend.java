package dev.isobar.proxy.snapshot;

import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.balance.ResponseTime;
import dev.isobar.proxy.health.Health;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The state of one target of one group. It outlives snapshots: a reload changes neither health nor counters. */
public final class Backend {
    /** What a request that failed counts as in the response time, lest a target that refuses at once looks fast. */
    private static final long FAILED = Duration.ofSeconds(1).toNanos();

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
    private final String name;
    private final String id;
    private final AtomicLong changes;
    private final AtomicReference<Health> health;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<ResponseTime> responseTime = new AtomicReference<>(ResponseTime.NONE);
    private volatile List<InetSocketAddress> addresses = List.of();
    private volatile long backSince = Long.MIN_VALUE;
    private volatile boolean gone;

    /**
     * @param id what cookies call the target
     * @param changes counts whenever the target became fit or unfit to be chosen, after that; shared by many
     */
    Backend(Key key, Target.Address target, String id, Health health, AtomicLong changes) {
        this.key = key;
        this.target = target;
        this.name = target.text();
        this.id = id;
        this.changes = changes;
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
        return name;
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
        changes.incrementAndGet();
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
        if (before.status() != after.status()) {
            changes.incrementAndGet();
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
        answered(FAILED);
    }

    /**
     * A request was answered. Called where the algorithm of the group wants to know.
     *
     * @param nanos after it was sent
     */
    public void answered(long nanos) {
        long now = System.nanoTime();
        responseTime.getAndUpdate(before -> before.and(Math.max(1, nanos), now));
    }

    /** In nanoseconds, lately; 0 where none is known. */
    double responseTime(long now) {
        return responseTime.get().at(now);
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
