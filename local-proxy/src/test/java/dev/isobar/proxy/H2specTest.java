package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isobar.model.Action;
import dev.isobar.model.TlsTermination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance suite of HTTP/2, which lies as a program for Linux inside a Maven plugin.
 *
 * @see <a href="https://github.com/summerwind/h2spec">h2spec</a>
 */
@Timeout(180)
class H2specTest {
    private static final String PROGRAM = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
    private static final int TAR_BLOCK = 512;

    @TempDir
    Path folder;

    /** The only file of an archive whose header is one block. */
    private Path unpack() throws IOException {
        try (var packed = H2specTest.class.getResourceAsStream(PROGRAM)) {
            assertThat(packed).as("the plugin is on the class path of tests").isNotNull();
            var tar = new GZIPInputStream(packed);
            var header = tar.readNBytes(TAR_BLOCK);
            assertThat(new String(header, 0, 7, StandardCharsets.US_ASCII)).isEqualTo("h2spec\0");
            var size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII).strip(), 8);
            var program = folder.resolve("h2spec");
            Files.write(program, tar.readNBytes(size));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return program;
        }
    }

    private void run(Running running, String... more) throws Exception {
        assumeTrue(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "h2spec is there for Linux on x86-64 only");
        var address = running.address();
        var command = new ArrayList<>(
                List.of(unpack().toString(), "--strict", "-o", "10", "-h", "127.0.0.1", "-p", "" + address.getPort()));
        command.addAll(List.of(more));
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        var text = Files.readString(output);
        assertThat(text).contains("146 tests, 146 passed, 0 skipped, 0 failed");
        assertThat(process.exitValue()).isZero();
    }

    private static Origin origin() {
        return Origin.of(call -> {
            call.body();
            var text = call.head.startsWith("HEAD") ? "" : "hello";
            call.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + text);
            return true;
        });
    }

    @Test
    void passesAllCasesInTheClear() throws Exception {
        try (var origin = origin();
                var running = Running.of(Models.simple(origin.target()))) {
            run(running);
        }
    }

    @Test
    void passesAllCasesOverTls() throws Exception {
        var tls = new TlsTermination(
                List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        try (var origin = origin()) {
            var model = models().https(
                            tls, Models.CLIENT, Action.Forward.to("web"), HttpsTest.selfSigned("dev", "localhost"))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model)) {
                run(running, "-t", "-k");
            }
        }
    }
}
