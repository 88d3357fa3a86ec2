package dev.isobar.proxy;

import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.model.OcspResponse;
import dev.isobar.model.Place;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import dev.isobar.proxy.tls.Ocsp;
import dev.isobar.proxy.tls.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OCSP responses of OpenSSL's authority, stapled to handshakes with OpenSSL's client. */
@Timeout(60)
class TlsStaplingTest {
    private final DevelopmentAuthority authority = DevelopmentAuthority.create("test authority", Instant.now());

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void requireOpenssl() throws Exception {
        Openssl.require();
        Pem.of(folder, "ca", authority);
    }

    /** What the authority says of a certificate. */
    private Path response(Pem about, boolean revoked) throws Exception {
        return response(about, revoked, "ca");
    }

    private Path response(Pem about, boolean revoked, String signer) throws Exception {
        var serial = chain(about).getFirst().getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT);
        var number = serial.length() % 2 == 0 ? serial : "0" + serial;
        Files.writeString(
                folder.resolve("index.txt"),
                (revoked ? "R\t360101000000Z\t260101000000Z\t" : "V\t360101000000Z\t\t") + number
                        + "\tunknown\t/CN=any\n");
        var file = folder.resolve(about.certificate().getFileName() + ".ocsp");
        Files.deleteIfExists(file);
        var arguments =
                new ArrayList<>(List.of("ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", signer + ".pem"));
        arguments.addAll(List.of(
                "-rkey",
                signer + ".key",
                "-issuer",
                "ca.pem",
                "-cert",
                about.certificate().toString()));
        arguments.addAll(List.of("-ndays", "7", "-no_nonce", "-noverify", "-respout", file.toString()));
        var said = Openssl.run(folder, "", arguments);
        assertThat(file).as(said).exists();
        return file;
    }

    private static List<X509Certificate> chain(Pem pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem.certificate())))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static Model model(Pem pem, Path response) throws IOException {
        var tls = new TlsTermination(
                List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var files = new Certificate.KeyPair.PemFiles(
                pem.certificate().toString(), pem.key().toString());
        return models().https(tls, Models.CLIENT, respond(200, "ok"), new Certificate("dev", files))
                .localTls(new Place.LocalTls(new TreeMap<>(Map.of("dev", response.toString())), new TreeSet<>()))
                .admin("127.0.0.1:" + Running.freePort())
                .model();
    }

    @Test
    void aClientThatAsksGetsTheResponseAndBelievesIt() throws Exception {
        var pem = Pem.issued(folder, "leaf", authority, "a.example");
        try (var running = Running.of(model(pem, response(pem, false)))) {
            for (var version : List.of("-tls1_2", "-tls1_3")) {
                assertThat(Openssl.ask(folder, running.address(), version, "-status", "-CAfile", "ca.pem"))
                        .contains("OCSP Response Status: successful (0x0)", "Cert Status: good", "HTTP/1.1 200 OK");
                assertThat(Openssl.ask(folder, running.address(), version))
                        .as("who does not ask")
                        .doesNotContain("OCSP Response Status")
                        .contains("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void aChangedResponseComesWithAReload() throws Exception {
        var pem = Pem.issued(folder, "leaf", authority, "a.example");
        var next = Pem.issued(folder, "next", authority, "a.example");
        try (var running = Running.of(model(pem, response(pem, false)))) {
            running.proxy().reload(model(next, response(next, false)));
            var serial = chain(next).getFirst().getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT);
            assertThat(Openssl.ask(folder, running.address(), "-status"))
                    .contains("Cert Status: good", "Serial Number: " + serial);
        }
    }

    @Test
    void whatIsNoGoodAnswerAboutTheCertificateIsRefused() throws Exception {
        var pem = Pem.issued(folder, "leaf", authority, "a.example");
        var other = Pem.issued(folder, "other", authority, "a.example");
        var stranger = DevelopmentAuthority.create("stranger", Instant.now());
        var good = response(pem, false);
        try (var running = Running.of(model(pem, good))) {
            refused(running, model(pem, response(other, false)), "it is about another certificate");
            refused(running, model(pem, response(pem, true)), "it says that the certificate is revoked");
            refused(running, model(pem, pem.key()), "it is no OCSP response in DER");
            Pem.of(folder, "stranger", stranger);
            refused(running, model(pem, response(pem, false, "stranger")), "it is no good answer of the issuer");
            var alone = Pem.write(folder, "alone", "a.example");
            refused(running, model(alone, good), "the issuer of the certificate is not behind it");
            assertThat(Openssl.ask(folder, running.address(), "-status"))
                    .as("what was there goes on")
                    .contains("Cert Status: good");
        }
    }

    private static void refused(Running running, Model model, String why) {
        assertThatThrownBy(() -> running.proxy().reload(model))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the certificate \"dev\" cannot be used: ")
                .hasMessageContaining(why);
    }

    @Test
    void aResponseThatGoesStaleWhileItIsServedIsReportedAndStapledNoMore() throws Exception {
        var pem = Pem.issued(folder, "leaf", authority, "a.example");
        var file = folder.resolve("short.ocsp");
        var until = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(5);
        Files.write(file, Ocsp.good(authority, chain(pem).getFirst(), until.minusSeconds(60), until));
        try (var running = Running.of(model(pem, file));
                var admin = new Wire(running.proxy().admin().orElseThrow())) {
            assertThat(running.proxy().certificates())
                    .singleElement()
                    .satisfies(held -> assertThat(held.stapledUntil()).contains(until));
            var said = Openssl.ask(folder, running.address(), "-status", "-CAfile", "ca.pem");
            if (Instant.now().isBefore(until)) {
                assertThat(said).contains("Cert Status: good", "HTTP/1.1 200 OK");
            }
            Wire.await("it is told of", () -> metrics(admin).contains("lb_ocsp_stapled{certificate=\"dev\"} 0\n"));
            assertThat(Instant.now()).isAfterOrEqualTo(until);
            assertThat(metrics(admin))
                    .contains("lb_ocsp_expires_seconds{certificate=\"dev\"} " + until.getEpochSecond() + "\n");
            assertThat(admin.send("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .body())
                    .contains("\"ocsp\":\"stale\",\"ocspUntil\":\"" + until + "\"");
            assertThat(Openssl.ask(folder, running.address(), "-status"))
                    .contains("OCSP response: no response sent", "HTTP/1.1 200 OK");

            Files.write(file, Files.readAllBytes(response(pem, false)));
            assertThat(admin.send("POST /certificates/reload HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .body())
                    .contains("\"ocsp\":\"stapled\"");
            assertThat(Openssl.ask(folder, running.address(), "-status")).contains("Cert Status: good");
        }
    }

    private static String metrics(Wire admin) {
        try {
            return admin.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer()
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aResponseGoesStaleWhenItSays() throws Exception {
        var pem = Pem.issued(folder, "leaf", authority, "a.example");
        var read = OcspResponse.read(Files.readAllBytes(response(pem, false)), chain(pem));
        assertThat(Duration.between(read.from(), read.until())).isEqualTo(Duration.ofDays(7));
        assertThat(read.isFresh(Instant.now())).isTrue();
        assertThat(read.isFresh(read.until())).isFalse();
    }
}
