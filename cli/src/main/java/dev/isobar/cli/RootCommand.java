package dev.isobar.cli;

import dev.isobar.cli.console.Color;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
        name = "isobar",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "One YAML file describes a load balancer. Isobar checks it, explains and tests its routing without any"
                    + " account or server, and runs it right here.",
            "",
            "The environment: NO_COLOR, where it is set and not empty, turns colours off. The launcher takes the JDK"
                + " (25) in ISOBAR_JAVA_HOME, else in JAVA_HOME, on the PATH, or in the places where JDKs usually are"
                + " (ISOBAR_JDK_DIRS names others, separated by colons), and gives the Java VM the options in"
                + " ISOBAR_JAVA_OPTS."
        },
        exitCodeList = {
            "0:done",
            "1:failed: it was tried and did not work, or what was checked is not so",
            "2:wrong arguments, or a file that is missing or invalid"
        },
        footer = {
            "  isobar init shop.yaml",
            "  isobar validate shop.yaml",
            "  isobar route shop.yaml https://shop.example.com/",
            "  isobar run shop.yaml --demo-targets"
        })
final class RootCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "After an error, also print where in the program it arose.")
    private boolean stackTrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Print the version and exit.")
    private boolean version;

    RootCommand(Console console) {
        this.console = console;
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            defaultValue = "auto",
            description =
                    "Colour output: auto (on a terminal, unless NO_COLOR is set), always or never. Default:" + " auto.")
    void color(Color color) {
        console.color(color);
    }

    boolean stackTrace() {
        return stackTrace;
    }

    @Override
    public void run() {
        if (version) {
            console.print(Version.ofThis().text());
            return;
        }
        throw Failure.usage("no command is given", "name one, for example: isobar validate FILE; see isobar --help");
    }
}
