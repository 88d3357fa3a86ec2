package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.ModelFile.LoadedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Runs the routing tests of a file, offline: each names a request and what must happen to it. Nothing is"
                    + " sent.",
            "",
            "Of a forward the shares are compared, not the numbers: 90 and 10 are the same as 9 and 1."
        },
        exitCodeList = {
            "0:every test passed",
            "1:a test failed, a cloud of --as cannot carry the file, or the JUnit file cannot be written",
            "2:a file is invalid, or there is no test"
        },
        footer = {
            "  isobar test shop.yaml",
            "  isobar test shop.yaml --tests routing-tests.yaml --junit target/routing.xml",
            "  isobar test shop.yaml --as aws,gcp,azure",
            "  isobar test shop.yaml --json"
        })
final class TestCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--tests",
            paramLabel = "TESTS",
            description = "Run the tests of this file, which has only the key tests, instead of those of FILE.")
    private Optional<String> otherTests = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "CLOUD",
            split = ",",
            description =
                    "The tests must also hold for what this cloud would do: aws, azure or gcp. Several are separated"
                            + " by commas. Nothing is asked of the cloud; names of rules are not compared.")
    private List<String> clouds = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "XML", description = "Also write this file in the JUnit XML format.")
    private Optional<Path> junit = Optional.empty();

    TestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return switch (files.load(console)) {
            case Loaded.Invalid(var problems) -> Problems.refuse(problems, json, console);
            case Loaded.Valid valid -> run(valid);
        };
    }

    private int run(Loaded.Valid valid) {
        var tests = tests(valid);
        if (tests.problems().stream().anyMatch(Problem::isError)) {
            return Problems.refuse(tests.problems(), json, console);
        }
        if (tests.tests().isEmpty()) {
            throw Failure.usage(
                    "\"" + otherTests.orElse(files.first()) + "\" has no tests",
                    "add some under the key tests, for example: - { get: \"https://shop.example.com/\", expect: {"
                            + " forward: web } }");
        }
        var report = TestReport.of(valid.model(), tests.tests(), tests.positions(), elsewhere(valid));
        if (json) {
            console.print(report.json());
        } else {
            console.print(report.text(console.paintOut()));
        }
        junit.ifPresent(file -> write(file, JUnitXml.of(report, otherTests.orElse(files.first()))));
        return report.failed() == 0 ? Exit.DONE : Exit.FAILED;
    }

    private List<Verdict.As> elsewhere(Loaded.Valid valid) {
        return Clouds.named(clouds).stream()
                .map(provider -> new Verdict.As(provider.name(), asked -> Elsewhere.decision(provider, valid, asked)))
                .toList();
    }

    private LoadedTests tests(Loaded.Valid valid) {
        return otherTests
                .map(name -> ModelFile.readTests(Sources.read(name, console.in()), console.environment()))
                .orElseGet(() -> new LoadedTests(valid.model().tests(), valid.positions(), List.of()));
    }

    private static void write(Path file, String text) {
        try {
            var parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Failure.failed(
                    "the file \"" + file + "\" cannot be written: " + e.getMessage(), "name a file that you may write");
        }
    }
}
