package dev.isobar.cli;

import dev.isobar.cli.cloud.Apply;
import dev.isobar.cli.cloud.Approval;
import dev.isobar.cli.cloud.Planned;
import dev.isobar.cli.cloud.Restriction;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.Cancellation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        description = {
            "Deletes from a cloud everything that carries the mark of this load balancer.",
            "",
            "It shows what would go, and asks for the name of the load balancer. What is protected against deletion is"
                    + " told and stays; so does everything that isobar did not make."
        },
        exitCodeList = {
            "0:nothing is left",
            "1:it was not approved, something is in the way, a step failed, or it was stopped",
            "2:the file or the arguments are invalid, or nobody can be asked and --auto-approve is not given"
        },
        footer = {"  isobar destroy shop.yaml --to aws", "  isobar destroy preview.yaml --auto-approve"})
final class DestroyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Mixin
    private CloudArguments cloud = new CloudArguments();

    @Mixin
    private ApplyArguments how = new ApplyArguments();

    DestroyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, how.json(), console);
            case Loaded.Valid valid -> destroy(valid.model());
        };
    }

    private int destroy(Model model) {
        var approval = new Approval(
                how.autoApprove(),
                true,
                "This deletes all of the above. To go on, type the name of the load balancer, " + model.name() + ":",
                model.name());
        approval.requireSomebody(console);
        var cancellation = new Cancellation();
        var provider = cloud.provider(model.place());
        try (var account = provider.open(model, cloud.access(cancellation))) {
            var nothing = new Translation.Done<>(Snapshot.EMPTY, List.of());
            var planned = Planned.of(provider, model, nothing, account, Restriction.NONE);
            return new Apply(console, how.manner(approval), provider.name(), cancellation).run(planned, account);
        }
    }
}
