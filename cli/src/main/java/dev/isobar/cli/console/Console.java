package dev.isobar.cli.console;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a command reads and writes: results to {@link #out}, everything else to {@link #err}. */
public final class Console {
    /** At which ends a person sits. */
    public record Terminals(boolean in, boolean out, boolean err) {
        public static final Terminals NONE = new Terminals(false, false, false);

        /** @param property the names of the streams that the launcher found to be terminals */
        public static Terminals parse(String property) {
            var names = List.of(property.split(","));
            return new Terminals(names.contains("in"), names.contains("out"), names.contains("err"));
        }
    }

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Terminals terminals;
    private Color color = Color.AUTO;

    public Console(
            InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, Terminals terminals) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.terminals = terminals;
    }

    /** That of this process; UTF-8 whatever the locale says, so that output is the same everywhere. */
    public static Console ofProcess() {
        var out = new FileOutputStream(FileDescriptor.out);
        return new Console(
                System.in,
                new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                Terminals.parse(System.getProperty("isobar.terminal", "")));
    }

    public InputStream in() {
        return in;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public void color(Color wanted) {
        color = wanted;
    }

    public Paint paintOut() {
        return new Paint(coloured(terminals.out()));
    }

    public Paint paintErr() {
        return new Paint(coloured(terminals.err()));
    }

    private boolean coloured(boolean terminal) {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
        };
    }

    /**
     * How many characters fit in a line of the terminal that results go to, as {@code COLUMNS} says it; empty where they go
     * elsewhere, or nobody says it.
     */
    public OptionalInt columns() {
        var columns = environment.getOrDefault("COLUMNS", "");
        return terminals.out() && columns.matches("[1-9][0-9]{0,4}")
                ? OptionalInt.of(Integer.parseInt(columns))
                : OptionalInt.empty();
    }

    /** Whether a person can be asked something. */
    public boolean canAsk() {
        return terminals.in() && terminals.err();
    }

    /** Whether a person watches what is said, on a terminal that can rewrite a line. */
    public boolean isWatched() {
        return terminals.err() && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /**
     * Asks a question, and waits for a line.
     *
     * @return without white space around it; empty where there is no line
     */
    public String ask(String question) {
        err.print(question + " ");
        err.flush();
        var line = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
                line.write(octet);
            }
        } catch (IOException e) {
            throw Failure.failed("the answer cannot be read: " + e.getMessage(), "give --auto-approve instead");
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /** A result in JSON. */
    public void print(Json json) {
        out.println(json.text());
        out.flush();
    }

    /** A result for people. */
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Says something that is not the result. */
    public void say(String text) {
        err.println(text);
    }

    /** Says what is wrong and how to mend it. */
    public void complain(String what, String fix) {
        err.println(paintErr().bold("isobar:") + " " + paintErr().red(what));
        err.println("    fix: " + fix);
    }
}
