package dev.isobar.proxy.snapshot;

import dev.isobar.model.HealthCheck;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.health.Health;
import dev.isobar.proxy.health.Monitor;
import dev.isobar.proxy.health.Probe;
import dev.isobar.proxy.metrics.RouteCounters;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What outlives a snapshot: targets with their health, counters, buckets of rate limits. Used under the lock of a reload. */
public final class Registry implements AutoCloseable {
    private record Watched(Backend backend, Optional<HealthCheck> check, Probe.Way way, List<AutoCloseable> watchers) {}

    private record LimitKey(String listener, String rule, RateLimit limit) {}

    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private final int loops;
    private final byte[] secret;
    private final AtomicLong changes = new AtomicLong();
    private Map<Backend.Key, Watched> watched = new HashMap<>();
    private final Map<LimitKey, RateLimiter> limiters = new HashMap<>();
    private final ConcurrentSkipListMap<RouteCounters.Labels, RouteCounters> counters = new ConcurrentSkipListMap<>();

    /** @param secret from which the names of targets in cookies are made */
    public Registry(int loops, String secret) {
        this.loops = loops;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    public int loops() {
        return loops;
    }

    /** The backend of a target: the one that is watched already, else a new one that nobody watches yet. */
    Backend backend(TargetGroup group, Target.Address target) {
        var key = new Backend.Key(group.name(), target.host(), target.port(), Backend.Speech.of(group));
        var known = watched.get(key);
        if (known != null && known.check().isPresent() == group.health().isPresent()) {
            return known.backend();
        }
        return new Backend(
                key,
                target,
                id(key.group(), key.host(), Integer.toString(key.port())),
                group.health().isPresent() ? Health.UNKNOWN : Health.UNCHECKED,
                changes);
    }

    /** Counts whenever a target became fit or unfit to be chosen, after that. */
    AtomicLong changes() {
        return changes;
    }

    /** What cookies call something; says nothing about it, and cannot be made up. */
    String id(String... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var text = String.join("\n", parts);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    RateLimiter limiter(String listener, String rule, RateLimit limit) {
        return limiters.computeIfAbsent(new LimitKey(listener, rule, limit), key -> new RateLimiter(limit));
    }

    RouteCounters counters(RouteCounters.Labels labels) {
        return counters.computeIfAbsent(labels, key -> new RouteCounters(labels, loops));
    }

    /** In the order of their labels. Any thread may ask. */
    public Collection<RouteCounters> counters() {
        return counters.values();
    }

    /** Looks up the names of targets that have no address yet; waits for answers, but not for long. */
    public static void resolve(Snapshot snapshot) {
        var threads = snapshot.backends().stream()
                .filter(backend -> backend.address() == null)
                .map(backend -> Thread.ofVirtual().start(() -> Resolver.look(backend)))
                .toList();
        long deadline = System.nanoTime() + FIRST_LOOK.toNanos();
        try {
            for (var thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Watches the targets of a snapshot that is now in force, and no others.
     *
     * @return those that are gone
     */
    public List<Backend> adopt(Snapshot snapshot) {
        var next = new HashMap<Backend.Key, Watched>();
        for (var group : snapshot.groups().values()) {
            var check = group.model().health();
            var way = new Probe.Way(
                    group.tls(), group.isMultiplexed(), group.model().protocol() == TargetGroup.Protocol.TLS);
            for (var backend : group.backends()) {
                var before = watched.remove(backend.key());
                if (before != null
                        && before.backend() == backend
                        && before.check().equals(check)
                        && before.way().equals(way)) {
                    next.put(backend.key(), before);
                    continue;
                }
                if (before != null) {
                    stop(before);
                    before.backend().gone(before.backend() != backend);
                }
                next.put(backend.key(), new Watched(backend, check, way, watch(backend, check, way)));
            }
        }
        var gone = new ArrayList<Backend>();
        for (var left : watched.values()) {
            stop(left);
            left.backend().gone(true);
            gone.add(left.backend());
        }
        watched = next;
        return gone;
    }

    private static List<AutoCloseable> watch(Backend backend, Optional<HealthCheck> check, Probe.Way way) {
        var watchers = new ArrayList<AutoCloseable>();
        if (backend.target().isDnsName()) {
            watchers.add(new Resolver(backend));
        }
        check.ifPresent(is -> watchers.add(new Monitor(is, way, backend.name(), backend::address, backend::health)));
        return watchers;
    }

    private static void stop(Watched watched) {
        for (var watcher : watched.watchers()) {
            try {
                watcher.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing interrupts a thread, which cannot fail", e);
            }
        }
    }

    @Override
    public void close() {
        watched.values().forEach(Registry::stop);
        watched.clear();
    }
}
