package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Model;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that go on to their targets over TLS. */
@Timeout(60)
class UpstreamStreamTlsTest {
    @TempDir
    private Path folder = Path.of("");

    /** What a target does with a connection whose handshake is done. */
    private interface Serving {
        void serve(SSLSocket socket) throws IOException;
    }

    /** A target that speaks TLS; where serving ends without closing, the connection breaks off. */
    private static Peer target(Pem pem, Serving serving, String... versions) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(pem.managers(), null, null);
        return Peer.start(plain -> {
            var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
            if (versions.length > 0) {
                socket.setEnabledProtocols(versions);
            }
            serving.serve(socket);
        });
    }

    /** Sends back so many octets, when they have come. */
    private static void echo(SSLSocket socket) throws IOException {
        var all = socket.getInputStream().readNBytes(500_000);
        socket.getOutputStream().write(all);
        socket.close();
    }

    private static void greet(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read();
        socket.close();
    }

    private static void cut(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("half".getBytes(StandardCharsets.US_ASCII));
    }

    private static TargetGroup.TargetTls verified(Pem ca, String name) {
        return new TargetGroup.TargetTls(
                true, Optional.of(ca.certificate().toString()), Optional.of(name), Optional.empty());
    }

    private static Model model(TargetGroup.TargetTls tls, String... targets) {
        return models().tcp(Duration.ofSeconds(60), Action.Forward.to("back"))
                .group(group("back", targets).speaking(TargetGroup.Protocol.TLS).tls(tls))
                .model();
    }

    private static String read(Socket socket, int octets) throws IOException {
        return new String(socket.getInputStream().readNBytes(octets), StandardCharsets.US_ASCII);
    }

    private static Socket connect(Running running) throws IOException {
        var socket =
                new Socket(running.address().getAddress(), running.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void octetsGoBothWaysAndAClientThatHasSaidAllIsStillAnswered(String version) throws Exception {
        var pem = Pem.write(folder, "target", "db.example");
        try (var target = target(pem, UpstreamStreamTlsTest::echo, version);
                var running = Running.of(model(verified(pem, "db.example"), target.name()));
                var client = connect(running)) {
            var text = "0123456789".repeat(50_000);
            var writing = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo(text);
            writing.join();
        }
    }

    @Test
    void aTargetThatSpeaksFirstIsHeard() throws Exception {
        var pem = Pem.write(folder, "target", "db.example");
        try (var target = target(pem, UpstreamStreamTlsTest::greet);
                var running = Running.of(model(verified(pem, "db.example"), target.name()));
                var client = connect(running)) {
            assertThat(read(client, 6)).isEqualTo("hello\n");
        }
    }

    @Test
    void aTargetThatIsSomebodyElseGetsNothingAndAnotherIsTried() throws Exception {
        var pem = Pem.write(folder, "target", "db.example");
        var impostor = Pem.write(folder, "impostor", "db.example");
        try (var wrong = target(impostor, UpstreamStreamTlsTest::greet);
                var right = target(pem, UpstreamStreamTlsTest::greet);
                var running = Running.of(model(verified(pem, "db.example"), wrong.name(), right.name()))) {
            for (int i = 0; i < 6; i++) {
                try (var client = connect(running)) {
                    assertThat(read(client, 6)).isEqualTo("hello\n");
                }
            }
            running.proxy().reload(model(verified(pem, "db.example"), wrong.name()));
            try (var client = connect(running)) {
                assertThat(read(client, 6)).isEmpty();
            }
            running.proxy().reload(model(verified(pem, "other.example"), right.name()));
            try (var client = connect(running)) {
                assertThat(read(client, 6))
                        .as("a name that the certificate is not for")
                        .isEmpty();
            }
        }
    }

    @Test
    void anEndThatNobodyAnnouncedIsNotPassedOnAsTheEnd() throws Exception {
        var pem = Pem.write(folder, "target", "db.example");
        try (var target = target(pem, UpstreamStreamTlsTest::cut);
                var running = Running.of(model(verified(pem, "db.example"), target.name()));
                var client = connect(running)) {
            assertThat(read(client, 4)).isEqualTo("half");
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    private static String status(Running running) {
        try (var client = new Wire(running.proxy().admin().orElseThrow())) {
            return client.send("GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .answer()
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theHealthCheckShakesHandsAndVerifies() throws Exception {
        var pem = Pem.write(folder, "target", "db.example");
        var impostor = Pem.write(folder, "impostor", "db.example");
        var timing = new HealthCheck.Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1);
        try (var wrong = target(impostor, UpstreamStreamTlsTest::greet);
                var right = target(pem, UpstreamStreamTlsTest::greet)) {
            var model = models().tcp(Duration.ofSeconds(60), Action.Forward.to("back"))
                    .group(group("back", wrong.name(), right.name())
                            .speaking(TargetGroup.Protocol.TLS)
                            .tls(verified(pem, "db.example"))
                            .health(new HealthCheck.Tcp(OptionalInt.empty(), timing)))
                    .admin("127.0.0.1:" + Running.freePort())
                    .model();
            try (var running = Running.of(model)) {
                Wire.await("each is known", () -> {
                    var status = status(running);
                    return status.contains("TLS handshake done") && status.contains("\"unhealthy\"");
                });
            }
        }
    }
}
