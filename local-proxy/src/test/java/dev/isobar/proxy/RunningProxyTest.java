package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static dev.isobar.proxy.Wire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(40)
@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end with CR LF.
class RunningProxyTest {
    /** Sends requests over several connections, and counts the bodies of the answers. */
    private static Map<String, AtomicInteger> bodies(Running running, int requests) throws Exception {
        var counts = new java.util.concurrent.ConcurrentHashMap<String, AtomicInteger>();
        var tasks = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 20; i++) {
            tasks.add(() -> {
                try (var client = running.connect()) {
                    for (int j = 0; j < requests / 20; j++) {
                        counts.computeIfAbsent(client.get("/").body(), _ -> new AtomicInteger())
                                .incrementAndGet();
                    }
                }
                return null;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(tasks)) {
                result.get();
            }
        }
        return counts;
    }

    private static int count(Map<String, AtomicInteger> counts, String body) {
        return counts.getOrDefault(body, new AtomicInteger()).get();
    }

    @Test
    void targetsAndGroupsGetTheirShareToOnePercent() throws Exception {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b");
                var c = Origin.saying("c")) {
            var model = models().web(Action.Forward.to(Map.of("one", 90, "two", 10)))
                    .group(group("one").target(a.target(), 2).target(b.target(), 1))
                    .group(group("two", c.target()))
                    .model();
            try (var running = Running.of(model, Running.SETTINGS.withLoops(3))) {
                var counts = bodies(running, 10_000);
                assertThat(count(counts, "a")).isBetween(5_900, 6_100);
                assertThat(count(counts, "b")).isBetween(2_900, 3_100);
                assertThat(count(counts, "c")).isBetween(900, 1_100);
            }
        }
    }

    @Test
    void leastConnectionsAvoidsABusyTarget() throws Exception {
        var release = new CountDownLatch(1);
        var held = new AtomicInteger();
        try (var slow = Origin.of(call -> {
                    held.incrementAndGet();
                    awaitLatch(release);
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                    return true;
                });
                var quick = Origin.saying("quick")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", slow.target(), quick.target()).algorithm(new Algorithm.LeastConnections()))
                    .model();
            try (var running = Running.of(model)) {
                var clients = new ArrayList<Wire>();
                for (int i = 0; held.get() == 0 && i < 8; i++) {
                    clients.add(running.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
                    int sent = clients.size();
                    await("it has arrived", () -> slow.requests.get() + quick.requests.get() == sent);
                }
                await("the slow target has one", () -> held.get() == 1);
                try (var client = running.connect()) {
                    for (int i = 0; i < 10; i++) {
                        assertThat(client.get("/").body()).isEqualTo("quick");
                    }
                }
                release.countDown();
                for (var client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void theSameHeaderLeadsToTheSameTarget() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b")) {
            var byUser = new Algorithm.ConsistentHash(
                    new Algorithm.HashKey.Header("x-user"), Algorithm.Table.RENDEZVOUS, OptionalInt.empty());
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", a.target(), b.target()).algorithm(byUser))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                var seen = new HashSet<String>();
                for (int user = 0; user < 40; user++) {
                    var request = "GET / HTTP/1.1\r\nHost: a\r\nX-User: " + user + "\r\n\r\n";
                    var first = client.send(request).answer().body();
                    assertThat(client.send(request).answer().body()).isEqualTo(first);
                    seen.add(first);
                }
                assertThat(seen).containsExactlyInAnyOrder("a", "b");
            }
        }
    }

    @Test
    void leastResponseTimeTurnsAwayFromATargetThatRefuses() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", a.target(), b.target()).algorithm(new Algorithm.LeastResponseTime()))
                    .admin("127.0.0.1:" + Running.freePort())
                    .model();
            try (var running = Running.of(model, Running.SETTINGS.withLoops(1));
                    var client = running.connect()) {
                var seen = new HashSet<String>();
                seen.add(client.get("/").body());
                seen.add(client.get("/").body());
                assertThat(seen).as("who has not answered yet is asked first").containsExactlyInAnyOrder("a", "b");
                b.kill();
                for (int i = 0; i < 50; i++) {
                    assertThat(client.get("/").body()).isEqualTo("a");
                }
                try (var admin = new Wire(running.proxy().admin().orElseThrow())) {
                    var metrics = admin.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .body();
                    assertThat(metrics)
                            .containsPattern("lb_upstream_failures_total\\{target=\"" + b.target()
                                    + "\",target_group=\"web\"\\} [01]\n");
                }
            }
        }
    }

    @Test
    void aCookieLeadsBackToTheTarget() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b")) {
            var sticky = new Stickiness.BalancerCookie("lb", Duration.ofHours(1));
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", a.target(), b.target()).sticky(sticky))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                var first = client.get("/");
                var cookie = java.util.Objects.requireNonNull(first.field("set-cookie"));
                assertThat(cookie).matches("lb=[0-9a-f]{24}; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax");
                assertThat(cookie).doesNotContain("127.0.0.1");
                var request = "GET / HTTP/1.1\r\nHost: a\r\nCookie: x=y; " + cookie.substring(0, 27) + "\r\n\r\n";
                for (int i = 0; i < 6; i++) {
                    var again = client.send(request).answer();
                    assertThat(again.body()).isEqualTo(first.body());
                    assertThat(again.field("set-cookie")).isNull();
                }
                (first.body().equals("a") ? a : b).kill();
                var other = models().web(Action.Forward.to("web"))
                        .group(group("web", first.body().equals("a") ? b.target() : a.target())
                                .sticky(sticky))
                        .model();
                running.proxy().reload(other);
                var moved = client.send(request).answer();
                assertThat(moved.body()).isNotEqualTo(first.body());
                assertThat(moved.field("set-cookie")).startsWith("lb=").isNotEqualTo(cookie);
            }
        }
    }

    @Test
    void aKilledTargetLeavesAndReturns() throws Exception {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", a.target(), b.target()).checked(2, 2))
                    .model();
            try (var running = Running.of(model)) {
                await("both serve", () -> served(running).equals(Set.of("a", "b")));
                a.kill();
                await("a leaves", () -> served(running).equals(Set.of("b")));
                assertThat(count(bodies(running, 200), "b")).isEqualTo(200);
                a.revive();
                await("a returns", () -> served(running).equals(Set.of("a", "b")));
                a.kill();
                b.kill();
                await("nobody is left", () -> served(running).equals(Set.of("503 Service Unavailable\n")));
            }
        }
    }

    private static Set<String> served(Running running) {
        try (var client = running.connect()) {
            var bodies = new HashSet<String>();
            for (int i = 0; i < 6; i++) {
                bodies.add(client.get("/").body());
            }
            return bodies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theFirstProbeDecidesAlone() throws Exception {
        var healthy = new AtomicBoolean();
        try (var origin = Origin.of(call -> {
            boolean probe = call.head.startsWith("GET /health ");
            call.write("HTTP/1.1 " + (probe && !healthy.get() ? 500 : 200) + " x\r\nContent-Length: 0\r\n\r\n");
            return true;
        })) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()).checked(1, 10))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                await("out", () -> status(client) == 503);
                healthy.set(true);
                await("in", () -> status(client) == 200);
            }
        }
    }

    private static int status(Wire client) {
        try {
            return client.get("/").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNameIsResolved() throws IOException {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple("localhost:" + origin.port()));
                var client = running.connect()) {
            assertThat(status(client)).isEqualTo(200);
        }
    }

    private static Model saying(String text) {
        return models().web(respond(200, text)).model();
    }

    @Test
    void aReloadUnderLoadLosesNoRequest() throws Exception {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b");
                var running = Running.of(Models.simple(a.target()))) {
            var over = new AtomicBoolean();
            var tasks = new ArrayList<java.util.concurrent.Future<Integer>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    tasks.add(threads.submit(() -> {
                        int requests = 0;
                        try (var client = running.connect()) {
                            while (!over.get()) {
                                var answer = client.get("/");
                                assertThat(answer.status()).isEqualTo(200);
                                assertThat(answer.field("connection")).isNull();
                                requests++;
                            }
                        }
                        return requests;
                    }));
                }
                for (int i = 0; i < 40; i++) {
                    running.proxy().reload(Models.simple(i % 2 == 0 ? b.target() : a.target()));
                    int seen = a.requests.get() + b.requests.get();
                    await("requests go on", () -> a.requests.get() + b.requests.get() > seen + 40);
                }
                over.set(true);
                for (var task : tasks) {
                    assertThat(task.get()).isPositive();
                }
            }
        }
    }

    @Test
    void aReloadKeepsConnectionsAndOpensAndClosesPorts() throws IOException {
        try (var running = Running.of(saying("one"))) {
            var before = running.address();
            try (var client = running.connect()) {
                assertThat(client.get("/").body()).isEqualTo("one");
                running.proxy()
                        .reload(models().web(respond(200, "two"))
                                .listener("also", Models.CLIENT, respond(200, "also"))
                                .model());
                assertThat(running.address("web")).isEqualTo(before);
                assertThat(client.get("/").body()).isEqualTo("two");
                try (var other = new Wire(running.address("also"))) {
                    assertThat(other.get("/").body()).isEqualTo("also");
                    var address = running.address("also");
                    running.proxy().reload(saying("three"));
                    assertThat(other.isClosed()).isTrue();
                    assertThatThrownBy(() -> new Wire(address)).isInstanceOf(IOException.class);
                }
                assertThat(client.get("/").body()).isEqualTo("three");
            }
        }
    }

    @Test
    void whereAPortIsTakenTheOldModelGoesOn() throws IOException {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var settings = Running.SETTINGS.withPorts(
                    (model, listener) -> listener.name().equals("taken") ? taken.getLocalPort() : 0);
            try (var running = Running.of(saying("one"), settings);
                    var client = running.connect()) {
                var model = models().web(respond(200, "two"))
                        .listener("taken", Models.CLIENT, respond(200, "never"))
                        .model();
                assertThatThrownBy(() -> running.proxy().reload(model))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
                assertThat(client.get("/").body()).isEqualTo("one");
                assertThat(running.proxy().listeners()).hasSize(1);
            }
        }
    }

    @Test
    void twoProxiesDoNotShareAPort() {
        try (var first = Running.of(saying("one"))) {
            int port = first.address().getPort();
            assertThatThrownBy(() -> Running.of(saying("two"), Running.SETTINGS.withPorts((m, l) -> port)))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void stoppingFinishesRequestsAndClosesIdleConnections() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
                    arrived.countDown();
                    awaitLatch(release);
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    return true;
                });
                // On one event loop, so that both hear of the end at the same moment.
                var running = Running.of(Models.simple(origin.target()), Running.SETTINGS.withLoops(1));
                var busy = running.connect();
                var idle = running.connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            awaitLatch(arrived);
            var stopped = threads.submit(() -> running.proxy().stop(Duration.ofSeconds(20)));
            assertThat(idle.isClosed()).isTrue();
            assertThatThrownBy(running::connect).isInstanceOf(IOException.class);
            release.countDown();
            var answer = busy.answer();
            assertThat(answer.body()).isEqualTo("hi");
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stoppingEndsWithTheGrace() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
                    arrived.countDown();
                    awaitLatch(release);
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var busy = running.connect()) {
            busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            awaitLatch(arrived);
            assertThat(running.proxy().stop(Duration.ofMillis(100))).isFalse();
            assertThat(busy.isClosed()).isTrue();
            release.countDown();
        }
    }

    @Test
    void theAdminPortTellsMetricsAndStatus() throws IOException {
        try (var origin = Origin.saying("hello")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()))
                    .admin("127.0.0.1:" + Running.freePort())
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect();
                    var admin = new Wire(running.proxy().admin().orElseThrow())) {
                client.get("/");
                client.send("GET / HTTP/1.1\r\n\r\n").answer();
                var local = " HTTP/1.1\r\nHost: localhost:1\r\n\r\n";
                var metrics = admin.send("GET /metrics" + local).answer().body();
                assertThat(metrics)
                        .contains(
                                "lb_requests_total{code_class=\"2xx\",flag=\"-\",listener=\"web\",rule=\"default\","
                                        + "target_group=\"web\"} 1\n",
                                "flag=\"DPE\",listener=\"web\",rule=\"\",target_group=\"\"} 1\n",
                                "lb_target_health{target=\"" + origin.target() + "\",target_group=\"web\"} 1\n",
                                "lb_config_generation 1\n");
                for (var line : metrics.split("\n", -1)) {
                    assertThat(line)
                            .matches("|# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)+\\})? [-+.0-9E]+");
                }
                assertThat(admin.send("GET /status" + local).answer().body())
                        .startsWith("{\"name\":\"test\",\"generation\":1,\"listeners\":[{\"name\":\"web\"")
                        .contains("\"health\":\"healthy\",\"reason\":\"no health check\"", "\"requests\":1");
                assertThat(admin.send("GET /status HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(403);
                assertThat(admin.send("POST /status" + local).answer().status()).isEqualTo(405);
            }
        }
    }

    @Test
    void theAdminPortOpensOnLoopbackOnly() {
        var model = models().web(respond(200, "")).admin("192.0.2.1:9000").model();
        assertThatThrownBy(() -> Running.of(model))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void requestsAreLogged(@TempDir Path folder) throws IOException {
        var file = folder.resolve("access.log");
        var on = new Place.AccessLog.On(Place.AccessLog.Format.COMBINED, Optional.of(file.toString()));
        try (var running =
                Running.of(models().web(respond(200, "hello")).log(on).model())) {
            try (var client = running.connect()) {
                client.send("GET /a?b HTTP/1.1\r\nHost: a\r\nUser-Agent: x\"\ty\r\nCookie: secret\r\n"
                                + "Authorization: secret\r\n\r\n")
                        .answer();
                client.send("GET /\r\n").answer();
            }
        }
        var lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .matches("127\\.0\\.0\\.1 - - \\[.*\\] \"GET /a\\?b HTTP/1\\.1\" 200 5 \"-\" \"x\\\\x22\\\\x09y\"");
        assertThat(lines.getLast()).contains("\"\" 400 ");
        assertThat(lines.toString()).doesNotContain("secret");
    }

    @Test
    void requestsAreLoggedAsJson(@TempDir Path folder) throws IOException {
        var file = folder.resolve("access.log");
        var on = new Place.AccessLog.On(Place.AccessLog.Format.JSON, Optional.of(file.toString()));
        try (var origin = Origin.saying("hello")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()))
                    .log(on)
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                client.send("GET /a?token=1 HTTP/1.1\r\nHost: a.example\r\n\r\n")
                        .answer();
            }
            assertThat(Files.readString(file))
                    .matches(
                            "\\{\"time\":\"[^\"]+\",\"client\":\"127.0.0.1\",\"method\":\"GET\",\"host\":\"a.example\","
                                    + "\"path\":\"/a\",\"status\":200,\"bytes\":5,\"duration_ms\":[0-9]+\\.[0-9]{3},"
                                    + "\"listener\":\"web\",\"rule\":\"default\",\"group\":\"web\",\"target\":\""
                                    + origin.target() + "\",\"flag\":\"-\"\\}\n");
        }
    }

    @Test
    void aModelThatIsNotServedWholeIsRefused() {
        var model = models().web(Action.Forward.to("web"))
                .group(group("web").target(new Target.Instance("i-1", 80, Target.Share.ONE)))
                .model();
        assertThatThrownBy(() -> Running.of(model))
                .isInstanceOfSatisfying(
                        UnservedException.class,
                        refused -> assertThat(refused.unserved().stream().map(Unserved::path))
                                .isEqualTo(List.of("targetGroups.web.targets[0]")));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
