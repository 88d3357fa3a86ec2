package dev.isobar.proxy;

import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.TlsTermination;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that name a host that no certificate is for. */
@Timeout(60)
class TlsNamesTest {
    @TempDir
    private Path folder = Path.of("");

    private static Model model(boolean strict) {
        var tls = new TlsTermination(
                List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var listener = strict ? List.of("web") : List.<String>of();
        return models().https(
                        tls, Models.CLIENT, respond(200, "ok"), HttpsTest.selfSigned("dev", "a.example", "*.b.example"))
                .localTls(new Place.LocalTls(new TreeMap<>(), new TreeSet<>(listener)))
                .model();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void areRefusedByAnAlertWhereTheListenerIsStrict(String version) throws Exception {
        Openssl.require();
        try (var running = Running.of(model(true))) {
            for (var name : List.of("a.example", "A.Example", "x.b.example")) {
                assertThat(Openssl.ask(folder, running.address(), version, "-servername", name))
                        .as(name)
                        .contains("HTTP/1.1 200 OK");
            }
            for (var name : List.of("other.example", "b.example", "x.y.b.example")) {
                assertThat(Openssl.ask(folder, running.address(), version, "-servername", name))
                        .as(name)
                        .contains("alert number 112")
                        .doesNotContain("HTTP/1.1");
            }
            assertThat(Openssl.ask(folder, running.address(), version, "-noservername"))
                    .contains("alert number 109")
                    .doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void getTheFirstCertificateWhereItIsNot() throws Exception {
        Openssl.require();
        try (var running = Running.of(model(false))) {
            assertThat(Openssl.ask(folder, running.address(), "-servername", "other.example"))
                    .contains("HTTP/1.1 200 OK");
            assertThat(Openssl.ask(folder, running.address(), "-noservername")).contains("HTTP/1.1 200 OK");
        }
    }
}
