package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Writes a first file to start from: small, commented, valid, and ready to run on this machine.",
        },
        exitCodeList = {"0:the file is written", "1:it cannot be written", "2:there is such a file already"},
        footer = {"  isobar init", "  isobar init shop.yaml", "  isobar init -"})
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "isobar.yaml",
            description = "The file to write; - is standard output. Default: isobar.yaml.")
    private String file = "isobar.yaml";

    @Option(names = "--force", description = "Overwrite a file that exists.")
    private boolean force;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (file.equals(Sources.STANDARD_INPUT)) {
            console.print(starter());
            return Exit.DONE;
        }
        write(Path.of(file));
        console.say("wrote " + file + "; try it: isobar run " + file + " --demo-targets");
        return Exit.DONE;
    }

    private void write(Path path) {
        var options = force
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        try {
            Files.writeString(path, starter(), options);
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage(
                    "there is a file \"" + file + "\" already", "name another, or overwrite it with --force");
        } catch (IOException e) {
            throw Failure.failed(
                    "the file \"" + file + "\" cannot be written: " + e,
                    "name a file in a directory that you may write");
        }
    }

    /** The file that is written. */
    static String starter() {
        try (var in = Objects.requireNonNull(InitCommand.class.getResourceAsStream("starter.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
