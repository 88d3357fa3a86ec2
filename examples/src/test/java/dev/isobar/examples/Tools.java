package dev.isobar.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** Other people's programs, free ports, and waiting for things to happen. */
final class Tools {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Tools() {}

    /** The root of the repository. */
    static Path root() {
        return Path.of(System.getProperty("isobar.root", ".."));
    }

    /** Skips the test, with the reason in the report, where a program is not installed. */
    static String require(String program) {
        var found = List.of("/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/bin/").stream()
                .map(folder -> folder + program)
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), program + " is not installed (.ci/run installs it)");
        return found.orElseThrow();
    }

    /** Ports of the loopback interface that were free just now, all different. */
    static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    /** Waits until something holds, and fails with its name where it does not within half a minute. */
    static void await(String what, Callable<Boolean> holds) throws Exception {
        var end = Instant.now().plus(PATIENCE);
        while (!holds.call()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    static void awaitPort(int port) throws Exception {
        await("port " + port + " accepts connections", () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
