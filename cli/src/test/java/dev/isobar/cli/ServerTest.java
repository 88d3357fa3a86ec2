package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.ServerEvent;
import dev.isobar.proxy.ProxySettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run}, with real sockets on loopback and without signals. */
@Timeout(60)
class ServerTest {
    private static final Pattern LISTENER = Pattern.compile("listener web: (http://\\S+)");

    private final LinkedBlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();
    private final Lines err = new Lines();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        events.add(ServerEvent.STOP);
        client.close();
    }

    @Test
    void servesDemoTargetsReloadsAndStops() throws Exception {
        var file = write("one", freePort());
        var exit = start(file, false);
        var url = url(err.until("Ctrl-C stops it"));
        assertThat(get(url + "/fixed")).isEqualTo("one");
        assertThat(get(url + "/")).startsWith("hello from 127.0.0.1:").endsWith(" (group web)\n");

        Files.writeString(file, Shell.read(file).replace("one", "two"));
        events.add(ServerEvent.RELOAD);
        assertThat(err.until("reloaded " + file)).hasSize(1);
        assertThat(get(url + "/fixed")).isEqualTo("two");

        Files.writeString(file, "nonsense: 1\n");
        events.add(ServerEvent.RELOAD);
        assertThat(err.until("goes on")).anyMatch(line -> line.contains("server.yaml:1:1: "));
        assertThat(get(url + "/fixed")).isEqualTo("two");

        events.add(ServerEvent.STOP);
        assertThat(exit.get()).isZero();
    }

    @Test
    void startsAndStopsDemoTargetsWithTheFile() throws Exception {
        int first = freePort();
        var file = write("one", first);
        var exit = start(file, false);
        var url = url(err.until("Ctrl-C stops it"));
        assertThat(get(url + "/")).contains(":" + first + " ");

        int second = freePort();
        write("one", second);
        events.add(ServerEvent.RELOAD);
        err.until("reloaded");
        assertThat(get(url + "/")).contains(":" + second + " ");
        // Free again: the demo target is gone.
        new ServerSocket(first, 1, InetAddress.getLoopbackAddress()).close();

        events.add(ServerEvent.STOP);
        assertThat(exit.get()).isZero();
    }

    @Test
    void readsAFileThatChangesAgain() throws Exception {
        var file = write("one", freePort());
        var exit = start(file, true);
        var url = url(err.until("Ctrl-C stops it"));
        Files.writeString(file, Shell.read(file).replace("one", "another"));
        err.until("reloaded " + file);
        assertThat(get(url + "/fixed")).isEqualTo("another");
        events.add(ServerEvent.STOP);
        assertThat(exit.get()).isZero();
    }

    @Test
    void printsARequestForEachRule() throws Exception {
        var file = write("one", freePort());
        var exit = start(file, false);
        var lines = err.until("Ctrl-C stops it");
        var url = url(lines);
        assertThat(lines)
                .contains(
                        "  curl " + url + "/fixed  # fixed",
                        "  curl -X POST -H 'Host: www.example.com' -H 'x-a: 1 2' '" + url + "/deep?q=a+b'  # deep",
                        "  # regex: path like \"/[0-9]+\"",
                        "  curl " + url + "/  # default");
        events.add(ServerEvent.STOP);
        assertThat(exit.get()).isZero();
    }

    private FutureTask<Integer> start(Path file, boolean watch) {
        var conduct = new Server.Conduct(
                new Serving(Optional.empty(), true), watch, Duration.ofSeconds(5), new Trust.InNobody());
        var console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                Console.Terminals.NONE);
        var settings = ProxySettings.defaults(System.out).withLoops(1).withPorts((_, _) -> 0);
        var server = new Server(List.of(file.toString()), conduct, settings, console);
        var task = new FutureTask<>(() -> server.serve(() -> events));
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private Path write(String body, int port) throws IOException {
        return Files.writeString(directory.resolve("server.yaml"), """
            isobar: v1
            name: served
            listeners:
              web:
                port: 8080
                protocol: http
                rules:
                  - { name: fixed, match: { path: /fixed }, respond: { status: 200, body: %s } }
                  - name: deep
                    match:
                      host: "*.example.com"
                      path: /deep/*
                      method: [POST, PUT]
                      headers: { X-A: 1 2 }
                      query: { q: a b }
                    forward: web
                  - { name: regex, match: { path: { regex: "/[0-9]+" } }, forward: web }
                default: { forward: web }
            targetGroups:
              web:
                targets: ["127.0.0.1:%d"]
                healthCheck: { path: /health, interval: 1s, timeout: 1s }
            """.formatted(body, port));
    }

    private static String url(List<String> lines) {
        return lines.stream()
                .map(LISTENER::matcher)
                .filter(java.util.regex.Matcher::matches)
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private String get(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
