package dev.isobar.proxy;

import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.Pem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while clients come. */
@Timeout(120)
class TlsRotationTest {
    @TempDir
    private Path folder = Path.of("");

    private static Model model(Path certificate, Path key) {
        var tls = new TlsTermination(
                List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var files = new Certificate.KeyPair.PemFiles(certificate.toString(), key.toString());
        return models().https(tls, Models.CLIENT, respond(200, "ok"), new Certificate("dev", files))
                .model();
    }

    private static String serial(Running running) throws Exception {
        try (var socket = HttpsTest.connect(running.address(), "a.example", "TLSv1.3");
                var client = new Wire(socket)) {
            assertThat(client.get("/").status()).isEqualTo(200);
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .toString(16);
        }
    }

    @Test
    void noHandshakeFailsWhileCertificatesAreRotated() throws Exception {
        var first = Pem.write(folder, "first", "a.example");
        try (var running = Running.of(model(first.certificate(), first.key()));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var over = new AtomicBoolean();
            var handshakes = new AtomicInteger();
            var served = new ConcurrentSkipListSet<String>();
            var all = new java.util.ArrayList<java.util.concurrent.Future<?>>();
            for (int i = 0; i < 4; i++) {
                all.add(clients.submit(() -> {
                    while (!over.get()) {
                        served.add(serial(running));
                        handshakes.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (int i = 1; i <= 10; i++) {
                int seen = handshakes.get();
                Wire.await("clients come", () -> handshakes.get() > seen + 8);
                var next = Pem.write(folder, "next-" + i, "a.example");
                running.proxy().reload(model(next.certificate(), next.key()));
            }
            int seen = handshakes.get();
            Wire.await("clients come", () -> handshakes.get() > seen + 8);
            over.set(true);
            for (var each : all) {
                each.get();
            }
            assertThat(served)
                    .as("certificates seen in " + handshakes + " handshakes")
                    .hasSize(11);
        }
    }

    @Test
    void aBadPairIsRefusedAndTheOldOneStays() throws Exception {
        var good = Pem.write(folder, "good", "a.example");
        var other = Pem.write(folder, "other", "a.example");
        try (var running = Running.of(model(good.certificate(), good.key()))) {
            var before = serial(running);
            assertThatThrownBy(() -> running.proxy().reload(model(other.certificate(), good.key())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the certificate \"dev\" cannot be used: ");
            assertThat(serial(running)).isEqualTo(before);
            running.proxy().reload(model(other.certificate(), other.key()));
            assertThat(serial(running)).isNotEqualTo(before);
        }
    }
}
