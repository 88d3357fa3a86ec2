package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Routing.Outcome;
import dev.isobar.azure.resources.Routing.Pools;
import dev.isobar.azure.resources.Routing.RuleAction;
import dev.isobar.azure.resources.TargetSide.BackendAddressPool;
import dev.isobar.azure.resources.TargetSide.BackendHttpSettings;
import dev.isobar.azure.resources.TargetSide.Probe;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What requests of a gateway go to. */
record Served(ApplicationGateway gateway) {
    /**
     * A pool as it is reached, by names.
     *
     * @param settings of HTTP
     */
    record Backend(String pool, String settings) implements Comparable<Backend> {
        @Override
        public int compareTo(Backend other) {
            int byPool = pool.compareTo(other.pool);
            return byPool != 0 ? byPool : settings.compareTo(other.settings);
        }
    }

    /** All that rules for requests lead to. */
    SortedSet<Backend> backends() {
        var backends = new TreeSet<Backend>();
        gateway.routing().requestRoutingRules().values().forEach(rule -> {
            switch (rule.action()) {
                case RuleAction.Basic(var outcome) -> add(outcome, backends);
                case RuleAction.PathBasedRouting(var name) -> {
                    var map = gateway.routing().urlPathMaps().get(name);
                    if (map != null) {
                        add(map.otherwise(), backends);
                        map.pathRules().values().forEach(path -> add(path.outcome(), backends));
                    }
                }
            }
        });
        return backends;
    }

    private void add(Outcome outcome, SortedSet<Backend> backends) {
        if (outcome instanceof Outcome.Backend(var pools, var settings, var _)) {
            switch (pools) {
                case Pools.One(var pool) -> backends.add(new Backend(pool, settings));
                case Pools.Shared(var name) -> {
                    var policy = gateway.targets().loadDistributionPolicies().get(name);
                    if (policy != null) {
                        policy.loadDistributionTargets()
                                .keySet()
                                .forEach(pool -> backends.add(new Backend(pool, settings)));
                    }
                }
            }
        }
    }

    Optional<BackendAddressPool> pool(Backend backend) {
        return Optional.ofNullable(gateway.targets().backendAddressPools().get(backend.pool()));
    }

    Optional<BackendHttpSettings> settings(Backend backend) {
        return Optional.ofNullable(
                gateway.targets().backendHttpSettingsCollection().get(backend.settings()));
    }

    Optional<Probe> probe(Backend backend) {
        return settings(backend)
                .flatMap(BackendHttpSettings::probe)
                .map(name -> gateway.targets().probes().get(name));
    }

    /** Its addresses and names. */
    SortedSet<String> servers(Backend backend) {
        var servers = new TreeSet<String>();
        pool(backend).ifPresent(pool -> {
            servers.addAll(pool.ipAddresses());
            servers.addAll(pool.fqdns());
        });
        return servers;
    }

    /** Whether some server of a backend got requests in the same way. */
    private boolean reaches(Backend own, Served other, Backend theirs) {
        return settings(own)
                        .map(BackendHttpSettings::connection)
                        .equals(other.settings(theirs).map(BackendHttpSettings::connection))
                && !Collections.disjoint(servers(own), other.servers(theirs));
    }

    /**
     * Those backends of which no server got requests before: nobody knows whether they can serve.
     *
     * @param before the same gateway
     */
    SortedSet<Backend> fresh(Served before) {
        var known = before.backends();
        var fresh = new TreeSet<Backend>();
        for (var backend : backends()) {
            if (!servers(backend).isEmpty() && known.stream().noneMatch(other -> reaches(backend, before, other))) {
                fresh.add(backend);
            }
        }
        return fresh;
    }
}
