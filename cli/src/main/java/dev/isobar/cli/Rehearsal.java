package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Signals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

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

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    /** How long a server may take to answer before its rehearsal is given up. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Rehearsal() {}

    public static void main(String[] args) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var starter = InitCommand.starter().getBytes(StandardCharsets.UTF_8);
        Console.ofProcess();
        for (var command : COMMANDS) {
            Isobar.run(command, new ByteArrayInputStream(starter), nowhere, nowhere, Map.of());
        }
        try {
            serve(nowhere);
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            // Where nothing can be opened nobody will serve, and the commands above start faster all the same.
            nowhere.println(e.getMessage());
        }
        // A server that did not come up, or goes on, does not keep the notes from being written.
        System.exit(Exit.DONE);
    }

    /** What {@code run} does until its first answers, in the clear and over TLS, and at its end. */
    private static void serve(PrintStream nowhere) throws IOException, InterruptedException, GeneralSecurityException {
        var folder = Files.createTempDirectory("isobar");
        try {
            var ports = freePorts(6);
            var file = Files.writeString(folder.resolve("rehearsal.yaml"), served(ports, folder));
            var environment = Map.of(AuthorityFiles.VARIABLE, folder.toString());
            run(List.of("dev-ca", file.toString()), nowhere, environment);
            var server = Thread.ofPlatform()
                    .daemon()
                    .start(() ->
                            run(List.of("run", file.toString(), "--no-watch", "--demo-targets"), nowhere, environment));
            if (awaitAnswer(server, ports.get(0)) && isAnswered(trustful().createSocket(), ports.get(1))) {
                Signals.raise("TERM");
                server.join(LONGEST);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (var each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        }
    }

    private static String served(List<Integer> ports, Path folder) {
        return """
            isobar: v1
            name: rehearsal
            listeners:
              http: { port: %1$d, protocol: http, default: { forward: app } }
              https: { port: %2$d, protocol: https, tls: { certificates: [site] }, default: { forward: app } }
              tcp: { port: %3$d, protocol: tcp, default: { forward: db } }
            targetGroups:
              app: { targets: ["127.0.0.1:%4$d"], healthCheck: { path: /health } }
              db: { protocol: tcp, targets: ["127.0.0.1:%5$d"], healthCheck: { protocol: tcp } }
            certificates: { site: { certificate: %6$s/site.pem, key: %6$s/site.key } }
            place: { local: { bind: 127.0.0.1, admin: "127.0.0.1:%7$d" } }
            """.formatted(
                        ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), folder, ports.get(5));
    }

    private static void run(List<String> command, PrintStream nowhere, Map<String, String> environment) {
        Isobar.run(command, InputStream.nullInputStream(), nowhere, nowhere, environment);
    }

    /** Different ones; another process may take one until it is used. */
    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean awaitAnswer(Thread server, int port) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (server.isAlive() && System.nanoTime() < end) {
            if (isAnswered(new Socket(), port)) {
                return true;
            }
            server.join(Duration.ofMillis(10));
        }
        return false;
    }

    private static boolean isAnswered(Socket client, int port) {
        try (client) {
            client.setSoTimeout((int) LONGEST.toMillis());
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            return client.getInputStream().readAllBytes().length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** For clients of the server of this very process. */
    private static SocketFactory trustful() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        return context.getSocketFactory();
    }
}
