package dev.isobar.cli;

import dev.isobar.cli.cloud.Apply;
import dev.isobar.cli.cloud.Approval;
import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.cloud.Planned;
import dev.isobar.cli.cloud.Restriction;
import dev.isobar.cli.cloud.SavedPlan;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.provider.calls.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Makes the cloud what the file says, or carries out a plan that was saved.",
            "",
            "It plans, shows the plan, and asks. Then it makes, changes and deletes what the plan says, in an order in"
                + " which traffic keeps flowing, as much at once as can be. Ctrl-C begins no further step and waits"
                + " for those under way; a second one ends at once. Whatever stopped it: run it again, and it goes on"
                + " where it stopped.",
            "",
            "A saved plan is refused where the files or the cloud changed since it was made."
        },
        exitCodeList = {
            "0:the cloud is what the file says",
            "1:it was not approved, something is in the way, a step failed, it was stopped, or the saved plan no"
                    + " longer fits",
            "2:the file or the arguments are invalid, or nobody can be asked and --auto-approve is not given"
        },
        footer = {
            "  isobar apply shop.yaml --to aws",
            "  isobar apply plan.json --auto-approve --timeout 30m",
            "  isobar apply shop.yaml --auto-approve --json"
        })
final class ApplyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Mixin
    private CloudArguments cloud = new CloudArguments();

    @Mixin
    private RestrictionArguments restriction = new RestrictionArguments();

    @Mixin
    private ApplyArguments how = new ApplyArguments();

    @Option(
            names = "--allow-address-change",
            description = "Let a load balancer go whose address clients know. Without it such a plan is refused.")
    private boolean allowAddressChange;

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var approval = new Approval(how.autoApprove(), allowAddressChange, "Apply? Only 'yes' is taken.", "yes");
        approval.requireSomebody(console);
        var saved = SavedPlan.read(Path.of(files.first()));
        saved.ifPresent(_ -> requireNothingElse());
        var task = new Task(
                saved.map(plan -> plan.asked().files()).orElseGet(files::names),
                saved.map(plan -> plan.asked().endpoint()).orElseGet(cloud::endpoint),
                saved.map(plan -> plan.asked().restriction()).orElseGet(restriction::restriction),
                saved,
                how.manner(approval));
        return Placed.with(
                Sources.read(task.files(), console.in()),
                place -> saved.map(plan ->
                                Clouds.named(List.of(plan.asked().cloud())).getFirst())
                        .orElseGet(() -> cloud.provider(place)),
                new Placed.Refusal(console, how.json(), Exit.USAGE, Exit.FAILED),
                placed -> apply(placed, task));
    }

    /** What is to be done, whether it was saved or is asked for now. */
    private record Task(
            List<String> files,
            Optional<String> endpoint,
            Restriction restriction,
            Optional<SavedPlan> saved,
            Apply.Manner manner) {}

    private void requireNothingElse() {
        if (files.names().size() > 1
                || cloud.isGiven()
                || !restriction.restriction().equals(Restriction.NONE)) {
            throw Failure.usage(
                    "a saved plan has its own files, cloud and restrictions",
                    "leave out -f, --to, --endpoint, --only and --no-delete");
        }
    }

    private int apply(Placed placed, Task task) {
        var cancellation = new Cancellation();
        var model = placed.file().model();
        var provider = placed.provider();
        try (var account = provider.open(model, CloudArguments.access(task.endpoint(), cancellation))) {
            var planned = Planned.of(provider, model, placed.translation(), account, task.restriction());
            task.saved().ifPresent(plan -> plan.requireSame(planned));
            return new Apply(console, task.manner(), provider.name(), cancellation).run(planned, account);
        }
    }
}
