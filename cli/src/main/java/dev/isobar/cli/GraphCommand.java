package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.file.Loaded;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Draws listeners, rules, target groups and targets.",
            "",
            "Rules are numbered in the order in which they are tried. Mermaid is drawn by most Git forges inside a"
                    + " Markdown block; dot is the language of Graphviz."
        },
        exitCodeList = {"0:the graph is printed", "2:the file is invalid"},
        footer = {"  isobar graph shop.yaml", "  isobar graph shop.yaml --format dot | dot -Tsvg > shop.svg"})
final class GraphCommand implements Callable<Integer> {
    /** A language of graphs. */
    enum Format {
        MERMAID,
        DOT
    }

    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "mermaid",
            description = "mermaid or dot. Default: mermaid.")
    private Format format = Format.MERMAID;

    GraphCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, false, console);
            case Loaded.Valid(var model, var _, var _) -> {
                var graph = Graph.of(model);
                console.print(
                        switch (format) {
                            case MERMAID -> Mermaid.of(graph);
                            case DOT -> Dot.of(graph);
                        });
                yield Exit.DONE;
            }
        };
    }
}
