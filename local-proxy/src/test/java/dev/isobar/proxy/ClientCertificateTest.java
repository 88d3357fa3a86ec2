package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients, as curl shows them, and what targets learn of them. */
@Timeout(60)
class ClientCertificateTest {
    private static final Path CURL = Path.of("/usr/bin/curl");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void requireCurl() {
        Assumptions.assumeTrue(Files.isExecutable(CURL), "needs Debian's curl");
    }

    private static Model model(Origin origin, Optional<TlsTermination.ClientCertificates> clients) {
        var tls = new TlsTermination(
                List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, clients);
        return models().https(tls, Models.CLIENT, Action.Forward.to("web"), HttpsTest.selfSigned("dev", "127.0.0.1"))
                .group(group("web", origin.target()))
                .model();
    }

    private static Optional<TlsTermination.ClientCertificates> verified(boolean required, Pem ca) {
        return Optional.of(new TlsTermination.ClientCertificates.Verified(
                required, Optional.of(ca.certificate().toString()), Optional.empty()));
    }

    /** The status and what went wrong. */
    private String curl(Running running, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(CURL.toString(), "-sSk", "-o", "body", "-w", "%{http_code}\n"));
        command.addAll(List.of(options));
        command.add("https://127.0.0.1:" + running.address().getPort() + "/");
        var output = Files.createTempFile(folder, "curl", ".out");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String[] with(Pem pem, String... more) {
        var options = new ArrayList<>(List.of(
                "--cert", pem.certificate().toString(), "--key", pem.key().toString()));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    @Test
    void areRequiredOrOptionalOrNotLookedAt() throws Exception {
        var known = Pem.write(folder, "known", "alice");
        var stranger = Pem.write(folder, "stranger", "mallory");
        try (var origin = Origin.saying("hello")) {
            try (var running = Running.of(model(origin, verified(true, known)))) {
                assertThat(curl(running, with(known))).contains("200");
                assertThat(curl(running, with(stranger))).contains("curl: (").contains("000");
                assertThat(curl(running)).contains("curl: (").contains("000");
                running.proxy().reload(model(origin, verified(false, known)));
                assertThat(curl(running, with(known))).contains("200");
                assertThat(curl(running, with(stranger))).contains("curl: (").contains("000");
                assertThat(curl(running)).contains("200");
                running.proxy().reload(model(origin, Optional.empty()));
                assertThat(curl(running, with(stranger))).contains("200");
            }
            assertThat(origin.heads.get(0)).contains("X-Client-Cert-Subject: CN=alice\r\n");
            assertThat(origin.heads.get(1)).contains("X-Client-Cert-Subject: CN=alice\r\n");
            assertThat(origin.heads.get(2)).doesNotContainIgnoringCase("X-Client-Cert");
            assertThat(origin.heads.get(3)).doesNotContainIgnoringCase("X-Client-Cert");
        }
    }

    @Test
    void theSubjectReachesTheTargetInBothVersionsOfHttpAndCannotBeForged() throws Exception {
        var known = Pem.write(folder, "known", "alice");
        var forged = new String[] {
            "-H", "X-Client-Cert-Subject: CN=root",
            "-H", "x_client_cert_subject: CN=root",
            "-H", "X-Client-Cert-Subject-DN: CN=root"
        };
        try (var origin = Origin.saying("hello")) {
            try (var running = Running.of(model(origin, verified(false, known)))) {
                for (var version : List.of("--http1.1", "--http2")) {
                    var shown = new ArrayList<>(List.of(with(known, forged)));
                    shown.add(version);
                    assertThat(curl(running, shown.toArray(String[]::new))).contains("200");
                    var hidden = new ArrayList<>(List.of(forged));
                    hidden.add(version);
                    assertThat(curl(running, hidden.toArray(String[]::new))).contains("200");
                }
            }
            assertThat(origin.heads).hasSize(4);
            assertThat(origin.heads).allSatisfy(head -> assertThat(head).doesNotContain("CN=root"));
            for (int i : List.of(0, 2)) {
                assertThat(origin.heads.get(i)).containsOnlyOnce("X-Client-Cert-Subject: CN=alice\r\n");
            }
            for (int i : List.of(1, 3)) {
                assertThat(origin.heads.get(i)).doesNotContainIgnoringCase("client");
            }
        }
    }
}
