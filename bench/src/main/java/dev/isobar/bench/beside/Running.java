package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that was started here, and ends here. */
record Running(String name, Process process, Setup setup) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);

    /** Starts it on one core, and waits until it takes connections. */
    static Running start(String name, Contender.Start start, Setup setup, int core, int port) {
        try {
            Files.writeString(start.file(), start.text());
            var log =
                    setup.folder().resolve(start.file().getFileName() + ".log").toFile();
            var process = new ProcessBuilder(Command.pinned(core, start.command()))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            var running = new Running(name, process, setup);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!takes(port)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    running.close();
                    throw new IllegalStateException(name + " does not start:\n" + Files.readString(log.toPath()));
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean takes(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
