package dev.isobar.proxy;

import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static dev.isobar.proxy.Rotations.serial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /certificates/reload} on the admin port. */
@Timeout(120)
class CertificateReloadTest {
    @TempDir
    private Path folder = Path.of("");

    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void first() throws Exception {
        certificate = folder.resolve("shop.pem");
        key = folder.resolve("shop.key");
        put(Pem.write(folder, "first", "a.example"));
    }

    /** As a client of ACME leaves them: one file after the other, each as a whole. */
    private void put(Pem pem) throws IOException {
        put(pem.certificate(), certificate);
        put(pem.key(), key);
    }

    private void put(Path from, Path to) throws IOException {
        var next = Files.copy(from, folder.resolve("next"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Running running() throws IOException {
        var tls = new TlsTermination(
                List.of("shop"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var files = new Certificate.KeyPair.PemFiles(certificate.toString(), key.toString());
        Model model = models().https(tls, Models.CLIENT, respond(200, "ok"), new Certificate("shop", files))
                .admin("127.0.0.1:" + Running.freePort())
                .model();
        return Running.of(model);
    }

    private static Wire.Answer ask(Running running, String method, String path, String... fields) throws IOException {
        try (var admin = new Wire(running.proxy().admin().orElseThrow())) {
            var more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
            return admin.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + more
                            + "\r\n")
                    .answer();
        }
    }

    private static Wire.Answer reload(Running running) throws IOException {
        return ask(running, "POST", "/certificates/reload");
    }

    @Test
    void tellsWhatIsShownFromNowOn() throws Exception {
        try (var running = running()) {
            var before = serial(running);
            put(Pem.write(folder, "second", "a.example"));
            assertThat(serial(running)).as("nobody has asked yet").isEqualTo(before);
            var answer = reload(running);
            var after = serial(running);
            assertThat(after).isNotEqualTo(before);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("{\"generation\":2,\"certificates\":[{\"name\":\"shop\",\"serial\":\"" + after
                            + "\",\"notAfter\":\"")
                    .endsWith("Z\"}]}\n");
            assertThat(ask(running, "GET", "/status").body()).contains("\"serial\":\"" + after + "\"");
            assertThat(ask(running, "GET", "/metrics").body())
                    .containsPattern("lb_certificate_expires_seconds\\{certificate=\"shop\"} 1[0-9]{9}\n");
        }
    }

    @Test
    void noHandshakeFailsWhileCertificatesAreRotated() throws Exception {
        try (var running = running()) {
            Rotations.tenUnderLoad(running, folder, next -> {
                put(next);
                assertThat(reload(running).status()).isEqualTo(200);
            });
        }
    }

    @Test
    void aBadPairIsRefusedWithItsReasonAndTheOldOneStays() throws Exception {
        var other = Pem.write(folder, "other", "a.example");
        try (var running = running()) {
            var before = serial(running);
            put(other.certificate(), certificate);
            refused(running, "the key in " + key + " does not belong to the certificate in " + certificate);
            assertThat(serial(running)).isEqualTo(before);

            Files.writeString(key, "no key");
            refused(running, "the key in " + key);
            Files.writeString(certificate, "");
            refused(running, "there is no certificate in " + certificate);
            Files.delete(certificate);
            refused(running, "there is no file " + certificate);
            assertThat(serial(running)).isEqualTo(before);
            assertThat(ask(running, "GET", "/status").body()).contains("\"generation\":1,");

            put(other);
            assertThat(reload(running).status()).isEqualTo(200);
            assertThat(serial(running)).isNotEqualTo(before);
        }
    }

    private static void refused(Running running, String why) throws IOException {
        var answer = reload(running);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .startsWith("{\"error\":\"")
                .contains("the certificate \\\"shop\\\" cannot be used: " + why);
    }

    @Test
    void onlyAnOperatorOnThisMachineMayAsk() throws Exception {
        var next = Pem.write(folder, "second", "a.example");
        try (var running = running()) {
            var before = serial(running);
            put(next);
            var get = ask(running, "GET", "/certificates/reload");
            assertThat(get.status()).isEqualTo(405);
            assertThat(get.field("Allow")).isEqualTo("POST");
            assertThat(ask(running, "POST", "/certificates/reload", "Origin: http://evil.example")
                            .status())
                    .as("a page in a browser")
                    .isEqualTo(403);
            try (var admin = new Wire(running.proxy().admin().orElseThrow())) {
                assertThat(admin.send("POST /certificates/reload HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(403);
            }
            assertThat(serial(running)).isEqualTo(before);
        }
    }
}
