package dev.isobar.cli;

import dev.isobar.cli.check.SupportTable;
import dev.isobar.cli.check.TableJson;
import dev.isobar.cli.check.TableText;
import dev.isobar.cli.check.Target;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.file.Loaded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Says what clouds and local-proxy would do with a file, without an account and without asking anybody.",
            "",
            "A table has a row for each feature that the file uses: native where a target has just this, emulated where"
                    + " it carries it in another way, impossible where it cannot. Features of one name that fit equally"
                    + " well are one row.",
            "",
            "Below it, each finding has its place in the file: how it is emulated, or why it is impossible and what to"
                + " do instead. Where the file has no place in a cloud, all else is told all the same. On a terminal"
                + " that is narrower than the table, each feature is a paragraph."
        },
        exitCodeList = {
            "0:all targets can carry the file, perhaps in another way",
            "1:a target cannot carry all of the file",
            "2:the file is invalid, or there is no such target"
        },
        footer = {
            "  isobar check shop.yaml --to aws",
            "  isobar check shop.yaml --to aws,gcp,azure,local",
            "  isobar check shop.yaml --to aws --sarif > findings.sarif"
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            split = ",",
            required = true,
            description = "A cloud (aws, azure or gcp), or local for local-proxy. Several are separated by commas.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--json", description = "Print the table and the findings as JSON.")
    private boolean json;

    @Option(names = "--sarif", description = "Print the findings as SARIF 2.1.0, as code scanners do.")
    private boolean sarif;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json && sarif) {
            throw Failure.usage("--json and --sarif exclude each other", "keep one of them");
        }
        var wanted = Target.named(targets);
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, json, console);
            case Loaded.Valid valid -> report(wanted, valid);
        };
    }

    private int report(List<Target> targets, Loaded.Valid valid) {
        var table = SupportTable.of(targets, valid.model(), valid.positions());
        if (json) {
            console.print(TableJson.of(table));
        } else if (sarif) {
            console.print(table.findings().sarif(Version.ofThis().isobar()));
        } else {
            console.print(TableText.of(table, console.paintOut(), console.columns()));
        }
        return table.isImpossible() ? Exit.FAILED : Exit.DONE;
    }
}
