package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a connection costs that waits for its next request. */
final class IdleConnections {
    static final String NAME = "idle";
    private static final int CONNECTIONS = 9_000;
    /** What is needed in any case is there by then. */
    private static final int BEFORE = 500;

    private IdleConnections() {}

    static void measure(SideBySide.All all) {
        System.out.println("\n| proxy | idle connections | KiB for each |\n|---|---|---|");
        for (var running : all.running()) {
            var open = new ArrayList<Get>();
            try {
                more(open, BEFORE, running);
                long before = Times.memory(running.pid());
                more(open, BEFORE + CONNECTIONS, running);
                long after = Times.memory(running.pid());
                System.out.printf(
                        "| %s | %,d | %.1f |%n", running.name(), CONNECTIONS, (double) (after - before) / CONNECTIONS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                close(open);
            }
        }
    }

    private static void more(List<Get> open, int count, Running running) throws IOException {
        while (open.size() < count) {
            var client = new Get(running.setup().http());
            open.add(client);
            if (client.ask() != 200) {
                throw new IllegalStateException(running.name() + " does not answer with 200");
            }
        }
    }

    private static void close(List<Get> open) {
        for (var client : open) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
