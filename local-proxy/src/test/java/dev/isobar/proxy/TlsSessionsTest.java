package dev.isobar.proxy;

import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that clients resume, as OpenSSL's client and Java's see it. */
@Timeout(120)
class TlsSessionsTest {
    @TempDir
    private Path folder = Path.of("");

    private static Model model(Optional<TlsTermination.ClientCertificates> clients) {
        var tls = new TlsTermination(
                List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, clients);
        return models().https(tls, Models.CLIENT, respond(200, "ok"), HttpsTest.selfSigned("dev", "a.example"))
                .model();
    }

    private static Optional<TlsTermination.ClientCertificates> verified(boolean required, Path ca) {
        return Optional.of(
                new TlsTermination.ClientCertificates.Verified(required, Optional.of(ca.toString()), Optional.empty()));
    }

    /** Begins a session, and keeps it in a file. */
    private void begin(Running running, String version, String... options) throws Exception {
        assertThat(ask(running, version, "-sess_out", options))
                .contains("New, TLSv1.")
                .contains("HTTP/1.1 200 OK");
    }

    private String resume(Running running, String version, String... options) throws Exception {
        return ask(running, version, "-sess_in", options);
    }

    private String ask(Running running, String version, String how, String... options) throws Exception {
        var all = new java.util.ArrayList<>(List.of(
                "-servername",
                "a.example",
                version,
                how,
                folder.resolve("session").toString()));
        all.addAll(List.of(options));
        return Openssl.ask(folder, running.address(), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aSessionIsResumedOnEveryEventLoopAndOverReloads(String version) throws Exception {
        Openssl.require();
        try (var running = Running.of(model(Optional.empty()))) {
            begin(running, version);
            for (int i = 0; i < 6; i++) {
                assertThat(resume(running, version)).contains("Reused, TLSv1.").contains("HTTP/1.1 200 OK");
            }
            running.proxy().reload(model(Optional.empty()));
            assertThat(resume(running, version)).contains("Reused, TLSv1.").contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void openSslReconnectsFiveTimesWithOneHandshake() throws Exception {
        Openssl.require();
        try (var running = Running.of(model(Optional.empty()))) {
            var said = Openssl.run(
                    folder,
                    "",
                    List.of(
                            "s_client",
                            "-connect",
                            "127.0.0.1:" + running.address().getPort(),
                            "-tls1_2",
                            "-reconnect"));
            assertThat(said.split("\nNew, TLSv1.2", -1)).hasSize(2);
            assertThat(said.split("\nReused, TLSv1.2", -1)).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void ticketsOfTwoKeysAgoAreReadAndOlderOnesAreNot(String version) throws Exception {
        Openssl.require();
        try (var running = Running.of(model(Optional.empty()))) {
            begin(running, version);
            for (int i = 0; i < 2; i++) {
                running.proxy().rotateTicketKeys();
                assertThat(resume(running, version)).contains("Reused, TLSv1.");
            }
            running.proxy().rotateTicketKeys();
            assertThat(resume(running, version)).contains("New, TLSv1.").contains("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aSessionIsNotResumedWhereCertificatesOfClientsAreLookedAtInAnotherWay(String version) throws Exception {
        Openssl.require();
        var one = Pem.write(folder, "one", "client.example");
        var other = Pem.write(folder, "other", "client.example");
        var shown = new String[] {
            "-cert", one.certificate().toString(), "-key", one.key().toString()
        };
        try (var running = Running.of(model(Optional.empty()))) {
            begin(running, version, shown);
            running.proxy().reload(model(verified(false, one.certificate())));
            assertThat(resume(running, version, shown)).contains("New, TLSv1.").contains("HTTP/1.1 200 OK");

            begin(running, version, shown);
            running.proxy().reload(model(verified(true, one.certificate())));
            assertThat(resume(running, version, shown)).contains("New, TLSv1.").contains("HTTP/1.1 200 OK");

            begin(running, version, shown);
            assertThat(resume(running, version, shown)).as("the same again").contains("Reused, TLSv1.");
            running.proxy().reload(model(verified(true, other.certificate())));
            assertThat(resume(running, version, shown))
                    .as("it was signed by an authority that is not believed any more")
                    .doesNotContain("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void javaResumesToo(String version) throws Exception {
        try (var running = Running.of(model(Optional.empty()))) {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {HttpsTest.trusting()}, null);
            long first = began(context, running, version);
            for (int i = 0; i < 3; i++) {
                assertThat(began(context, running, version))
                        .as("the session began")
                        .isEqualTo(first);
            }
            running.proxy().reload(model(Optional.empty()));
            assertThat(began(context, running, version)).as("the session began").isEqualTo(first);
            var another = SSLContext.getInstance("TLS");
            another.init(null, new TrustManager[] {HttpsTest.trusting()}, null);
            assertThat(began(another, running, version))
                    .as("a session of its own")
                    .isGreaterThan(first);
        }
    }

    /** When the session of a connection began. */
    private static long began(SSLContext context, Running running, String version) throws IOException {
        var address = running.address();
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", address.getPort());
                var client = new Wire(socket)) {
            socket.setEnabledProtocols(new String[] {version});
            assertThat(client.get("/").status()).isEqualTo(200);
            return socket.getSession().getCreationTime();
        }
    }
}
