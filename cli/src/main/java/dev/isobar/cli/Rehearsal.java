package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.proxy.LocalProxy;
import dev.isobar.proxy.ProxySettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs the common commands once, to nowhere, while the VM takes notes: the launcher keeps these in an AOT cache, and
 * later starts are faster.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514, ahead-of-time command-line ergonomics</a>
 */
final class Rehearsal {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("validate", "-"),
            List.of("validate", "-", "--json"),
            List.of("route", "-", "http://localhost/api/users", "-H", "X-Canary: on"),
            List.of("test", "-"),
            List.of("graph", "-"),
            List.of("schema"),
            List.of("version"),
            List.of("validate", "no such file"),
            List.of("--help"));

    private static final String SERVED = """
        isobar: v1
        name: rehearsal
        listeners:
          http: { port: 80, protocol: http, default: { forward: app } }
          https: { port: 443, protocol: https, tls: { certificates: site }, default: { forward: app } }
        targetGroups: { app: { targets: ["127.0.0.1:9"], healthCheck: { path: / } } }
        certificates: { site: { selfSigned: localhost } }
        place: { local: { bind: 127.0.0.1 } }
        """;

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    /** Where somebody listens at the target after all, and says nothing. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Rehearsal() {}

    public static void main(String[] args) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var starter = InitCommand.starter().getBytes(StandardCharsets.UTF_8);
        Console.ofProcess();
        for (var command : COMMANDS) {
            Isobar.run(command, new ByteArrayInputStream(starter), nowhere, nowhere, Map.of());
        }
        serve(nowhere);
    }

    /** What {@code run} needs until its first answers. Nobody listens at the target, which is answered with 502. */
    private static void serve(PrintStream nowhere) {
        if (!(ModelFile.read(List.of(new Source("rehearsal.yaml", SERVED, Path.of(""))), Map.of())
                instanceof Loaded.Valid(var model, var _, var _))) {
            throw new IllegalStateException("the file of the rehearsal is not valid");
        }
        var settings = ProxySettings.defaults(nowhere).withPorts((_, _) -> 0);
        try (var proxy = LocalProxy.start(model, settings);
                var client = new Socket()) {
            client.setSoTimeout((int) LONGEST.toMillis());
            client.connect(proxy.listeners().getFirst().address());
            client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException | UncheckedIOException e) {
            // Where no port can be opened nobody will serve, and the commands above start faster all the same.
            nowhere.println(e.getMessage());
        }
    }
}
