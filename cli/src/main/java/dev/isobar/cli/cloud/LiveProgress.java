package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Console;
import dev.isobar.provider.Step;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * For a terminal: finished steps as lines, and below them one that is rewritten, with what runs and for how long. One
 * thread reports, another lets the seconds pass.
 */
final class LiveProgress implements Apply.Display {
    private static final Duration TICK = Duration.ofMillis(200);

    /** Nobody says how wide the terminal is; a line that is broken could not be rewritten. */
    private static final int WIDTH = 79;

    /** To the first column, and what stands there is erased: ECMA-48 EL. */
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private final PrintStream out;
    private final int steps;
    private final Map<Step, Long> running = new LinkedHashMap<>();
    private final Thread ticker;
    private int ended;
    private boolean closed;

    LiveProgress(Console console, int steps) {
        this.console = console;
        this.out = console.err();
        this.steps = steps;
        ticker = Thread.ofVirtual().start(this::tick);
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK);
                draw();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void begun(Step step) {
        running.put(step, System.nanoTime());
        draw();
    }

    @Override
    public synchronized void done(Step step, Duration took) {
        end(step, console.paintErr().green("done") + "  " + step.line() + "  (" + OutcomeText.time(took) + ")");
    }

    @Override
    public synchronized void failed(Step step, RuntimeException why) {
        end(step, console.paintErr().red("FAIL") + "  " + step.line() + ": " + OutcomeText.why(why));
    }

    private synchronized void end(Step step, String line) {
        running.remove(step);
        ended++;
        out.print(ERASE + line + "\n");
        draw();
    }

    private synchronized void draw() {
        if (!closed) {
            var line = "%d of %d; %s".formatted(ended, steps, runningText());
            out.print(ERASE + (line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line));
            out.flush();
        }
    }

    private String runningText() {
        long now = System.nanoTime();
        return running.isEmpty()
                ? "nothing runs"
                : running.entrySet().stream()
                        .map(entry -> entry.getKey().line() + " "
                                + OutcomeText.time(Duration.ofNanos(now - entry.getValue())))
                        .collect(Collectors.joining(", "));
    }

    @Override
    public synchronized void close() {
        closed = true;
        ticker.interrupt();
        out.print(ERASE);
        out.flush();
    }
}
