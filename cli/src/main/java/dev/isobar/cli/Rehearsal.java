package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    private Rehearsal() {}

    public static void main(String[] args) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var starter = InitCommand.starter().getBytes(StandardCharsets.UTF_8);
        Console.ofProcess();
        for (var command : COMMANDS) {
            Isobar.run(command, new ByteArrayInputStream(starter), nowhere, nowhere, Map.of());
        }
    }
}
