package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.proxy.engine.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams that are passed on. */
@Timeout(60)
class UdpTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** A client with an address of its own; asks again where a datagram is lost, as clients of UDP must. */
    private static final class Asker implements AutoCloseable {
        private final DatagramSocket socket;
        private int asked;

        Asker(InetSocketAddress proxy) throws IOException {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.connect(proxy);
            socket.setSoTimeout(300);
        }

        /** The answer to this text. */
        String ask(String text) throws IOException {
            for (int tries = 0; tries < 50; tries++) {
                var question = ++asked + " " + text;
                var answer = once(question);
                if (answer != null && answer.endsWith(":" + question)) {
                    return answer.substring(0, answer.length() - question.length()) + text;
                }
            }
            throw new AssertionError("no answer to " + text);
        }

        /** The next answer after one question; null where there is none for a while. */
        @org.jspecify.annotations.Nullable
        String once(String question) throws IOException {
            var octets = question.getBytes(StandardCharsets.ISO_8859_1);
            socket.send(new DatagramPacket(octets, octets.length));
            var answer = new DatagramPacket(new byte[65_535], 65_535);
            try {
                socket.receive(answer);
            } catch (SocketTimeoutException e) {
                return null;
            }
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static Model model(UdpPeer... peers) {
        var group = group("back").udp();
        for (var peer : peers) {
            group.target(peer.target(), 1);
        }
        return models().udp(LONG, Action.Forward.to("back")).group(group).model();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everyClientHasATargetAndKeepsIt(Transport transport) throws IOException {
        try (var a = new UdpPeer("a");
                var b = new UdpPeer("b");
                var c = new UdpPeer("c");
                var proxy = Running.of(model(a, b, c), Running.SETTINGS.withTransport(transport))) {
            var clients = new ArrayList<Asker>();
            var targets = new HashMap<Asker, String>();
            try {
                for (int i = 0; i < 60; i++) {
                    var client = new Asker(proxy.address());
                    clients.add(client);
                    targets.put(client, client.ask("hello"));
                }
                for (int round = 0; round < 3; round++) {
                    for (var client : clients) {
                        assertThat(client.ask("hello")).isEqualTo(targets.get(client));
                    }
                }
            } finally {
                clients.forEach(Asker::close);
            }
            assertThat(new HashSet<>(targets.values())).containsExactlyInAnyOrder("a:hello", "b:hello", "c:hello");
            for (var target : new HashSet<>(targets.values())) {
                var share = targets.values().stream().filter(target::equals).count();
                assertThat(share).as("of 60, to one for each event loop").isBetween(18L, 22L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void datagramsArriveWhole(Transport transport) throws IOException {
        try (var a = new UdpPeer("a");
                var proxy = Running.of(model(a), Running.SETTINGS.withTransport(transport));
                var client = new Asker(proxy.address())) {
            for (int length : List.of(1, 512, 1_473, 9_000, 65_000)) {
                var text = "x".repeat(length);
                assertThat(client.ask(text)).isEqualTo("a:" + text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoseTargetIsKilledGoesOnWithAnotherOne(Transport transport) throws IOException {
        try (var a = new UdpPeer("a");
                var b = new UdpPeer("b");
                var proxy = Running.of(model(a, b), Running.SETTINGS.withTransport(transport));
                var client = new Asker(proxy.address())) {
            var first = client.ask("x");
            var peer = first.equals("a:x") ? a : b;
            peer.kill();
            var other = first.equals("a:x") ? "b:x" : "a:x";
            assertThat(client.ask("x")).isEqualTo(other);
            peer.revive();
            for (int i = 0; i < 5; i++) {
                assertThat(client.ask("x")).as("it stays there").isEqualTo(other);
            }
            b.kill();
            a.kill();
            assertThat(client.once("x")).isNull();
            a.revive();
            assertThat(client.ask("x")).isEqualTo("a:x");
        }
    }

    @Test
    void anUnhealthyTargetIsLeftByThoseThatHadIt() throws IOException {
        try (var health = Origin.saying("fine");
                var a = new UdpPeer("a");
                var b = new UdpPeer("b")) {
            var check = new HealthCheck.Tcp(
                    OptionalInt.of(health.port()),
                    new HealthCheck.Timing(Duration.ofMillis(200), Duration.ofMillis(200), 1, 1));
            var model = models().udp(LONG, Action.Forward.to(java.util.Map.of("one", 1, "two", 0)))
                    .group(group("one", a.target()).udp().health(check))
                    .group(group("two", b.target()).udp())
                    .model();
            try (var proxy = Running.of(model);
                    var client = new Asker(proxy.address())) {
                assertThat(client.ask("x")).isEqualTo("a:x");
                health.kill();
                Wire.await("nobody answers", () -> {
                    try {
                        return client.once("x") == null;
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                health.revive();
                assertThat(client.ask("x")).isEqualTo("a:x");
            }
        }
    }

    @Test
    void aReloadLosesNoSession() throws IOException {
        try (var a = new UdpPeer("a");
                var b = new UdpPeer("b");
                var c = new UdpPeer("c");
                var proxy = Running.of(model(a, b));
                var client = new Asker(proxy.address());
                var other = new Asker(proxy.address())) {
            var first = client.ask("x");
            var second = other.ask("x");
            var address = proxy.address();
            for (int i = 0; i < 10; i++) {
                proxy.proxy().reload(i % 2 == 0 ? model(c, b, a) : model(a, b));
                assertThat(client.ask("x")).isEqualTo(first);
                assertThat(other.ask("x")).isEqualTo(second);
            }
            assertThat(proxy.address()).isEqualTo(address);
        }
    }

    @Test
    void aTargetThatLeftTheModelIsLeftWhenTheDrainIsOver() throws IOException {
        try (var a = new UdpPeer("a");
                var b = new UdpPeer("b")) {
            var before = models().udp(LONG, Action.Forward.to("back"))
                    .group(group("back", a.target()).udp().drain(Duration.ZERO))
                    .model();
            try (var proxy = Running.of(before);
                    var client = new Asker(proxy.address())) {
                assertThat(client.ask("x")).isEqualTo("a:x");
                proxy.proxy().reload(model(b));
                Wire.await("b answers", () -> {
                    try {
                        return client.ask("x").equals("b:x");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
            }
        }
    }

    private static String metrics(Running proxy) throws IOException {
        try (var admin = new Wire(proxy.proxy().admin().orElseThrow())) {
            return admin.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    private static boolean shows(Running proxy, String line) {
        try {
            return metrics(proxy).contains(line + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSessionWithoutTrafficEndsAndIsCountedAndLogged() throws IOException {
        var log = new ByteArrayOutputStream();
        try (var a = new UdpPeer("a")) {
            var model = models().udp(Duration.ofSeconds(1), Action.Forward.to("back"))
                    .group(group("back", a.target()).udp())
                    .log(new Place.AccessLog.On(Place.AccessLog.Format.JSON, Optional.empty()))
                    .admin("127.0.0.1:" + Running.freePort())
                    .model();
            var settings = new ProxySettings(
                    Transport.best(),
                    1,
                    (any, listener) -> 0,
                    "secret",
                    Optional.empty(),
                    new PrintStream(log, true, StandardCharsets.UTF_8));
            try (var proxy = Running.of(model, settings);
                    var client = new Asker(proxy.address())) {
                assertThat(client.ask("x")).isEqualTo("a:x");
                assertThat(metrics(proxy))
                        .contains(
                                "lb_connections{listener=\"udp\"} 1\n",
                                "lb_upstream_active{target=\"" + a.target() + "\",target_group=\"back\"} 1\n");
                Wire.await("the session ends", () -> shows(proxy, "lb_connections{listener=\"udp\"} 0"));
                Wire.await("it is logged", () -> log.size() > 0);
                assertThat(metrics(proxy))
                        .contains(
                                "lb_requests_total{code_class=\"2xx\",flag=\"-\",listener=\"udp\",rule=\"default\","
                                        + "target_group=\"back\"} 1\n",
                                "lb_connections_accepted_total{listener=\"udp\"} 1\n",
                                "lb_upstream_active{target=\"" + a.target() + "\",target_group=\"back\"} 0\n",
                                "lb_upstream_connections{target=\"" + a.target() + "\",target_group=\"back\"} 0\n");
                assertThat(log.toString(StandardCharsets.UTF_8))
                        .contains("\"client\":\"127.0.0.1\",\"method\":\"UDP\"", "\"status\":200,\"bytes\":5,")
                        .contains("\"group\":\"back\",\"target\":\"" + a.target() + "\",\"flag\":\"-\"}");
                assertThat(client.ask("x"))
                        .as("the next datagram begins another")
                        .isEqualTo("a:x");
            }
        }
    }

    @Test
    void aTargetTakesNoMoreSessionsThanAllowed() throws IOException {
        try (var a = new UdpPeer("a")) {
            var model = models().udp(LONG, Action.Forward.to("back"))
                    .group(group("back", a.target()).udp().connections(OptionalInt.of(1), 1, 1))
                    .admin("127.0.0.1:" + Running.freePort())
                    .model();
            try (var proxy = Running.of(model);
                    var one = new Asker(proxy.address());
                    var other = new Asker(proxy.address())) {
                assertThat(one.ask("x")).isEqualTo("a:x");
                assertThat(other.once("x")).isNull();
                assertThat(metrics(proxy))
                        .contains("lb_requests_total{code_class=\"5xx\",flag=\"UO\",listener=\"udp\",rule=\"default\","
                                + "target_group=\"back\"} 1\n");
                assertThat(one.ask("x")).isEqualTo("a:x");
            }
        }
    }

    @Test
    void tcpAndUdpShareAPort() throws IOException {
        int port = Running.freePort();
        try (var a = new UdpPeer("a");
                var b = Peer.saying("b")) {
            var model = models().udp(LONG, Action.Forward.to("datagrams"))
                    .tcp(LONG, Action.Forward.to("streams"))
                    .group(group("datagrams", a.target()).udp())
                    .group(group("streams", b.name()).tcp())
                    .model();
            try (var proxy = Running.of(model, Running.SETTINGS.withPorts((any, listener) -> port));
                    var client = new Asker(proxy.address("udp"));
                    var stream = new Wire(proxy.address("tcp"))) {
                assertThat(client.ask("x")).isEqualTo("a:x");
                assertThat(stream.rest()).isEqualTo("b");
                assertThatThrownBy(() -> Running.of(model(a), Running.SETTINGS.withPorts((any, listener) -> port)))
                        .isInstanceOf(java.io.UncheckedIOException.class)
                        .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
            }
        }
    }
}
