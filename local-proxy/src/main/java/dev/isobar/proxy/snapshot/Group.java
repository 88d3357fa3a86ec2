package dev.isobar.proxy.snapshot;

import dev.isobar.model.Algorithm;
import dev.isobar.model.Place;
import dev.isobar.model.Stickiness;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.balance.Balancer;
import dev.isobar.proxy.balance.Candidates;
import dev.isobar.proxy.balance.IpHash;
import dev.isobar.proxy.health.Health;
import dev.isobar.proxy.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A target group made ready to choose from. */
public final class Group {
    /** Why no target could be chosen. */
    public enum None {
        UNHEALTHY,
        FULL
    }

    /** Percent of its weight that a target has which does not start slowly. */
    private static final int WHOLE = 100;

    private static final List<Health.Status> PREFERENCE = List.of(Health.Status.HEALTHY, Health.Status.UNKNOWN);

    private final TargetGroup model;
    private final Place.ProxyProtocol.@Nullable Version proxyHeader;
    private final @Nullable UpstreamTls tls;
    private final boolean multiplexed;
    private final List<Backend> backends;
    private final int[] weights;
    private final long slowStart;
    private final int perTarget;
    private final boolean measures;
    private final boolean hashes;
    private final @Nullable TargetCookie cookie;
    private final Map<String, Integer> byId = new HashMap<>();
    private final AtomicLong changes;
    private final Balancer[] balancers;
    private final List<List<Choice>> choices = new ArrayList<>();

    /**
     * @param backends in the order of the targets of the model
     * @param proxyHeader what each connection of a stream begins with; null: nothing
     */
    Group(
            TargetGroup model,
            Optional<UpstreamTls> tls,
            List<Backend> backends,
            Place.ProxyProtocol.@Nullable Version proxyHeader,
            Registry registry) {
        this.model = model;
        this.tls = tls.orElse(null);
        this.multiplexed = UpstreamTls.speaksHttp2(model);
        this.proxyHeader = proxyHeader;
        this.backends = List.copyOf(backends);
        this.weights = new int[backends.size()];
        this.slowStart = model.balancing().slowStart().toNanos();
        this.perTarget = model.upstream().connections().perTarget().orElse(Integer.MAX_VALUE);
        this.measures = model.balancing().algorithm() instanceof Algorithm.LeastResponseTime;
        this.cookie = model.balancing().stickiness().map(TargetCookie::of).orElse(null);
        int loops = registry.loops();
        this.changes = registry.changes();
        this.balancers = new Balancer[loops];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = model.targets().get(i).weight();
            byId.put(backends.get(i).id(), i);
        }
        var names = backends.stream().map(Backend::name).toList();
        var algorithm = model.balancing().algorithm();
        boolean bySource = model.balancing().stickiness().orElse(null) instanceof Stickiness.Source;
        this.hashes =
                bySource || algorithm instanceof Algorithm.IpHash || algorithm instanceof Algorithm.ConsistentHash;
        for (int loop = 0; loop < loops; loop++) {
            balancers[loop] = bySource
                    ? new IpHash(weights)
                    : loop > 0 && key() != null ? balancers[0] : Balancer.of(algorithm, names, weights, loop);
            choices.add(PREFERENCE.stream().map(Choice::new).toList());
        }
    }

    public String name() {
        return model.name();
    }

    public TargetGroup model() {
        return model;
    }

    /** Null: targets speak no TLS. */
    public @Nullable UpstreamTls tls() {
        return tls;
    }

    /** Whether targets speak HTTP/2. */
    public boolean isMultiplexed() {
        return multiplexed;
    }

    public List<Backend> backends() {
        return backends;
    }

    /** What each connection of a stream begins with; null: nothing. */
    public Place.ProxyProtocol.@Nullable Version proxyHeader() {
        return proxyHeader;
    }

    /** Most requests under way to one target. */
    public int perTarget() {
        return perTarget;
    }

    /** As configured. */
    public int weight(int i) {
        return weights[i];
    }

    /** What of a request is hashed; null: the address of the client, where anything is. */
    public Algorithm.@Nullable HashKey key() {
        return model.balancing().algorithm() instanceof Algorithm.ConsistentHash(var key, var _, var _) ? key : null;
    }

    /** Whether the choice depends on who asks, or for what. */
    public boolean hashes() {
        return hashes;
    }

    /** Whether {@link Backend#answered} is to be called. */
    public boolean measures() {
        return measures;
    }

    /** Null where the group sets no cookie. */
    public @Nullable TargetCookie cookie() {
        return cookie;
    }

    /**
     * The target that a cookie names, where it still serves clients that it had before; else null. One that has not been
     * probed yet does: sessions outlive a restart.
     */
    public @Nullable Backend sticky(String id) {
        var found = byId.get(id);
        if (found == null) {
            return null;
        }
        var backend = backends.get(found);
        return backend.health().status() != Health.Status.UNHEALTHY
                        && backend.address() != null
                        && weights[found] > 0
                        && backend.active() < perTarget
                ? backend
                : null;
    }

    /**
     * Chooses a target: of the healthy ones, else of those that have not been probed yet. Called by that event loop
     * only.
     *
     * @param except not chosen; null: all may be
     */
    public @Nullable Backend pick(int loop, byte[] hashed, RandomGenerator random, @Nullable Backend except) {
        for (var choice : choices.get(loop)) {
            if (choice.prepare(except)) {
                int found = balancers[loop].pick(choice, hashed, random);
                if (found >= 0) {
                    return backends.get(found);
                }
            }
        }
        return null;
    }

    /** Why {@link #pick} found none. */
    public None none() {
        for (int i = 0; i < weights.length; i++) {
            var backend = backends.get(i);
            if (weights[i] > 0 && backend.address() != null && backend.health().status() != Health.Status.UNHEALTHY) {
                return None.FULL;
            }
        }
        return None.UNHEALTHY;
    }

    /** The targets of one state, as one event loop sees them while it chooses. */
    private final class Choice implements Candidates {
        private final Health.Status status;
        private final boolean[] fit = new boolean[weights.length];
        private final int[] current = new int[weights.length];
        private long version = -1;
        private boolean any;
        private boolean settled;
        private long now;
        private @Nullable Backend except;

        Choice(Health.Status status) {
            this.status = status;
        }

        /** @return whether there are any */
        boolean prepare(@Nullable Backend tried) {
            except = tried;
            now = slowStart > 0 || measures ? System.nanoTime() : 0;
            long latest = changes.get();
            if (latest != version || !settled) {
                version = latest;
                look();
            }
            return any;
        }

        private void look() {
            any = false;
            settled = true;
            for (int i = 0; i < fit.length; i++) {
                var backend = backends.get(i);
                fit[i] = weights[i] > 0 && backend.health().status() == status && backend.address() != null;
                any |= fit[i];
                // With slow start all weights are in percent, so that a part of weight 1 can be given.
                int percent = slowStart > 0 ? backend.ramp(slowStart, now) : 1;
                current[i] = weights[i] * percent;
                settled &= slowStart == 0 || percent == WHOLE;
            }
        }

        @Override
        public int size() {
            return fit.length;
        }

        @Override
        public int weight(int i) {
            return current[i];
        }

        @Override
        public long version() {
            return settled ? version * PREFERENCE.size() + PREFERENCE.indexOf(status) : -1;
        }

        @Override
        public boolean isFit(int i) {
            return fit[i];
        }

        @Override
        public boolean isOpen(int i) {
            return fit[i] && backends.get(i) != except && backends.get(i).active() < perTarget;
        }

        @Override
        public int load(int i) {
            return backends.get(i).active();
        }

        @Override
        public double responseTime(int i) {
            return backends.get(i).responseTime(now);
        }
    }
}
