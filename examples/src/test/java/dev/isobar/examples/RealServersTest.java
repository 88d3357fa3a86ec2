package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code isobar run} as a process, between wrk and curl on one side and nginx and HAProxy on the other. */
@Timeout(120)
class RealServersTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void sharesRequestsByWeight() throws Exception {
        var ports = Tools.freePorts(3);
        try (var _ = Servers.nginx(folder, "a", ports.get(0));
                var _ = Servers.nginx(folder, "b", ports.get(1));
                var _ = Servers.haproxy(folder, "c", ports.get(2));
                var balancer = Balancer.start(folder, weights(ports, 5, 3, 2));
                var wrk = Load.start(folder, balancer.url(), 8, 5)) {
            var load = Load.of(wrk.finished(30));
            System.out.println("RealServersTest.sharesRequestsByWeight: " + load);
            assertThat(load.failed()).isZero();
            assertThat(load.total()).isGreaterThan(10_000);
            Map.of("a", 0.5, "b", 0.3, "c", 0.2)
                    .forEach((name, share) -> assertThat((double) load.answers().getOrDefault(name, 0L) / load.total())
                            .as("share of %s in %s", name, load)
                            .isCloseTo(share, within(share / 100)));
        }
    }

    @Test
    void aKilledTargetLeavesUnderLoadAndComesBack() throws Exception {
        var ports = Tools.freePorts(2);
        try (var _ = Servers.nginx(folder, "stays", ports.get(0));
                var dies = Servers.nginx(folder, "dies", ports.get(1));
                var balancer = Balancer.start(folder, weights(ports, 1, 1));
                var wrk = Load.start(folder, balancer.url(), 16, 6)) {
            Tools.await("requests are served", () -> balancer.metrics().contains("lb_requests_total"));
            dies.kill();
            Tools.await("the dead target is out", () -> balancer.status().contains("\"unhealthy\""));
            for (int i = 0; i < 200; i++) {
                assertThat(balancer.get()).isEqualToIgnoringWhitespace("stays");
            }
            try (var _ = Servers.nginx(folder, "dies", ports.get(1))) {
                Tools.await("it is back", () -> balancer.get().strip().equals("dies"));
                var load = Load.of(wrk.finished(30));
                System.out.println("RealServersTest.aKilledTargetLeavesUnderLoadAndComesBack: " + load);
                assertThat(load.answers()).containsOnlyKeys("stays", "dies");
                // At most what was under way on each connection of the client when the target died.
                assertThat(load.failed()).as("%s", load).isLessThanOrEqualTo(16);
            }
        }
    }

    @Test
    void aHundredReloadsUnderLoadLoseNoRequest() throws Exception {
        var ports = Tools.freePorts(2);
        try (var _ = Servers.nginx(folder, "a", ports.get(0));
                var _ = Servers.haproxy(folder, "b", ports.get(1));
                var balancer = Balancer.start(folder, weights(ports, 1, 1));
                var wrk = Load.start(folder, balancer.url(), 16, 15)) {
            int first = balancer.generation();
            for (int i = 1; i <= 100; i++) {
                balancer.rewrite(weights(ports, 1 + i % 3, 1 + i % 2));
                balancer.process().hangUp();
                int wanted = first + i;
                Tools.await("reload " + i + " is done", () -> balancer.generation() >= wanted);
            }
            assertThat(wrk.isAlive()).as("the load must outlast the reloads").isTrue();
            var load = Load.of(wrk.finished(60));
            System.out.println("RealServersTest.aHundredReloadsUnderLoadLoseNoRequest: " + load);
            assertThat(load.failed()).as("%s", load).isZero();
            assertThat(load.answers()).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void curlSeesWhatItExpects() throws Exception {
        var ports = Tools.freePorts(1);
        try (var _ = Servers.nginx(folder, "a", ports.getFirst());
                var balancer = Balancer.start(folder, weights(ports, 1))) {
            var curl = Tools.require("curl");
            assertThat(curl(curl, "-sS", "-i", balancer.url()))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("a\n");
            assertThat(curl(curl, "-sS", "-I", balancer.url())).startsWith("HTTP/1.1 200 OK");
            assertThat(curl(curl, "-sS", "--http1.0", balancer.url())).isEqualTo("a\n");
            assertThat(curl(curl, "-sS", "-d", "x=1", balancer.url())).isEqualTo("a\n");
            assertThat(balancer.process().terminate()).isZero();
        }
    }

    private String curl(String... command) throws Exception {
        try (var child = Child.start(folder, "curl", Map.of(), List.of(command))) {
            return child.finished(20).replace("\r\n", "\n");
        }
    }

    private static Map<Integer, Integer> weights(List<Integer> ports, int... weights) {
        var byPort = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < ports.size(); i++) {
            byPort.put(ports.get(i), weights[i]);
        }
        return byPort;
    }
}
