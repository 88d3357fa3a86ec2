package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.provider.calls.CloudFailure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, and how picocli is told of them. */
final class CommandTree {
    /** In the order of the help. */
    private static final List<String> NAMES = List.of(
            "validate",
            "route",
            "test",
            "check",
            "policy",
            "plan",
            "apply",
            "status",
            "drift",
            "destroy",
            "import",
            "run",
            "dev-ca",
            "graph",
            "init",
            "fmt",
            "schema",
            "completion",
            "version",
            "help");

    /** Commands that look at all others. */
    private static final Set<String> WHOLE = Set.of("completion", "help");

    private CommandTree() {}

    private static Object create(String name, Console console) {
        return switch (name) {
            case "validate" -> new ValidateCommand(console);
            case "route" -> new RouteCommand(console);
            case "test" -> new TestCommand(console);
            case "check" -> new CheckCommand(console);
            case "policy" -> new PolicyCommand(console);
            case "plan" -> new PlanCommand(console);
            case "apply" -> new ApplyCommand(console);
            case "status" -> new StatusCommand(console);
            case "drift" -> new DriftCommand(console);
            case "destroy" -> new DestroyCommand(console);
            case "import" -> new ImportCommand(console);
            case "run" -> new RunCommand(console);
            case "dev-ca" -> new DevCaCommand(console);
            case "graph" -> new GraphCommand(console);
            case "init" -> new InitCommand(console);
            case "fmt" -> new FmtCommand(console);
            case "schema" -> new SchemaCommand(console);
            case "completion" -> new CompletionCommand(console);
            case "version" -> new VersionCommand(console);
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException("no command \"" + name + "\"");
        };
    }

    /** All commands. */
    static CommandLine whole(Console console) {
        return with(console, NAMES, List.of());
    }

    /** Where the first argument names a command, that one alone: picocli looks into each class that it is told of. */
    static CommandLine forArguments(List<String> args, Console console) {
        var first = args.isEmpty() ? "" : args.getFirst();
        return with(console, NAMES.contains(first) && !WHOLE.contains(first) ? List.of(first) : NAMES, args);
    }

    /** Whether the exit code 2 means changes, so that no error may end with it. */
    private static boolean tellsChanges(List<String> args) {
        return args.contains("--detailed-exitcode")
                || args.stream().filter(NAMES::contains).limit(1).anyMatch("drift"::equals);
    }

    private static CommandLine with(Console console, List<String> names, List<String> args) {
        var root = new RootCommand(console);
        var line = new CommandLine(root);
        names.forEach(name -> line.addSubcommand(name, create(name, console)));
        headings(line);
        line.getSubcommands().values().forEach(CommandTree::headings);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler((failure, _) -> refuse(failure, console, args))
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command, args, console));
    }

    private static void headings(CommandLine line) {
        var usage = line.getCommandSpec().usageMessage();
        usage.descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .footerHeading("%nExamples:%n");
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeList(Map.of(" 0", "done"));
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int refuse(ParameterException failure, Console console, List<String> args) {
        var help = "see " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        switch (failure) {
            case UnmatchedArgumentException unmatched -> {
                var first = unmatched.getUnmatched().getFirst();
                var near = unmatched.getSuggestions().stream().findFirst();
                console.complain(
                        "there is no " + kind(unmatched, first) + " \"" + first + "\"",
                        near.map(name -> "did you mean " + name + "? ").orElse("") + help);
            }
            case ParameterException one
            when one.getArgSpec() instanceof OptionSpec option && isChoice(option) ->
                console.complain(
                        "\"" + one.getValue() + "\" is no value of " + option.longestName(),
                        "use " + Words.either(choices(option)) + "; " + help);
            default -> console.complain(lowerFirst(firstLine(String.valueOf(failure.getMessage()))), help);
        }
        return tellsChanges(args) ? Exit.FAILED : Exit.USAGE;
    }

    private static String kind(UnmatchedArgumentException unmatched, String first) {
        if (first.startsWith("-")) {
            return "option";
        }
        return unmatched.getCommandLine().getSubcommands().isEmpty() ? "place for" : "command";
    }

    private static boolean isChoice(OptionSpec option) {
        return option.type().isEnum();
    }

    private static List<String> choices(OptionSpec option) {
        return Stream.of(option.type().getEnumConstants())
                .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static int report(Exception failure, CommandLine command, List<String> args, Console console) {
        int code = Exit.FAILED;
        switch (failure) {
            case Failure ours -> {
                console.complain(String.valueOf(ours.getMessage()), ours.fix());
                code = tellsChanges(args) ? Exit.FAILED : ours.exitCode();
            }
            case CloudFailure cloud -> console.complain(String.valueOf(cloud.getMessage()), cloud.fix());
            default ->
                console.complain(
                        "internal error in " + command.getCommandName() + ": " + failure,
                        "run it again with --stacktrace, and report what it prints");
        }
        if (((RootCommand) command.getCommandSpec().root().userObject()).stackTrace()) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    private static String lowerFirst(String text) {
        return text.length() > 1 && Character.isLowerCase(text.charAt(1))
                ? Character.toLowerCase(text.charAt(0)) + text.substring(1)
                : text;
    }
}
