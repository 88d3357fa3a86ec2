package dev.isobar.cli;

import dev.isobar.cli.cloud.Drift;
import dev.isobar.cli.cloud.StatusReport;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.provider.calls.Cancellation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = "Says how the load balancer is doing in its cloud: its state and addresses, the health of each"
                + " target as the cloud sees it, and whether anything differs from the file.",
        exitCodeList = {
            "0:the status is printed, whatever it is",
            "1:the cloud cannot carry the file or cannot be asked",
            "2:the file is invalid"
        },
        footer = {"  isobar status shop.yaml --to aws", "  isobar status shop.yaml --json"})
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Mixin
    private CloudArguments cloud = new CloudArguments();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var refusal = new Placed.Refusal(console, json, Exit.USAGE, Exit.FAILED);
        return Placed.with(files.sources(console), cloud::provider, refusal, this::look);
    }

    private int look(Placed placed) {
        try (var account = placed.provider().open(placed.file().model(), cloud.access(new Cancellation()))) {
            var drift = Drift.between(
                    placed.provider(),
                    placed.file().model(),
                    placed.translation().value(),
                    account.observe());
            var report = new StatusReport(account.status(), drift);
            if (json) {
                console.print(report.json());
            } else {
                console.print(report.text(console.paintOut()));
            }
            return Exit.DONE;
        }
    }
}
