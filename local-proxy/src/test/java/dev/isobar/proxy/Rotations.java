package dev.isobar.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.proxy.tls.Pem;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Certificates for {@code a.example} that change while clients come. */
final class Rotations {
    /** Makes a proxy show another certificate. */
    interface Change {
        void to(Pem next) throws Exception;
    }

    private Rotations() {}

    /** Of the certificate that a client sees, in hexadecimal. */
    static String serial(Running running) throws Exception {
        try (var socket = HttpsTest.connect(running.address(), "a.example", "TLSv1.3");
                var client = new Wire(socket)) {
            assertThat(client.get("/").status()).isEqualTo(200);
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .toString(16);
        }
    }

    /** Ten of them while four clients come: no handshake fails, and each certificate is seen. */
    static void tenUnderLoad(Running running, Path folder, Change change) throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var over = new AtomicBoolean();
            var handshakes = new AtomicInteger();
            var served = new ConcurrentSkipListSet<String>();
            var all = new ArrayList<Future<?>>();
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
                change.to(Pem.write(folder, "next-" + i, "a.example"));
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
}
