package dev.isobar.cli;

import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        description = "Prints the help of a command, or the list of commands.",
        footer = {"  isobar help", "  isobar help route"})
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to explain.")
    private String command = "";

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        var asked = command.isEmpty() ? root : root.getSubcommands().get(command);
        if (asked == null) {
            throw Failure.usage(
                    "there is no command \"" + command + "\"",
                    "use one of " + String.join(", ", root.getSubcommands().keySet()));
        }
        asked.usage(root.getOut());
        return Exit.DONE;
    }
}
