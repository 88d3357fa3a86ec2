package dev.isobar.proxy.snapshot;

import dev.isobar.model.Algorithm;
import dev.isobar.model.Stickiness;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.balance.Balancer;
import dev.isobar.proxy.balance.Candidates;
import dev.isobar.proxy.balance.IpHash;
import dev.isobar.proxy.health.Health;
import dev.isobar.proxy.tls.UpstreamTls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A target group made ready to choose from. */
public final class Group {
    /** Why no target could be chosen. */
    public enum None {
        UNHEALTHY,
        FULL
    }

    private static final List<Health.Status> PREFERENCE = List.of(Health.Status.HEALTHY, Health.Status.UNKNOWN);

    private final TargetGroup model;
    private final @Nullable UpstreamTls tls;
    private final boolean multiplexed;
    private final List<Backend> backends;
    private final int[] weights;
    private final long slowStart;
    private final int perTarget;
    private final Map<String, Integer> byId = new HashMap<>();
    private final Balancer[] balancers;
    private final Choice[] choices;

    /** @param backends in the order of the targets of the model */
    Group(TargetGroup model, Optional<UpstreamTls> tls, List<Backend> backends, int loops) {
        this.model = model;
        this.tls = tls.orElse(null);
        this.multiplexed = UpstreamTls.speaksHttp2(model);
        this.backends = List.copyOf(backends);
        this.weights = new int[backends.size()];
        this.slowStart = model.balancing().slowStart().toNanos();
        this.perTarget = model.upstream().connections().perTarget().orElse(Integer.MAX_VALUE);
        this.balancers = new Balancer[loops];
        this.choices = new Choice[loops];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = model.targets().get(i).weight();
            byId.put(backends.get(i).id(), i);
        }
        var names = backends.stream().map(Backend::name).toList();
        boolean bySource = model.balancing().stickiness().orElse(null) instanceof Stickiness.Source;
        for (int loop = 0; loop < loops; loop++) {
            balancers[loop] = bySource
                    ? new IpHash(weights.length)
                    : loop > 0 && key() != null
                            ? balancers[0]
                            : Balancer.of(model.balancing().algorithm(), names, weights, loop)
                                    .orElseThrow();
            choices[loop] = new Choice();
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

    /** Null where the group sets no cookie. */
    public Stickiness.@Nullable BalancerCookie cookie() {
        return model.balancing().stickiness().orElse(null) instanceof Stickiness.BalancerCookie cookie ? cookie : null;
    }

    /** The target that a cookie names, where it still serves clients that it had before; else null. */
    public @Nullable Backend sticky(String id) {
        var found = byId.get(id);
        if (found == null) {
            return null;
        }
        var backend = backends.get(found);
        return isFit(backend, Health.Status.HEALTHY) && weights[found] > 0 && backend.active() < perTarget
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
        var choice = choices[loop];
        for (var status : PREFERENCE) {
            if (choice.prepare(status, except)) {
                int found = balancers[loop].pick(choice, hashed, random);
                return found < 0 ? null : backends.get(found);
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

    private static boolean isFit(Backend backend, Health.Status status) {
        return backend.health().status() == status && backend.address() != null;
    }

    /** What one event loop sees while it chooses. */
    private final class Choice implements Candidates {
        private final boolean[] open = new boolean[weights.length];
        private final int[] current = new int[weights.length];

        boolean prepare(Health.Status status, @Nullable Backend except) {
            long now = slowStart > 0 ? System.nanoTime() : 0;
            boolean any = false;
            for (int i = 0; i < open.length; i++) {
                var backend = backends.get(i);
                // With slow start all weights are in percent, so that a part of weight 1 can be given.
                current[i] = slowStart > 0 ? weights[i] * backend.ramp(slowStart, now) : weights[i];
                open[i] = weights[i] > 0 && backend != except && isFit(backend, status) && backend.active() < perTarget;
                any |= open[i];
            }
            return any;
        }

        @Override
        public int size() {
            return open.length;
        }

        @Override
        public int weight(int i) {
            return current[i];
        }

        @Override
        public boolean isOpen(int i) {
            return open[i];
        }

        @Override
        public int load(int i) {
            return backends.get(i).active();
        }
    }
}
