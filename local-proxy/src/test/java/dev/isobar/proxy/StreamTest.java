package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.Certificate;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.engine.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are passed on byte for byte. */
@Timeout(60)
class StreamTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Running tcp(Peer... peers) {
        return tcp(LONG, peers);
    }

    private static Running tcp(Duration idle, Peer... peers) {
        var names = Arrays.stream(peers).map(Peer::name).toArray(String[]::new);
        return Running.of(models().tcp(idle, Action.Forward.to("back"))
                .group(group("back", names).tcp())
                .model());
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(address, 5_000);
        return socket;
    }

    private static String said(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Test
    void passesOnBothWaysAndTellsWhenOneSideHasSaidAll() throws IOException {
        try (var peer = Peer.start(socket -> {
                    var asked = said(socket.getInputStream());
                    say(socket.getOutputStream(), "you said " + asked);
                });
                var proxy = tcp(peer);
                var client = connect(proxy.address())) {
            say(client.getOutputStream(), "hello");
            client.shutdownOutput();
            assertThat(said(client.getInputStream())).isEqualTo("you said hello");
        }
    }

    @Test
    void theTargetMaySpeakFirstAndEndFirst() throws IOException {
        var heard = new ArrayList<String>();
        try (var peer = Peer.start(socket -> {
                    say(socket.getOutputStream(), "220 ready");
                    socket.shutdownOutput();
                    heard.add(said(socket.getInputStream()));
                });
                var proxy = tcp(peer);
                var client = connect(proxy.address())) {
            assertThat(said(client.getInputStream())).isEqualTo("220 ready");
            say(client.getOutputStream(), "thanks");
            client.shutdownOutput();
            peer.awaitServed(1);
        }
        assertThat(heard).containsExactly("thanks");
    }

    @Test
    void holdsBackTheFasterSideAndLosesNothing() throws IOException {
        int pieces = 1024;
        try (var peer = Peer.start(socket -> {
                    var random = new SplittableRandom(1);
                    var piece = new byte[64 * 1024];
                    for (int i = 0; i < pieces; i++) {
                        random.nextBytes(piece);
                        socket.getOutputStream().write(piece);
                    }
                });
                var proxy = tcp(peer);
                var client = connect(proxy.address())) {
            var in = client.getInputStream();
            long before = direct();
            var expected = new SplittableRandom(1);
            var wanted = new byte[64 * 1024];
            assertThat(in.readNBytes(1)).hasSize(1);
            // Nothing more is read yet, and 64 MiB wait: what the proxy holds of them stays small.
            assertThat(direct() - before).isLessThan(32L * 1024 * 1024);
            for (int i = 0; i < pieces; i++) {
                expected.nextBytes(wanted);
                int known = i == 0 ? 1 : 0;
                assertThat(in.readNBytes(wanted.length - known))
                        .isEqualTo(Arrays.copyOfRange(wanted, known, wanted.length));
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    private static long direct() {
        return io.netty.util.internal.PlatformDependent.usedDirectMemory();
    }

    /** The end comes while reading is held back: how much fits in between is the system's secret, so there are several sizes. */
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"EPOLL", "NIO"})
    void losesNothingWhereTheFasterSideHasSaidAllBeforeTheSlowOneListens(Transport transport) throws Exception {
        for (int size = 2; size <= 8; size++) {
            var said = new CountDownLatch(1);
            var heard = new CompletableFuture<Long>();
            try (var peer = Peer.start(socket -> {
                        await(said);
                        heard.complete(socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
                    });
                    var proxy = Running.of(
                            models().tcp(LONG, Action.Forward.to("back"))
                                    .group(group("back", peer.name()).tcp())
                                    .model(),
                            Running.SETTINGS.withTransport(transport));
                    var client = connect(proxy.address())) {
                var all = new byte[size << 20];
                var saying = Thread.ofVirtual().start(() -> {
                    try {
                        client.getOutputStream().write(all);
                        client.shutdownOutput();
                    } catch (IOException e) {
                        heard.completeExceptionally(e);
                    }
                    said.countDown();
                });
                assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(all.length);
                saying.join();
            }
        }
    }

    /** Where not all fits in between, the one side ends only when the other listens. */
    private static void await(CountDownLatch said) {
        try {
            var _ = said.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sharesConnectionsByWeight() throws IOException {
        try (var one = Peer.saying("one");
                var two = Peer.saying("two");
                var proxy = Running.of(
                        models().tcp(LONG, Action.Forward.to("back"))
                                .group(group("back").tcp().target(one.name(), 3).target(two.name(), 1))
                                .model(),
                        Running.SETTINGS.withLoops(1))) {
            var heard = new TreeMap<String, Integer>();
            for (int i = 0; i < 40; i++) {
                try (var client = connect(proxy.address())) {
                    heard.merge(said(client.getInputStream()), 1, Integer::sum);
                }
            }
            assertThat(heard).containsExactlyInAnyOrderEntriesOf(Map.of("one", 30, "two", 10));
        }
    }

    @Test
    void asksAnotherTargetWhereOneRefusesTheConnection() throws IOException {
        String gone;
        try (var closed = Peer.saying("never")) {
            gone = closed.name();
        }
        try (var alive = Peer.saying("alive");
                var proxy = Running.of(models().tcp(LONG, Action.Forward.to("back"))
                        .group(group("back", gone, alive.name()).tcp())
                        .model())) {
            for (int i = 0; i < 10; i++) {
                try (var client = connect(proxy.address())) {
                    assertThat(said(client.getInputStream())).isEqualTo("alive");
                }
            }
        }
    }

    @Test
    void closesAtOnceWhereNoTargetCanBeReached() throws IOException {
        String gone;
        try (var closed = Peer.saying("never")) {
            gone = closed.name();
        }
        try (var proxy = Running.of(models().tcp(LONG, Action.Forward.to("back"))
                        .group(group("back", gone).tcp())
                        .model());
                var client = connect(proxy.address())) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void endsAConnectionWithoutTraffic() throws IOException {
        try (var peer = Peer.start(socket -> socket.getInputStream().readAllBytes());
                var proxy = tcp(Duration.ofSeconds(1), peer);
                var client = connect(proxy.address())) {
            long began = System.nanoTime();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(900), LONG);
        }
    }

    @Test
    void aTargetThatIsCutOffIsNotMistakenForOneThatIsDone() throws IOException {
        try (var peer = Peer.start(socket -> {
                    say(socket.getOutputStream(), "half");
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                });
                var proxy = tcp(peer);
                var client = connect(proxy.address())) {
            assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("half");
            say(client.getOutputStream(), "!");
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aConnectionEndsWhenItsTargetHasLeftTheModelAndTheDrainIsOver() throws IOException {
        try (var old = Peer.start(socket -> {
                    say(socket.getOutputStream(), "old");
                    socket.getInputStream().readAllBytes();
                });
                var next = Peer.saying("new");
                var proxy = Running.of(models().tcp(LONG, Action.Forward.to("back"))
                        .group(group("back", old.name()).tcp().drain(Duration.ZERO))
                        .model());
                var client = connect(proxy.address())) {
            assertThat(client.getInputStream().readNBytes(3)).asString().isEqualTo("old");
            proxy.proxy()
                    .reload(models().tcp(LONG, Action.Forward.to("back"))
                            .group(group("back", next.name()).tcp())
                            .model());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            try (var other = connect(proxy.address())) {
                assertThat(said(other.getInputStream())).isEqualTo("new");
            }
        }
    }

    @Test
    void endsTlsAndPassesOnWhatIsInside() throws IOException, GeneralSecurityException {
        var tls = new TlsTermination(
                List.of("own"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var own = new Certificate("own", new Certificate.KeyPair.SelfSigned(List.of("mail.example")));
        try (var peer = Peer.start(socket -> {
                    say(
                            socket.getOutputStream(),
                            "220 " + socket.getInputStream().read());
                });
                var proxy = Running.of(models().tls(Optional.of(tls), Action.Forward.to("back"), List.of(), own)
                        .group(group("back", peer.name()).tcp())
                        .model());
                var client = HttpsTest.connect(proxy.address(), "mail.example", "TLSv1.3")) {
            client.getOutputStream().write('A');
            assertThat(said(client.getInputStream())).isEqualTo("220 65");
        }
    }

    @Test
    void passesTlsThroughByServerName() throws IOException, GeneralSecurityException {
        var tls = new TlsTermination(
                List.of("own"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var shop = new Certificate("own", new Certificate.KeyPair.SelfSigned(List.of("shop.example")));
        var rest = new Certificate("own", new Certificate.KeyPair.SelfSigned(List.of("rest.example")));
        var toShop = rule(
                "shop",
                new Match(List.of(new Condition.Host(
                        new TreeSet<>(List.of(HostPattern.parse("shop.example"), HostPattern.parse("*.shop.example"))),
                        false))),
                Action.Forward.to("shop"));
        try (var shopPeer = Peer.saying("shop");
                var restPeer = Peer.saying("rest");
                var shopTls = ending(tls, shop, shopPeer);
                var restTls = ending(tls, rest, restPeer);
                var proxy = Running.of(models().tls(Optional.empty(), Action.Forward.to("rest"), List.of(toShop))
                        .group(group("shop", name(shopTls)).tcp())
                        .group(group("rest", name(restTls)).tcp())
                        .model())) {
            assertThat(heard(proxy, "shop.example")).isEqualTo("CN=shop.example: shop");
            assertThat(heard(proxy, "eu.shop.example")).isEqualTo("CN=shop.example: shop");
            assertThat(heard(proxy, "other.example")).isEqualTo("CN=rest.example: rest");
        }
    }

    private static Running ending(TlsTermination tls, Certificate certificate, Peer peer) {
        return Running.of(models().tls(Optional.of(tls), Action.Forward.to("back"), List.of(), certificate)
                .group(group("back", peer.name()).tcp())
                .model());
    }

    private static String name(Running running) {
        return "127.0.0.1:" + running.address().getPort();
    }

    private static String heard(Running proxy, String host) throws IOException, GeneralSecurityException {
        try (var client = HttpsTest.connect(proxy.address(), host, "TLSv1.3")) {
            var subject = ((java.security.cert.X509Certificate)
                            client.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
            return subject + ": " + said(client.getInputStream());
        }
    }

    @Test
    void whatIsNotTlsIsNotPassedOn() throws IOException {
        try (var peer = Peer.saying("never");
                var proxy = Running.of(models().tls(Optional.empty(), Action.Forward.to("back"), List.of())
                        .group(group("back", peer.name()).tcp())
                        .model());
                var client = connect(proxy.address())) {
            say(client.getOutputStream(), "GET / HTTP/1.1\r\n\r\n");
            assertThat(said(client.getInputStream())).doesNotContain("never");
            assertThat(peer.served()).isZero();
        }
    }
}
