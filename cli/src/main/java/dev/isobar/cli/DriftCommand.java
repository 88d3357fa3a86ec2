package dev.isobar.cli;

import dev.isobar.cli.cloud.Drift;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.provider.calls.Cancellation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Says how the cloud differs from the file, as if somebody had changed the cloud: what was changed from"
                    + " what to what, what is missing, and what is too much.",
            "",
            "Where the file changed since the last apply, that is a difference too: apply it first."
        },
        exitCodeList = {"0:there is no difference", "1:any error", "2:there are differences"},
        footer = {"  isobar drift shop.yaml --to aws", "  isobar drift shop.yaml --json"})
final class DriftCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Mixin
    private CloudArguments cloud = new CloudArguments();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DriftCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var refusal = new Placed.Refusal(console, json, Exit.FAILED, Exit.FAILED);
        return Placed.with(files.sources(console), cloud::provider, refusal, this::look);
    }

    private int look(Placed placed) {
        try (var account = placed.provider().open(placed.file().model(), cloud.access(new Cancellation()))) {
            var drift = Drift.between(
                    placed.provider(),
                    placed.file().model(),
                    placed.translation().value(),
                    account.observe());
            if (json) {
                console.print(drift.json());
            } else {
                console.print(drift.text(console.paintOut()));
            }
            return drift.isNone() ? Exit.DONE : Exit.CHANGES;
        }
    }
}
