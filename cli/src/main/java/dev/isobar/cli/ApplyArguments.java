package dev.isobar.cli;

import dev.isobar.cli.cloud.Apply;
import dev.isobar.cli.cloud.Approval;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Durations;
import dev.isobar.model.InvalidValue;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a plan is carried out: arguments of the commands that change a cloud. */
final class ApplyArguments {
    @Option(names = "--auto-approve", description = "Do not ask. Needed where there is no terminal.")
    private boolean autoApprove;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Begin no further step after this time, such as 30m. Default: no limit.")
    private Optional<String> timeout = Optional.empty();

    @Option(names = "--json", description = "Print what became of it as JSON.")
    private boolean json;

    boolean autoApprove() {
        return autoApprove;
    }

    boolean json() {
        return json;
    }

    Apply.Manner manner(Approval approval) {
        return new Apply.Manner(approval, json, timeout.map(ApplyArguments::duration));
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (InvalidValue e) {
            throw Failure.usage("--timeout " + Words.quoted(text) + ": " + e.getMessage(), e.fix());
        }
    }
}
