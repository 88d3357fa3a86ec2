package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common. */
class IsobarTest {
    private static final String INVALID = "src/test/resources/files/invalid.yaml";

    @Test
    void suggestsTheNearestCommand() {
        var result = Shell.run("validat", "x");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("""
            isobar: there is no command "validat"
                fix: did you mean validate? see isobar --help
            """);
    }

    @Test
    void suggestsTheNearestOption() {
        var result = Shell.run("validate", INVALID, "--jsno");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("""
            isobar: there is no option "--jsno"
                fix: did you mean --json? see isobar validate --help
            """);
    }

    @Test
    void saysWhichArgumentIsMissing() {
        var result = Shell.run("route", INVALID);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("isobar: missing required parameter: 'REQUEST'\n    fix: ");
    }

    @Test
    void asksForACommand() {
        var result = Shell.run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("isobar: no command is given\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void printsHelp(String argument) {
        var result = Shell.run(argument);
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("Usage: isobar ").contains("validate", "route", "Exit codes:");
    }

    @Test
    void printsTheSameHelpOfACommandBothWays() {
        assertThat(Shell.run("help", "route")).isEqualTo(Shell.run("route", "--help"));
    }

    @Test
    void printsVersions() {
        var result = Shell.run("version");
        assertThat(result.out()).containsPattern("isobar \\d+\\.\\d+\\.\\d+\n").contains("java ", "os ");
        assertThat(Shell.run("--version")).isEqualTo(result);
        assertThat(Shell.run("version", "--json").out())
                .containsPattern("\"isobar\": \"\\d+\\.\\d+\\.\\d+\"")
                .contains("\"java\": ", "\"os\": ");
    }

    @Test
    void printsTheSchema() {
        assertThat(Shell.run("schema").out()).contains("https://json-schema.org/draft/2020-12/schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void printsACompletionScript(String shell) {
        var result = Shell.run("completion", shell);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("complete -F _complete_isobar", "validate", "--demo-targets");
    }

    @Test
    void coloursOnlyWhereAsked() {
        assertThat(Shell.run("validate", INVALID).err()).doesNotContain("\u001b");
        assertThat(Shell.run("validate", INVALID, "--color=always").err()).contains("\u001b[31m");
        assertThat(Shell.run("--color=always", "validate", INVALID).err()).contains("\u001b[31m");
    }

    @Test
    void coloursOnATerminalUnlessToldNotTo() {
        assertThat(onTerminal(Map.of(), "validate", INVALID)).contains("\u001b[31m");
        assertThat(onTerminal(Map.of("NO_COLOR", "1"), "validate", INVALID)).doesNotContain("\u001b");
        assertThat(onTerminal(Map.of("TERM", "dumb"), "validate", INVALID)).doesNotContain("\u001b");
        assertThat(onTerminal(Map.of(), "validate", INVALID, "--color=never")).doesNotContain("\u001b");
        assertThat(onTerminal(Map.of("NO_COLOR", "1"), "validate", INVALID, "--color=always"))
                .contains("\u001b[31m");
    }

    @Test
    void internalErrorsAreOneLineUnlessTheStackTraceIsAsked() {
        assertThat(withBrokenInput("validate", "-")).isEqualTo("""
            isobar: internal error in validate: java.lang.IllegalStateException: broken
                fix: run it again with --stacktrace, and report what it prints
            """);
        assertThat(withBrokenInput("validate", "-", "--stacktrace")).contains("\tat dev.isobar.cli.");
    }

    private static String onTerminal(Map<String, String> environment, String... args) {
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var terminals = Console.Terminals.parse("out,err");
        Isobar.run(
                List.of(args),
                new Console(new ByteArrayInputStream(new byte[0]), stream, stream, environment, terminals));
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String withBrokenInput(String... args) {
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("broken");
            }

            @Override
            public int read(byte[] into, int from, int length) {
                throw new IllegalStateException("broken");
            }
        };
        int code = Isobar.run(new ArrayList<>(List.of(args)), broken, stream, stream, Map.of());
        assertThat(code).isEqualTo(1);
        return err.toString(StandardCharsets.UTF_8);
    }
}
