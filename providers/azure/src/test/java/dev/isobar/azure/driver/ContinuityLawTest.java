package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Where all servers that a change brings are unhealthy, those who were served go on being served: at no moment does a rule
 * lead where nothing is healthy. When they get well, the next apply ends with what is wanted.
 */
class ContinuityLawTest {
    private static final int CHANGES = 60;

    @Test
    void noRuleLeadsWhereNothingIsHealthy() {
        long next = Pick.seed("AzureContinuityLawTest");
        int waited = 0;
        for (int i = 0; i < CHANGES; i++) {
            long from = accepted(next);
            long to = accepted(from + 1);
            next = to + 1;
            waited += change(from, to) ? 1 : 0;
        }
        System.out.println("ContinuityLawTest: " + CHANGES + " changes, of which " + waited + " had to wait");
        assertThat(waited).isPositive();
    }

    private static long accepted(long seed) {
        return Applied.accepted(seed, new AzureProvider(), Models::text, OnAzure.FOLDER);
    }

    /** @return whether something waited for servers to get well */
    private static boolean change(long from, long to) {
        var before = OnAzure.desired(OnAzure.read(Models.text(Pick.from(from))));
        var loaded = OnAzure.read(Models.text(Pick.from(to)));
        var after = OnAzure.desired(loaded);
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint());
                var first = OnAzure.account(
                        OnAzure.read(Models.text(Pick.from(from))).model(), emulator.endpoint())) {
            Applied.converge(first, before);
            var ill = new TreeSet<>(servers(after));
            ill.removeAll(servers(before));
            ill.forEach(emulator.faults()::unhealthy);
            emulator.record();
            var report = Applied.apply(account, Differ.diff(after, account.observe()));
            assertThat(gaps(account, emulator, before, ill))
                    .as(
                            "seeds %d and %d:%n%s",
                            from, to, Differ.diff(after, before).text())
                    .isEmpty();
            ill.forEach(emulator.faults()::healthy);
            Applied.converge(account, after);
            return !report.isComplete();
        }
    }

    private static Set<String> servers(Snapshot snapshot) {
        var servers = new TreeSet<String>();
        for (var resource : snapshot.resources().values()) {
            if (resource instanceof ApplicationGateway gateway) {
                gateway.targets().backendAddressPools().values().forEach(pool -> {
                    servers.addAll(pool.ipAddresses());
                    servers.addAll(pool.fqdns());
                });
            } else if (resource instanceof LoadBalancer balancer) {
                balancer.rules().backendAddressPools().values().forEach(pool -> servers.addAll(pool.ipAddresses()));
            }
        }
        return servers;
    }

    private static List<String> gaps(AzureAccount account, AzureEmulator emulator, Snapshot before, Set<String> ill) {
        var gaps = new ArrayList<String>();
        var last = emulator.state();
        var states = emulator.states();
        for (int i = 0; i < states.size(); i++) {
            emulator.restore(states.get(i));
            for (var resource : account.read().snapshot().resources().values()) {
                var there = before.find(resource.ref()).orElse(null);
                if (resource instanceof ApplicationGateway gateway && there instanceof ApplicationGateway old) {
                    gaps(gateway, old, ill, "change " + i, gaps);
                } else if (resource instanceof LoadBalancer balancer && there instanceof LoadBalancer old) {
                    gaps(balancer, old, ill, "change " + i, gaps);
                }
            }
        }
        emulator.restore(last);
        return gaps;
    }

    private static void gaps(
            ApplicationGateway gateway, ApplicationGateway before, Set<String> ill, String as, List<String> gaps) {
        if (new Served(before).backends().isEmpty()) {
            return;
        }
        var served = new Served(gateway);
        for (var backend : served.backends()) {
            if (areAllIll(served.servers(backend), ill)) {
                gaps.add("%s: %s has %s".formatted(as, backend, served.servers(backend)));
            }
        }
    }

    private static void gaps(
            LoadBalancer balancer, LoadBalancer before, Set<String> ill, String as, List<String> gaps) {
        balancer.rules().loadBalancingRules().forEach((name, rule) -> {
            var old = before.rules().loadBalancingRules().get(name);
            if (old == null || old.backend().backendPort() != rule.backend().backendPort()) {
                return;
            }
            var there = before.rules().backendAddressPools().get(old.backend().backendAddressPool());
            var now = balancer.rules().backendAddressPools().get(rule.backend().backendAddressPool());
            if (there != null && !there.ipAddresses().isEmpty() && now != null && areAllIll(now.ipAddresses(), ill)) {
                gaps.add("%s: %s has %s".formatted(as, name, now.ipAddresses()));
            }
        });
    }

    private static boolean areAllIll(Collection<String> servers, Set<String> ill) {
        return !servers.isEmpty() && ill.containsAll(servers);
    }
}
