package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Model;
import dev.isobar.model.TargetGroup.Protocol;
import dev.isobar.model.TargetGroup.TargetTls;
import dev.isobar.proxy.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS to targets of both versions of HTTP. */
@Timeout(60)
class UpstreamTlsTest {
    /** Server names that targets were asked for; empty where there was none. */
    private final List<String> names = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    /** A target that says which version it was asked in, and whether it was shown a certificate. */
    private Http2Target target(Pem pem, String... speaks) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(pem.managers(), new TrustManager[] {HttpsTest.trusting()}, null);
        var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        var parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(speaks);
        parameters.setWantClientAuth(true);
        server.setSSLParameters(parameters);
        return Http2Target.on(server, socket -> {
            var secure = (SSLSocket) socket;
            secure.startHandshake();
            var asked = ((ExtendedSSLSession) secure.getSession()).getRequestedServerNames();
            names.add(asked.isEmpty() ? "" : ((SNIHostName) asked.getFirst()).getAsciiName());
            var shown = isShown(secure) ? " with certificate" : "";
            if (secure.getApplicationProtocol().equals("h2")) {
                Http2Target.serve(Http2Wire.from(socket), (wire, stream, fields) -> {
                    wire.headers(stream, false, ":status", "200");
                    wire.data(stream, true, "h2" + shown);
                });
            } else {
                var wire = new Wire(socket);
                while (true) {
                    wire.head();
                    var text = "h1" + shown;
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
                }
            }
        });
    }

    private static boolean isShown(SSLSocket socket) {
        try {
            return socket.getSession().getPeerCertificates().length > 0;
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static TargetTls tls(boolean verify, Optional<String> ca, Optional<String> name) {
        return new TargetTls(verify, ca, name, Optional.empty());
    }

    private static Model model(Models.Group group) {
        return models().web(Action.Forward.to("web")).group(group).model();
    }

    private static String answer(Models.Group group) throws IOException {
        try (var running = Running.of(model(group));
                var client = running.connect()) {
            var first = client.get("/");
            var second = client.get("/");
            assertThat(second.status()).isEqualTo(first.status());
            return first.status() == 200 ? first.body() : "" + first.status();
        }
    }

    @Test
    void verifiesTargetsUnlessToldOtherwise() throws Exception {
        var pem = Pem.write(folder, "target", "target.example", "127.0.0.1");
        var other = Pem.write(folder, "other", "127.0.0.1");
        var ca = Optional.of(pem.certificate().toString());
        var wrong = Optional.of(other.certificate().toString());
        try (var target = target(pem, "h2", "http/1.1")) {
            for (var protocol : List.of(Protocol.HTTPS, Protocol.HTTP2, Protocol.GRPC)) {
                var expected = protocol == Protocol.HTTPS ? "h1" : "h2";
                var group = group("web", target.name()).speaking(protocol);
                assertThat(answer(group.tls(tls(true, ca, Optional.empty())))).isEqualTo(expected);
                assertThat(answer(group.tls(tls(true, ca, Optional.of("target.example")))))
                        .isEqualTo(expected);
                assertThat(names.getLast()).isEqualTo("target.example");
                assertThat(answer(group.tls(tls(true, ca, Optional.of("stranger.example")))))
                        .isEqualTo("502");
                assertThat(answer(group.tls(tls(true, wrong, Optional.empty()))))
                        .isEqualTo("502");
                assertThat(answer(group.tls(tls(true, Optional.empty(), Optional.empty()))))
                        .isEqualTo("502");
                assertThat(answer(group.tls(tls(false, Optional.empty(), Optional.of("stranger.example")))))
                        .isEqualTo(expected);
            }
            assertThat(answer(group("web", target.name()).speaking(Protocol.HTTPS)))
                    .isEqualTo("502");
        }
    }

    @Test
    void showsItsCertificateWhereTheGroupNamesOne() throws Exception {
        var pem = Pem.write(folder, "target", "127.0.0.1");
        var wanted =
                new TargetTls(true, Optional.of(pem.certificate().toString()), Optional.empty(), Optional.of("mine"));
        try (var target = target(pem, "http/1.1")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", target.name()).speaking(Protocol.HTTPS).tls(wanted))
                    .certificates(HttpsTest.selfSigned("mine", "client.example"))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                assertThat(client.get("/").body()).isEqualTo("h1 with certificate");
            }
        }
    }

    @Test
    void aTargetThatDoesNotAgreeOnHttp2IsABadGateway() throws Exception {
        var pem = Pem.write(folder, "target", "127.0.0.1");
        var wanted = tls(true, Optional.of(pem.certificate().toString()), Optional.empty());
        try (var target = target(pem, "http/1.1")) {
            assertThat(answer(
                            group("web", target.name()).speaking(Protocol.HTTP2).tls(wanted)))
                    .isEqualTo("502");
        }
        try (var silent = Peer.start(socket -> socket.getInputStream().readAllBytes())) {
            for (var protocol : List.of(Protocol.HTTPS, Protocol.HTTP2)) {
                var group = group("web", silent.name())
                        .speaking(protocol)
                        .timeouts(Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(20));
                assertThat(answer(group.tls(wanted))).isEqualTo("504");
            }
        }
    }

    @Test
    void probesOverTls() throws Exception {
        var pem = Pem.write(folder, "target", "target.example");
        var ca = Optional.of(pem.certificate().toString());
        var timing = new HealthCheck.Timing(Duration.ofMillis(200), Duration.ofMillis(200), 1, 1);
        var check = new HealthCheck.Http(
                true,
                new HealthCheck.Request("GET", "/", Optional.empty()),
                List.of(new HealthCheck.StatusRange(200, 299)),
                OptionalInt.empty(),
                timing);
        try (var target = target(pem, "h2", "http/1.1")) {
            for (var protocol : List.of(Protocol.HTTPS, Protocol.HTTP2)) {
                var group = group("web", target.name()).speaking(protocol).health(check);
                try (var running = Running.of(model(group.tls(tls(true, ca, Optional.of("target.example")))));
                        var client = running.connect()) {
                    Wire.await("fit", () -> status(client) == 200);
                }
                try (var running = Running.of(model(group.tls(tls(true, ca, Optional.of("other.example")))));
                        var client = running.connect()) {
                    Wire.await("unfit", () -> status(client) == 503);
                }
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
    void aFileThatIsNotThereIsSaidBeforeAnythingIsServed() {
        var wanted = tls(true, Optional.of(folder.resolve("none.pem").toString()), Optional.empty());
        var model = model(group("web", "127.0.0.1:1").speaking(Protocol.HTTPS).tls(wanted));
        assertThatThrownBy(() -> LocalProxy.start(model, Running.SETTINGS))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("TLS to the targets of \"web\"")
                .hasMessageContaining("none.pem");
    }
}
