package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = "Prints the versions of Isobar, of Java and of the operating system.",
        footer = {"  isobar version", "  isobar version --json"})
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var version = Version.ofThis();
        if (json) {
            console.print(version.json());
        } else {
            console.print(version.text());
        }
        return Exit.DONE;
    }
}
