package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static dev.isobar.proxy.Models.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.TlsTermination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that begin with a header of the PROXY protocol. */
@Timeout(60)
class ProxyProtocolTest {
    private static final String LINE = "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n";
    private static final byte[] BINARY =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000207c63364019c4001bb");
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Place.ProxyProtocol from(String listener, String proxies) {
        return new Place.ProxyProtocol(
                new TreeMap<>(Map.of(listener, new TreeSet<>(List.of(Cidr.parse(proxies))))), new TreeMap<>());
    }

    private static Place.ProxyProtocol to(Place.ProxyProtocol.Version version) {
        return new Place.ProxyProtocol(new TreeMap<>(), new TreeMap<>(Map.of("back", version)));
    }

    private static Model web(Place.ProxyProtocol protocol, Origin origin, String admin) {
        var documentation = new Condition.Source(new TreeSet<>(List.of(Cidr.parse("192.0.2.0/24"))), false);
        return models().web(
                        respond(403, "no"), rule("known", Match.of(List.of(documentation)), Action.Forward.to("web")))
                .group(group("web", origin.target()))
                .proxyProtocol(protocol)
                .admin(admin)
                .model();
    }

    @Test
    void theHeaderTellsWhoTheClientOfARequestIs() throws IOException {
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(web(from("web", "127.0.0.0/8"), origin, "127.0.0.1:" + Running.freePort()))) {
            for (var header : List.of(LINE, new String(BINARY, StandardCharsets.ISO_8859_1))) {
                try (var client = proxy.connect()) {
                    client.send(header);
                    assertThat(client.get("/").body()).isEqualTo("yes");
                    assertThat(client.get("/again").body()).isEqualTo("yes");
                }
                try (var client = proxy.connect()) {
                    for (char octet : (header + "GET / HTTP/1.1\r\nHost: a\r\n\r\n").toCharArray()) {
                        client.send(String.valueOf(octet));
                    }
                    assertThat(client.answer().body()).isEqualTo("yes");
                }
            }
            assertThat(origin.heads)
                    .hasSize(6)
                    .allSatisfy(head ->
                            assertThat(Wire.field(head, "x-forwarded-for")).isEqualTo("192.0.2.7"));
        }
    }

    @Test
    void whoSpeaksForItselfIsItself() throws IOException {
        var local =
                new String(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"), StandardCharsets.ISO_8859_1);
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(web(from("web", "127.0.0.0/8"), origin, "127.0.0.1:" + Running.freePort()))) {
            for (var header : List.of(local, "PROXY UNKNOWN\r\n")) {
                try (var client = proxy.connect()) {
                    assertThat(client.send(header).get("/").body()).isEqualTo("no");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                " PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\n\0\r\nQUIX\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void withoutAHeaderThereIsNoAnswer(String said) throws IOException {
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(web(from("web", "127.0.0.0/8"), origin, "127.0.0.1:" + Running.freePort()));
                var client = proxy.connect();
                var admin = new Wire(proxy.proxy().admin().orElseThrow())) {
            assertThat(client.send(said).isClosed()).isTrue();
            assertThat(origin.requests).hasValue(0);
            assertThat(admin.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .body())
                    .contains(
                            "lb_requests_total{code_class=\"4xx\",flag=\"DPE\",listener=\"web\",rule=\"\",target_group=\"\"}"
                                + " 1\n");
        }
    }

    @Test
    void aHeaderOfSomebodyElseIsNotBelieved() throws IOException {
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(web(from("web", "10.0.0.0/8"), origin, "127.0.0.1:" + Running.freePort()));
                var client = proxy.connect()) {
            assertThat(client.isClosed()).isTrue();
            assertThat(origin.requests).hasValue(0);
        }
    }

    @Test
    void whereNoneIsExpectedAHeaderIsAMalformedRequest() throws IOException {
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(web(Place.ProxyProtocol.NONE, origin, "127.0.0.1:" + Running.freePort()));
                var client = proxy.connect()) {
            assertThat(client.send(LINE + "\r\n").answer().status()).isEqualTo(400);
            assertThat(origin.requests).hasValue(0);
        }
    }

    @Test
    void aClientThatSaysNothingIsNotWaitedForLong() throws IOException {
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(web(from("web", "127.0.0.0/8"), origin, "127.0.0.1:" + Running.freePort()));
                var client = proxy.connect()) {
            long began = System.nanoTime();
            client.send("PROXY TCP4 ");
            assertThat(client.isClosed()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(4_900));
        }
    }

    @Test
    void theHeaderComesBeforeTls() throws IOException, GeneralSecurityException {
        var tls = new TlsTermination(
                List.of("own"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var own = new Certificate("own", new Certificate.KeyPair.SelfSigned(List.of("a.example")));
        try (var origin = Origin.saying("yes");
                var proxy = Running.of(models().https(tls, Models.CLIENT, Action.Forward.to("web"), own)
                        .group(group("web", origin.target()))
                        .proxyProtocol(from("web", "127.0.0.1"))
                        .model());
                var plain =
                        new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write(BINARY);
            try (var client = new Wire(HttpsTest.over(plain, "a.example"))) {
                assertThat(client.get("/").body()).isEqualTo("yes");
            }
            assertThat(Wire.field(origin.heads.getFirst(), "x-forwarded-for")).isEqualTo("192.0.2.7");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.ProxyProtocol.Version.class)
    void targetsAreToldWhoTheClientIs(Place.ProxyProtocol.Version version) throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var peer = Peer.start(socket ->
                        heard.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)));
                var proxy = Running.of(models().tcp(LONG, Action.Forward.to("back"))
                        .group(group("back", peer.name()).tcp())
                        .proxyProtocol(to(version))
                        .model());
                var client = new Socket()) {
            client.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 0));
            client.connect(proxy.address());
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            var said = Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS));
            int from = client.getLocalPort();
            int at = proxy.address().getPort();
            var expected = switch (version) {
                case V1 -> "PROXY TCP4 127.0.0.9 127.0.0.1 " + from + " " + at + "\r\n";
                case V2 ->
                    new String(
                            HexFormat.of()
                                    .parseHex("0d0a0d0a000d0a515549540a2111000c7f0000097f000001%04x%04x"
                                            .formatted(from, at)),
                            StandardCharsets.ISO_8859_1);
            };
            assertThat(said).isEqualTo(expected + "hello");
        }
    }

    @Test
    void whatIsToldIsToldOn() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var peer = Peer.start(socket ->
                        heard.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)));
                var proxy = Running.of(models().tcp(LONG, Action.Forward.to("back"))
                        .group(group("back", peer.name()).tcp())
                        .proxyProtocol(new Place.ProxyProtocol(
                                from("tcp", "127.0.0.1").from(),
                                to(Place.ProxyProtocol.Version.V1).to()))
                        .model());
                var client =
                        new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
            client.getOutputStream().write(BINARY);
            client.getOutputStream().write('!');
            client.shutdownOutput();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(LINE + "!");
        }
    }

    /** An HAProxy that says who its client is, in front of one that wants to know. */
    @ParameterizedTest
    @EnumSource(Place.ProxyProtocol.Version.class)
    void haproxyUnderstandsAndIsUnderstood(Place.ProxyProtocol.Version version, @TempDir Path folder) throws Exception {
        var haproxy = Path.of("/usr/sbin/haproxy");
        Assumptions.assumeTrue(Files.isExecutable(haproxy), "needs Debian's haproxy");
        var front = "127.0.0.1:" + Running.freePort();
        var back = "127.0.0.1:" + Running.freePort();
        try (var proxy = Running.of(models().tcp(LONG, Action.Forward.to("back"))
                .group(group("back", back).tcp())
                .proxyProtocol(new Place.ProxyProtocol(
                        from("tcp", "127.0.0.1").from(), to(version).to()))
                .model())) {
            var config = folder.resolve("haproxy.cfg");
            Files.writeString(config, """
                defaults
                  timeout connect 10s
                  timeout client 60s
                  timeout server 60s
                frontend before
                  mode tcp
                  bind %1$s
                  default_backend isobar
                backend isobar
                  mode tcp
                  server one 127.0.0.1:%2$d %3$s
                frontend behind
                  mode http
                  bind %4$s accept-proxy
                  http-request return status 200 content-type text/plain lf-string "%%[src]:%%[src_port] %%[dst]"
                """.formatted(
                            front,
                            proxy.address().getPort(),
                            version == Place.ProxyProtocol.Version.V1 ? "send-proxy-v2" : "send-proxy",
                            back));
            var process = new ProcessBuilder(haproxy.toString(), "-db", "-f", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("haproxy.log").toFile())
                    .start();
            try {
                int port = Integer.parseInt(front.substring(front.indexOf(':') + 1));
                Wire.await("HAProxy listens", () -> isOpen(port));
                try (var socket = new Socket()) {
                    socket.setSoTimeout(20_000);
                    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 0));
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    assertThat(new Wire(socket).get("/").body())
                            .isEqualTo("127.0.0.9:" + socket.getLocalPort() + " 127.0.0.1");
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
