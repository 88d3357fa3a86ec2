package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Provider;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Prints the least permissions that isobar needs for this file, in the form that the cloud takes them. No"
                    + " account is needed.",
            "",
            "For aws it is an IAM policy, for gcp a custom role as gcloud iam roles create --file takes it, for azure"
                + " one as az role definition create takes it. Those for plan are enough for status and drift, those"
                + " for apply for destroy too."
        },
        exitCodeList = {"0:the permissions are printed", "2:the file is invalid"},
        footer = {
            "  isobar policy shop.yaml --to aws > policy.json",
            "  isobar policy shop.yaml --to aws --for plan",
            "  isobar policy shop.yaml --to gcp --for plan > role.yaml",
            "  isobar policy shop.yaml --to azure > role.json && az role definition create --role-definition @role.json"
        })
final class PolicyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--to",
            paramLabel = "CLOUD",
            description = "The cloud: aws, gcp or azure. Default: the only one in the place of the file.")
    private Optional<String> cloud = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "COMMAND",
            defaultValue = "apply",
            description = "plan or apply. Default: apply.")
    private Provider.Duty duty = Provider.Duty.APPLY;

    PolicyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, false, console);
            case Loaded.Valid valid -> print(valid);
        };
    }

    private int print(Loaded.Valid valid) {
        var provider = Clouds.choose(cloud, valid.model().place());
        console.print(provider.permissions(valid.model(), valid.positions(), duty));
        return Exit.DONE;
    }
}
