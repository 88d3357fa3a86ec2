package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.ModelFile.Formatted;
import dev.isobar.model.file.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Lays files out in the one canonical way: keys in the order of the reference, two spaces of indentation."
                    + " Comments and values stay.",
            "",
            "A file is written only where its layout changes, and its name is printed then. Of standard input (-) the"
                    + " new text is printed."
        },
        exitCodeList = {
            "0:every file has its canonical layout now",
            "1:--check is given and a layout differs, or a file cannot be written",
            "2:a file cannot be read, or is not YAML"
        },
        footer = {"  isobar fmt shop.yaml", "  isobar fmt --check *.yaml", "  isobar fmt - < shop.yaml"})
final class FmtCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files to lay out; - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--check", description = "Write nothing; print the names of files whose layout differs.")
    private boolean check;

    FmtCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int code = Exit.DONE;
        for (var source : Sources.read(files, console.in())) {
            code = Math.max(code, format(source));
        }
        return code;
    }

    private int format(Source source) {
        return switch (ModelFile.format(source)) {
            case Formatted.Refused(var problems) -> Problems.refuse(problems, false, console);
            case Formatted.Done(var text) -> {
                boolean same = text.equals(source.text());
                if (source.name().equals(Sources.STANDARD_INPUT) && !check) {
                    console.print(text);
                } else if (!same) {
                    change(source, text);
                }
                yield check && !same ? Exit.FAILED : Exit.DONE;
            }
        };
    }

    private void change(Source source, String formatted) {
        console.print(source.name() + "\n");
        if (!check) {
            replace(Path.of(source.name()), formatted);
        }
    }

    /** Whoever reads the file at this moment sees the old or the new text, never half of one. */
    private static void replace(Path file, String text) {
        try {
            var target = file.toRealPath();
            var beside = Files.createTempFile(target.getParent(), ".isobar-", ".tmp");
            try {
                Files.writeString(beside, text);
                Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw Failure.failed("the file \"" + file + "\" cannot be written: " + e, "give yourself write permission");
        }
    }
}
