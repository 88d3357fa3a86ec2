package dev.isobar.proxy;

import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static dev.isobar.proxy.Rotations.serial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Certificate;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.Pem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    @Test
    void noHandshakeFailsWhileCertificatesAreRotated() throws Exception {
        var first = Pem.write(folder, "first", "a.example");
        try (var running = Running.of(model(first.certificate(), first.key()))) {
            Rotations.tenUnderLoad(
                    running, folder, next -> running.proxy().reload(model(next.certificate(), next.key())));
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
