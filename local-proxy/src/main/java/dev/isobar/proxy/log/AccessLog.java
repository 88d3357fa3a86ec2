package dev.isobar.proxy.log;

import dev.isobar.model.Place;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Writes lines on a thread of its own, from a bounded queue for each event loop: a slow disk never holds up a request. */
public final class AccessLog implements AutoCloseable {
    private static final int QUEUE = 8192;
    private static final long PAUSE = 5_000_000;

    private final Place.AccessLog.On settings;
    private final java.util.List<Ring<LogEntry>> rings;
    private final OutputStream out;
    private final boolean ours;
    private final Thread writer;
    private volatile boolean closing;
    private final LongAdder failed = new LongAdder();

    private AccessLog(Place.AccessLog.On settings, int loops, OutputStream out, boolean ours) {
        this.settings = settings;
        this.rings = IntStream.range(0, loops)
                .mapToObj(loop -> new Ring<LogEntry>(QUEUE))
                .toList();
        this.out = out;
        this.ours = ours;
        this.writer = new Thread(this::run, "access log");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * @param stdout where lines go that go to no file
     * @throws UncheckedIOException where the file cannot be opened
     */
    public static AccessLog open(Place.AccessLog.On settings, int loops, PrintStream stdout) {
        if (settings.file().isEmpty()) {
            return new AccessLog(settings, loops, stdout, false);
        }
        var file = Path.of(settings.file().get());
        try {
            var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new AccessLog(settings, loops, new BufferedOutputStream(out, 1 << 16), true);
        } catch (IOException e) {
            throw new UncheckedIOException("the access log " + file + " cannot be opened", e);
        }
    }

    public Place.AccessLog.On settings() {
        return settings;
    }

    /** Called by that event loop only; never blocks. */
    public void add(int loop, LogEntry entry) {
        rings.get(loop).offer(entry);
    }

    /** Entries that found the queue full, or that could not be written. */
    public long dropped() {
        return failed.sum() + rings.stream().mapToLong(Ring::dropped).sum();
    }

    private void run() {
        while (true) {
            boolean last = closing;
            boolean any = false;
            for (var ring : rings) {
                for (var entry = ring.poll(); entry != null; entry = ring.poll()) {
                    any = true;
                    write(entry);
                }
            }
            flush(any);
            if (last && !any) {
                return;
            }
            if (!any) {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void write(LogEntry entry) {
        var line = switch (settings.format()) {
            case COMBINED -> LogLines.combined(entry);
            case JSON -> LogLines.json(entry);
        };
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            failed.increment();
        }
    }

    private void flush(boolean any) {
        try {
            if (any) {
                out.flush();
            }
        } catch (IOException e) {
            failed.increment();
        }
    }

    /** Writes what is queued, and ends. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(2_000);
            if (ours) {
                out.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the access log could not be closed", e);
        }
    }
}
