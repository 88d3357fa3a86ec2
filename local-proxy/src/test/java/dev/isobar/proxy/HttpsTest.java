package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.Certificate;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HttpsTest {
    /** Believes anybody: the tests look at the certificate by themselves. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static TrustManager trusting() {
        return new Trusting();
    }

    private static TlsTermination tls(TlsTermination.Version least, String... certificates) {
        return new TlsTermination(List.of(certificates), least, TlsTermination.Profile.MODERN, Optional.empty());
    }

    static Certificate selfSigned(String name, String... hosts) {
        return new Certificate(name, new Certificate.KeyPair.SelfSigned(List.of(hosts)));
    }

    static SSLSocket connect(InetSocketAddress address, String host, String protocol, KeyManager... managers)
            throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(managers, new TrustManager[] {new Trusting()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket();
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.connect(address, 5_000);
        return socket;
    }

    private static String names(SSLSocket socket) throws IOException, GeneralSecurityException {
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .sorted()
                .toList()
                .toString();
    }

    @Test
    void endsTlsAndForwards() throws Exception {
        try (var origin = Origin.saying("hello")) {
            var model = models().https(
                            tls(TlsTermination.Version.TLS_1_2, "dev"),
                            Models.CLIENT,
                            Action.Forward.to("web"),
                            selfSigned("dev", "a.example", "127.0.0.1", "[::1]"))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model)) {
                for (var protocol : List.of("TLSv1.3", "TLSv1.2")) {
                    try (var socket = connect(running.address(), "a.example", protocol);
                            var client = new Wire(socket)) {
                        assertThat(client.get("/").body()).isEqualTo("hello");
                        assertThat(client.get("/").body()).isEqualTo("hello");
                        assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                        assertThat(names(socket)).isEqualTo("[0:0:0:0:0:0:0:1, 127.0.0.1, a.example]");
                        var closed = client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                        assertThat(closed.answer().status()).isEqualTo(200);
                        assertThat(client.isClosed()).isTrue();
                    }
                    try (var socket = connect(running.address(), "a.example", protocol);
                            var client = new Wire(socket)) {
                        assertThat(client.send("GET /\r\n").answer().status()).isEqualTo(400);
                        assertThat(client.isClosed()).isTrue();
                    }
                }
                assertThat(origin.heads.getFirst()).contains("X-Forwarded-Proto: https\r\n");
                assertThat(running.proxy().listeners().getFirst().protocol())
                        .isEqualTo(dev.isobar.model.Listener.Protocol.HTTPS);
            }
        }
    }

    @Test
    void theServerNameChoosesTheCertificate(@TempDir Path folder) throws Exception {
        var pem = Pem.write(folder, "wild", "*.b.example");
        var model = models().https(
                        tls(TlsTermination.Version.TLS_1_2, "one", "two", "three"),
                        Models.CLIENT,
                        respond(200, "ok"),
                        selfSigned("one", "a.example"),
                        new Certificate(
                                "two",
                                new Certificate.KeyPair.PemFiles(
                                        pem.certificate().toString(), pem.key().toString())),
                        selfSigned("three", "x.b.example"))
                .model();
        try (var running = Running.of(model)) {
            var expected = java.util.Map.of(
                    "a.example", "[a.example]",
                    "y.b.example", "[*.b.example]",
                    "x.b.example", "[x.b.example]",
                    "z.y.b.example", "[a.example]",
                    "unknown.example", "[a.example]");
            for (var entry : expected.entrySet()) {
                try (var socket = connect(running.address(), entry.getKey(), "TLSv1.3")) {
                    assertThat(names(socket)).as(entry.getKey()).isEqualTo(entry.getValue());
                }
            }
        }
    }

    @Test
    void refusesVersionsThatAreTooOld() throws Exception {
        var model = models().https(
                        tls(TlsTermination.Version.TLS_1_3, "dev"),
                        Models.CLIENT,
                        respond(200, "ok"),
                        selfSigned("dev", "a.example"))
                .model();
        try (var running = Running.of(model);
                var socket = connect(running.address(), "a.example", "TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void asksForCertificatesOfClients(@TempDir Path folder) throws Exception {
        var known = Pem.write(folder, "known", "client.example");
        var stranger = Pem.write(folder, "stranger", "stranger.example");
        var tls = new TlsTermination(
                List.of("dev"),
                TlsTermination.Version.TLS_1_2,
                TlsTermination.Profile.COMPATIBLE,
                Optional.of(new TlsTermination.ClientCertificates.Verified(
                        true, Optional.of(known.certificate().toString()), Optional.empty())));
        var model = models().https(tls, Models.CLIENT, respond(200, "ok"), selfSigned("dev", "a.example"))
                .model();
        try (var running = Running.of(model)) {
            try (var socket = connect(running.address(), "a.example", "TLSv1.3", known.managers());
                    var client = new Wire(socket)) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            for (var managers : List.of(new KeyManager[0], stranger.managers())) {
                try (var socket = connect(running.address(), "a.example", "TLSv1.3", managers);
                        var client = new Wire(socket)) {
                    assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void plainHttpOnATlsPortIsCutOff() throws Exception {
        var model = models().https(
                        tls(TlsTermination.Version.TLS_1_2, "dev"),
                        Models.CLIENT,
                        respond(200, "ok"),
                        selfSigned("dev", "a.example"))
                .model();
        try (var running = Running.of(model);
                var client = running.connect()) {
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void largeBodiesPass() throws Exception {
        var text = "0123456789".repeat(300_000);
        try (var origin = Origin.saying(text)) {
            var model = models().https(
                            tls(TlsTermination.Version.TLS_1_3, "dev"),
                            Models.CLIENT,
                            Action.Forward.to("web"),
                            selfSigned("dev", "a.example"))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model);
                    var client = new Wire(connect(running.address(), "a.example", "TLSv1.3"))) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
                assertThat(client.answer().body()).isEqualTo(text);
            }
        }
    }

    @Test
    void aCertificateThatCannotBeReadStopsTheStart(@TempDir Path folder) throws Exception {
        var missing = new Certificate.KeyPair.PemFiles(
                folder.resolve("no.pem").toString(), folder.resolve("no.key").toString());
        var model = models().https(
                        tls(TlsTermination.Version.TLS_1_2, "dev"),
                        Models.CLIENT,
                        respond(200, "ok"),
                        new Certificate("dev", missing))
                .model();
        assertThatThrownBy(() -> Running.of(model))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the certificate \"dev\" cannot be used");
    }
}
