package dev.isobar.cli;

import dev.isobar.cli.cloud.PlanJson;
import dev.isobar.cli.cloud.PlanText;
import dev.isobar.cli.cloud.Planned;
import dev.isobar.cli.cloud.SavedPlan;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.provider.calls.Cancellation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Says what would change in a cloud, and changes nothing.",
            "",
            "First in words of the file: where requests go now that went elsewhere, and which requests of its tests"
                + " that is; then each resource. There is no state file: the cloud itself is asked what is there, and"
                + " only what carries the mark of this load balancer counts.",
            "",
            "A plan that is saved with --out can be applied later; apply refuses it where the files or the cloud"
                    + " changed since."
        },
        exitCodeList = {
            "0:the plan is made; with --detailed-exitcode: there is nothing to do",
            "1:the cloud cannot carry the file or cannot be asked, or something is in the way of the plan; with"
                    + " --detailed-exitcode: any error",
            "2:the file is invalid; with --detailed-exitcode: there are changes"
        },
        footer = {
            "  isobar plan shop.yaml --to aws",
            "  isobar plan shop.yaml --out plan.json",
            "  isobar plan shop.yaml --detailed-exitcode --json",
            "  isobar plan shop.yaml --only TargetGroup,Registrations --no-delete"
        })
final class PlanCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Mixin
    private CloudArguments cloud = new CloudArguments();

    @Mixin
    private RestrictionArguments restriction = new RestrictionArguments();

    @Option(names = "--out", paramLabel = "PLAN", description = "Also save the plan in this file, for apply.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--detailed-exitcode",
            description = "Exit with 0 where there is nothing to do, 1 on any error, 2 where there are changes.")
    private boolean detailedExitCode;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (out.isPresent() && files.names().contains(Sources.STANDARD_INPUT)) {
            throw Failure.usage("a saved plan cannot name standard input (-)", "write the input to a file first");
        }
        out.filter(file -> !file.toString().endsWith(".json")).ifPresent(file -> {
            throw Failure.usage("--out \"" + file + "\": a plan is JSON", "name it " + file + ".json");
        });
        var refusal = new Placed.Refusal(console, json, detailedExitCode ? Exit.FAILED : Exit.USAGE, Exit.FAILED);
        return Placed.with(files.sources(console), cloud::provider, refusal, this::plan);
    }

    private int plan(Placed placed) {
        var name = placed.provider().name();
        var model = placed.file().model();
        Planned planned;
        try (var account = placed.provider().open(model, cloud.access(new Cancellation()))) {
            planned = Planned.of(placed.provider(), model, placed.translation(), account, restriction.restriction());
        }
        if (json) {
            console.print(PlanJson.of(planned, name));
        } else {
            console.print(PlanText.of(planned, name, console.paintOut()));
        }
        out.ifPresent(file -> save(planned, name, file));
        if (!planned.obstacles().isEmpty()) {
            return Exit.FAILED;
        }
        return detailedExitCode && !planned.plan().isEmpty() ? Exit.CHANGES : Exit.DONE;
    }

    private void save(Planned planned, String name, Path file) {
        var asked = new SavedPlan.Asked(name, cloud.endpoint(), files.names(), restriction.restriction());
        SavedPlan.of(asked, planned).write(file);
        console.say("saved; carry it out with: isobar apply " + file);
    }
}
