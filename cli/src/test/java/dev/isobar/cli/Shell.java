package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs commands in this process. */
public final class Shell {
    /** What a command left behind. */
    record Result(int code, String out, String err) {}

    /** The root of the repository. */
    public static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("isobar.root"), "isobar.root"));

    private Shell() {}

    static Result run(String... args) {
        return run("", Map.of(), args);
    }

    /** With a person who types {@code in}, on a terminal that has no colours. */
    static Result onTerminal(String in, String... args) {
        return onTerminal(in, Map.of(), args);
    }

    static Result onTerminal(String in, Map<String, String> environment, String... args) {
        var all = new HashMap<>(environment);
        all.put("NO_COLOR", "1");
        return run(in, all, new Console.Terminals(true, true, true), args);
    }

    static Result run(String in, Map<String, String> environment, String... args) {
        return run(in, environment, Console.Terminals.NONE, args);
    }

    private static Result run(String in, Map<String, String> environment, Console.Terminals terminals, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminals);
        int code = Isobar.run(List.of(args), console);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The text of a file in the test resources. */
    public static String resource(String name) {
        return read(ROOT.resolve("cli/src/test/resources").resolve(name));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
