package dev.isobar.cli;

import dev.isobar.cli.cloud.Restriction;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a plan may do: arguments of the commands that plan. */
final class RestrictionArguments {
    @Option(names = "--no-delete", description = "Delete nothing; what is no longer wanted stays.")
    private boolean noDelete;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "Change only resources of this kind, in the word of the cloud, such as TargetGroup; several"
                    + " are separated by commas. Changes that need one of another kind are left out.")
    private List<String> only = new ArrayList<>();

    Restriction restriction() {
        return new Restriction(noDelete, only);
    }
}
