package dev.isobar.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The program {@code openssl}. */
final class Openssl {
    private static final String PROGRAM = "/usr/bin/openssl";

    private Openssl() {}

    /** Skips the test, with the reason in the report, where it is not installed. */
    static void require() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(PROGRAM)), "needs Debian's openssl");
    }

    /** All that it says; where it fails, that is for the test to see. */
    static String run(Path folder, String in, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(arguments);
        var input = Files.writeString(Files.createTempFile(folder, "openssl", ".in"), in);
        var output = Files.createTempFile(folder, "openssl", ".out");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    command + " does not end: " + Files.readString(output, StandardCharsets.ISO_8859_1));
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** A handshake and one request, after which the other side closes. */
    static String ask(Path folder, InetSocketAddress address, String... options)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + address.getPort(), "-ign_eof"));
        arguments.addAll(List.of(options));
        return run(folder, "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n", arguments);
    }
}
