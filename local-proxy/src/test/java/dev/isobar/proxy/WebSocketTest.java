package dev.isobar.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * WebSocket between the server and the client of the package ws, which are told what to say in {@code websocket.js}. Needs
 * node, and npm to fetch the package.
 *
 * @see <a href="https://github.com/websockets/ws">ws</a>
 */
@Timeout(180)
class WebSocketTest {
    private static final String PACKAGE = "ws@8.23.0";

    @TempDir
    Path folder;

    @Test
    void messagesFragmentsPingsAndCloseCodesPassAsTheyAre() throws Exception {
        fetch();
        var server = node("serve").start();
        try (var out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            var port = Integer.parseInt(out.readLine());
            try (var running = Running.of(Models.simple("127.0.0.1:" + port))) {
                ask(running.address());
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private void ask(InetSocketAddress at) throws IOException, InterruptedException {
        var log = folder.resolve("client.txt");
        var client = node("ask", String.valueOf(at.getPort()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            client.destroyForcibly().waitFor();
        }
    }

    private ProcessBuilder node(String... arguments) {
        var script = Objects.requireNonNull(WebSocketTest.class.getResource("websocket.js"))
                .getPath();
        var command = new java.util.ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_PATH", folder.resolve("node_modules").toString());
        return builder;
    }

    private void fetch() throws InterruptedException {
        try {
            var npm = new ProcessBuilder(
                            "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), PACKAGE)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.txt").toFile())
                    .start();
            boolean done = npm.waitFor(60, TimeUnit.SECONDS);
            npm.destroyForcibly().waitFor();
            Assumptions.assumeTrue(done && npm.exitValue() == 0, "npm cannot fetch " + PACKAGE);
        } catch (IOException e) {
            Assumptions.abort("npm is not installed: " + e.getMessage());
        }
    }
}
