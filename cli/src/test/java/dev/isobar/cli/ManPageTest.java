package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code docs/cli} says what the command line says. */
class ManPageTest {
    private static final Path PAGES = Shell.ROOT.resolve("docs/cli");

    private static final Map<String, CommandLine> COMMANDS = commands();

    static Set<String> names() {
        return COMMANDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePageSaysWhatTheCommandSays(String name) {
        var command = Objects.requireNonNull(COMMANDS.get(name));
        Golden.check(PAGES.resolve(name + ".md"), ManPage.of(command.getCommandSpec()));
    }

    @Test
    void thereIsNoOtherPage() throws IOException {
        try (var pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(COMMANDS.keySet());
        }
    }

    @Test
    void everyCommandHasExamplesAndExitCodesAndEveryOptionADescription() {
        COMMANDS.forEach((name, command) -> {
            var usage = command.getCommandSpec().usageMessage();
            assertThat(usage.footer()).as("examples of " + name).isNotEmpty();
            assertThat(usage.exitCodeList()).as("exit codes of " + name).isNotEmpty();
            assertThat(command.getCommandSpec().args())
                    .allSatisfy(arg -> assertThat(arg.description()).as(name).isNotEmpty());
        });
    }

    private static Map<String, CommandLine> commands() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var console =
                new Console(java.io.InputStream.nullInputStream(), nowhere, nowhere, Map.of(), Console.Terminals.NONE);
        var root = CommandTree.whole(console);
        var commands = new TreeMap<>(root.getSubcommands());
        commands.put("isobar", root);
        return commands;
    }
}
