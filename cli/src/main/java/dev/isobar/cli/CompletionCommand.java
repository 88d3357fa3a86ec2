package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Prints a script that completes commands, options and files in a shell.",
            "",
            "Load it from the start-up file of the shell, as in the examples."
        },
        footer = {
            "  echo 'source <(isobar completion bash)' >> ~/.bashrc",
            "  echo 'source <(isobar completion zsh)' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    /** A shell that can be served. */
    enum Shell {
        BASH,
        ZSH
    }

    private final Console console;

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "bash or zsh. Default: bash.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // The completion system of zsh must be awake before it can take a script for bash.
        var start = shell == Shell.ZSH ? "autoload -U +X compinit && compinit\n" : "";
        console.print(start + AutoComplete.bash("isobar", CommandTree.whole(console)));
        return Exit.DONE;
    }
}
