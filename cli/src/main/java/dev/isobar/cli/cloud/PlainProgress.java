package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Console;
import dev.isobar.provider.Step;
import java.time.Duration;

/** A line for each step that came to its end, for logs. */
final class PlainProgress implements Apply.Display {
    private final Console console;
    private final int steps;
    private int ended;

    PlainProgress(Console console, int steps) {
        this.console = console;
        this.steps = steps;
    }

    @Override
    public void begun(Step step) {}

    @Override
    public void done(Step step, Duration took) {
        console.say("%s done  %s  (%s)".formatted(count(), step.line(), OutcomeText.time(took)));
    }

    @Override
    public void failed(Step step, RuntimeException why) {
        console.say("%s FAIL  %s: %s".formatted(count(), step.line(), OutcomeText.why(why)));
    }

    private String count() {
        ended++;
        return "[%d/%d]".formatted(ended, steps);
    }

    @Override
    public void close() {}
}
