package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.cloud.Findings;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Says what a cloud would do with a file, without an account and without asking the cloud.",
            "",
            "Each finding has its place in the file: what the cloud carries in another way than the file says it, and"
                    + " how; or what it cannot carry, and what to do instead. What is carried just so is not listed."
        },
        exitCodeList = {
            "0:the cloud can carry the file, perhaps in another way",
            "1:the cloud cannot carry all of the file",
            "2:the file is invalid, or there is no such cloud"
        },
        footer = {
            "  isobar check shop.yaml --to aws",
            "  isobar check shop.yaml --to aws,gcp",
            "  isobar check shop.yaml --to aws --sarif > findings.sarif"
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--to",
            paramLabel = "CLOUD",
            split = ",",
            required = true,
            description = "The cloud: aws, azure or gcp. Several are separated by commas.")
    private List<String> clouds = new ArrayList<>();

    @Option(names = "--json", description = "Print the findings as JSON.")
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
        var providers = Clouds.named(clouds);
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, json, console);
            case Loaded.Valid valid -> report(providers, valid);
        };
    }

    private int report(List<Provider> providers, Loaded.Valid valid) {
        var found = new ArrayList<Findings.Found>();
        for (var provider : providers) {
            for (var finding : provider.check(valid.model(), valid.positions())) {
                found.add(new Findings.Found(provider.name(), finding));
            }
        }
        var findings = Findings.of(found);
        if (json) {
            console.print(findings.json());
        } else if (sarif) {
            console.print(findings.sarif(Version.ofThis().isobar()));
        } else {
            console.print(findings.text(console.paintOut()));
        }
        return found.stream().anyMatch(each -> each.finding().support() instanceof Finding.Support.Impossible)
                ? Exit.FAILED
                : Exit.DONE;
    }
}
