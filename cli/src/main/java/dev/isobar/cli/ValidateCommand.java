package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Problems;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Loaded;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Checks a file: its keys, its values, and that everything it names is there, certificates included.",
            "",
            "All problems are printed at once, each with its place, what is wrong and how to mend it."
        },
        exitCodeList = {
            "0:the file is valid; there may be warnings",
            "1:the file is valid, but it has warnings and --strict is given",
            "2:the file is invalid or cannot be read"
        },
        footer = {
            "  isobar validate shop.yaml",
            "  isobar validate shop.yaml -f staging.yaml --strict",
            "  isobar validate - --json < shop.yaml"
        })
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(names = "--json", description = "Print the problems as JSON.")
    private boolean json;

    @Option(names = "--strict", description = "Fail where there are warnings.")
    private boolean strict;

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var loaded = files.load(console);
        var problems = Checked.problems(loaded);
        if (json) {
            console.print(Problems.json(problems));
        } else {
            Problems.warn(problems, console);
        }
        if (problems.stream().anyMatch(Problem::isError)) {
            return Exit.USAGE;
        }
        if (loaded instanceof Loaded.Valid(var model, var _, var _) && !json) {
            console.print(console.paintOut().green(files.first() + " is valid") + ": " + contents(model) + "\n");
        }
        return strict && !problems.isEmpty() ? Exit.FAILED : Exit.DONE;
    }

    private static String contents(Model model) {
        long rules = model.listeners().values().stream()
                .map(Listener::table)
                .mapToLong(table -> table.rules().size())
                .sum();
        long targets = model.targetGroups().values().stream()
                .mapToLong(group -> group.targets().size())
                .sum();
        return String.join(
                ", ",
                Words.count(model.listeners().size(), "listener"),
                Words.count(rules, "rule"),
                Words.count(model.targetGroups().size(), "target group"),
                Words.count(targets, "target"));
    }
}
