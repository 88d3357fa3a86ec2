package dev.isobar.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of a command, in Markdown, from what picocli knows of it. */
final class ManPage {
    private ManPage() {}

    static String of(CommandSpec command) {
        var usage = command.usageMessage();
        var out = new StringBuilder();
        out.append("# ").append(command.qualifiedName()).append("\n\n");
        out.append("<!-- Generated from the command line itself; to write it anew:\n")
                .append("     ./mvnw verify -pl cli -am -Dgolden.update=true -->\n\n");
        out.append("## Synopsis\n\n```text\n").append(synopsis(command)).append("```\n\n");
        out.append("## Description\n\n")
                .append(description(usage.description()))
                .append('\n');
        var arguments = command.positionalParameters();
        if (!arguments.isEmpty()) {
            out.append("\n## Arguments\n\n");
            arguments.forEach(argument -> out.append(entry(label(argument), argument.description())));
        }
        out.append("\n## Options\n\n");
        command.options().stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> out.append(entry(label(option), option.description())));
        if (!command.subcommands().isEmpty()) {
            out.append("\n## Commands\n\n");
            command.subcommands().forEach((name, line) -> out.append(subcommand(name, line)));
        }
        out.append("\n## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
        usage.exitCodeList().forEach((code, meaning) -> out.append("| %s | %s |\n".formatted(code.strip(), meaning)));
        out.append("\n## Examples\n\n```sh\n")
                .append(Stream.of(usage.footer()).map(String::strip).collect(Collectors.joining("\n")))
                .append("\n```\n");
        return out.toString();
    }

    private static String synopsis(CommandSpec command) {
        var help = new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return help.synopsis(0).stripTrailing() + "\n";
    }

    private static String description(String[] lines) {
        return Stream.of(lines).map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String entry(String label, String[] description) {
        return "- `" + label + "`: " + String.join(" ", List.of(description)) + "\n";
    }

    private static String label(PositionalParamSpec argument) {
        return argument.paramLabel() + (argument.arity().max() > 1 ? "..." : "");
    }

    private static String label(OptionSpec option) {
        var names = String.join(", ", option.names());
        return option.arity().max() == 0
                ? names
                : names + (option.longestName().startsWith("--") ? "=" : " ") + option.paramLabel();
    }

    private static String subcommand(String name, CommandLine line) {
        var first = line.getCommandSpec().usageMessage().description()[0];
        return "- [%s](%s.md): %s\n".formatted(name, name, first);
    }
}
